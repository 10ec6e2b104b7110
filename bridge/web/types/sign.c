/*
 * Signing with libcrypto, in a library context of our own: the default context
 * reads OpenSSL's configuration at its first use, when the worker's sandbox may
 * forbid opening files.
 */
#include <inttypes.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "web/types/sign.h"

#define MAC_SIZE   32
#define MAC_DIGITS (2 * MAC_SIZE)

static OSSL_LIB_CTX *context; /* for the life of the process */

static void
make_context(void)
{
	context = OSSL_LIB_CTX_new();
}

/* Write the MAC of NAME and TEXT in hexadecimal; -1: memory ran out. */
static int
make_mac(struct gantry_environ *environ, char digits[MAC_DIGITS + 1],
    const char *name, const char *text, const char *secret)
{
	static const char hex[] = "0123456789abcdef";
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	unsigned char mac[MAC_SIZE];
	const char *input = gantry_environ_format(environ, "%s=%s", name, text);
	size_t i;

	pthread_once(&once, make_context);
	if (input == NULL || context == NULL ||
	    EVP_Q_mac(context, "HMAC", NULL, "SHA256", NULL, secret,
		strlen(secret), (const unsigned char *)input, strlen(input),
		mac, sizeof(mac), NULL) == NULL)
		return -1;
	for (i = 0; i < MAC_SIZE; i++) {
		digits[2 * i] = hex[mac[i] >> 4];
		digits[2 * i + 1] = hex[mac[i] & 0xf];
	}
	digits[MAC_DIGITS] = '\0';
	return 0;
}

const char *
sign_value(struct gantry_environ *environ, const struct signed_value *value,
    const char *secret)
{
	char mac[MAC_DIGITS + 1];
	const char *text;

	if (*secret == '\0')
		return NULL;
	text = gantry_environ_format(environ, "%s.%" PRId64 ".%" PRId64,
	    value->value, value->signed_at, value->max_age);
	if (text == NULL ||
	    make_mac(environ, mac, value->name, text, secret) == -1)
		return NULL;
	return gantry_environ_format(environ, "%s.%s", text, mac);
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
    const char *secret, int64_t now)
{
	char mac[MAC_DIGITS + 1];
	char *value = gantry_environ_format(environ, "%s", text);
	const char *sent, *max_age, *signed_at;
	int64_t age;

	if (value == NULL || *secret == '\0')
		return NULL;
	sent = cut(value);
	if (sent == NULL || strlen(sent) != MAC_DIGITS ||
	    make_mac(environ, mac, name, value, secret) == -1 ||
	    CRYPTO_memcmp(mac, sent, MAC_DIGITS) != 0)
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
