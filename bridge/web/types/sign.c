/*
 * Signing and verifying: the text with its times, its MAC, and the keys, of
 * which each verifies.  base/hmac.h computes the MAC.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/hmac.h"
#include "base/secret.h"
#include "base/text/token_list.h"
#include "web/types/sign.h"

#define MAC_DIGITS (2 * HMAC_SIZE)

int
sign_check_keys(const char *keys, struct gantry_error *error)
{
	const char *at = keys;
	size_t length, count = 0;

	while (at != NULL && token_list_next(&at, &length) != NULL) {
		count++;
		if (length < SIGN_KEY_MIN)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "key %zu of the secret has %zu bytes, but the "
			    "minimum is %d; make one with 'openssl rand "
			    "-base64 32'",
			    count, length, SIGN_KEY_MIN);
	}
	if (count > 0)
		return hmac_load(error);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the secret has no key; make one with 'openssl rand -base64 32'");
}

/* Write the MAC of INPUT in hexadecimal.  Returns 0, or -1 with ERROR. */
static int
make_mac(char digits[MAC_DIGITS + 1], const char *input, const char *key,
    size_t length, struct gantry_error *error)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char mac[HMAC_SIZE];
	size_t i;

	if (hmac_sha256(mac, input, key, length, error) == -1)
		return -1;
	for (i = 0; i < HMAC_SIZE; i++) {
		digits[2 * i] = hex[mac[i] >> 4];
		digits[2 * i + 1] = hex[mac[i] & 0xf];
	}
	digits[MAC_DIGITS] = '\0';
	return 0;
}

/* What is signed.  A name, being a token, has no equals sign. */
static const char *
make_input(struct gantry_environ *environ, const char *name, const char *text)
{
	return gantry_environ_format(environ, "%s=%s", name, text);
}

const char *
sign_value(struct gantry_environ *environ, const struct signed_value *value,
    const char *keys, struct gantry_error *error)
{
	char mac[MAC_DIGITS + 1];
	const char *text, *input, *key, *made = NULL;
	size_t length;

	if (sign_check_keys(keys, error) == -1)
		return NULL;
	key = token_list_next(&keys, &length);
	text = gantry_environ_format(environ, "%s.%" PRId64 ".%" PRId64,
	    value->value, value->signed_at, value->max_age);
	input = text != NULL ? make_input(environ, value->name, text) : NULL;
	if (input != NULL) {
		if (make_mac(mac, input, key, length, error) == -1)
			return NULL;
		made = gantry_environ_format(environ, "%s.%s", text, mac);
	}
	if (made == NULL)
		gantry_error_memory(error);
	return made;
}

/* Is MAC that of INPUT with one of KEYS? */
static bool
is_signed(const char *input, const char *mac, const char *keys)
{
	char made[MAC_DIGITS + 1];
	const char *key;
	size_t length;

	while ((key = token_list_next(&keys, &length)) != NULL)
		if (make_mac(made, input, key, length, NULL) == 0 &&
		    secret_is_equal(made, mac))
			return true;
	return false;
}

/* Cut TEXT at its last dot and return what follows, or NULL. */
static const char *
cut(char *text)
{
	char *dot = strrchr(text, '.');

	if (dot == NULL)
		return NULL;
	*dot = '\0';
	return dot + 1;
}

const char *
sign_open(struct gantry_environ *environ, const char *name, const char *text,
    const char *keys, int64_t now)
{
	char *value = gantry_environ_format(environ, "%s", text);
	const char *mac, *input, *max_age, *signed_at;
	struct gantry_error error;
	int64_t age;

	if (value == NULL || sign_check_keys(keys, &error) == -1)
		return NULL;
	mac = cut(value);
	input = mac != NULL ? make_input(environ, name, value) : NULL;
	if (input == NULL || !is_signed(input, mac, keys))
		return NULL;
	/* The MAC is right, so the fields can be trusted. */
	max_age = cut(value);
	signed_at = max_age != NULL ? cut(value) : NULL;
	if (signed_at == NULL)
		return NULL;
	age = strtoll(max_age, NULL, 10);
	if (age != 0 && now - strtoll(signed_at, NULL, 10) > age)
		return NULL;
	return value;
}
