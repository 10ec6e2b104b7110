/*
 * Cookies that a client sends.  Browsers send back whatever any server of the
 * domain once set, so a malformed pair is skipped and the others are read.
 */
#include <string.h>

#include "base/text/header.h"
#include "gantry/web.h"
#include "web/request/cookies.h"

/* A pair of a Cookie header, without white space around its parts. */
struct pair {
	const char *name, *value;
	size_t name_length, value_length;
};

/* Read the pair at *AT, which moves past it; false after the last. */
static bool
next_pair(const char **at, struct pair *pair)
{
	size_t length = strcspn(*at, ";");
	const char *equals = memchr(*at, '=', length);

	if (**at == '\0')
		return false;
	pair->name = *at;
	pair->name_length = equals != NULL ? (size_t)(equals - *at) : length;
	pair->value = equals != NULL ? equals + 1 : *at + length;
	pair->value_length = (size_t)(*at + length - pair->value);
	header_trim(&pair->name, &pair->name_length);
	header_trim(&pair->value, &pair->value_length);
	*at += length + ((*at)[length] == ';');
	return true;
}

/* The byte that three octal digits give; 0 when it is NUL or they do not. */
static int
octal(const char *digits)
{
	int i, byte = 0;

	for (i = 0; i < 3; i++) {
		if (digits[i] < '0' || digits[i] > (i == 0 ? '3' : '7'))
			return 0;
		byte = byte * 8 + (digits[i] - '0');
	}
	return byte;
}

/*
 * Remove quotes and undo the escapes between them, a backslash and \ooo, in
 * place.  They are from RFC 2109, and some libraries still write them.
 */
static void
unquote(char *value)
{
	size_t length = strlen(value);
	char *to = value, *from = value + 1;

	if (length < 2 || value[0] != '"' || value[length - 1] != '"')
		return;
	value[length - 1] = '\0';
	while (*from != '\0') {
		if (*from == '\\' && octal(from + 1) != 0) {
			*to++ = (char)octal(from + 1);
			from += 4;
			continue;
		}
		if (*from == '\\' && from[1] != '\0')
			from++;
		*to++ = *from++;
	}
	*to = '\0';
}

const char *
cookies_next(struct gantry_request *request, const char **at, const char *name)
{
	size_t length = strlen(name);
	struct pair pair;
	char *value;

	while (next_pair(at, &pair)) {
		if (pair.name_length != length || length == 0 ||
		    memcmp(pair.name, name, length) != 0)
			continue;
		value = gantry_environ_alloc(
		    request->environ, pair.value_length + 1);
		if (value == NULL)
			return NULL;
		memcpy(value, pair.value, pair.value_length);
		value[pair.value_length] = '\0';
		unquote(value);
		return value;
	}
	return NULL;
}

const char *
cookies_header(const struct gantry_request *request)
{
	const char *sent = gantry_environ_get(request->environ, "HTTP_COOKIE");

	return sent != NULL ? sent : "";
}

const char *
gantry_request_cookie(struct gantry_request *request, const char *name)
{
	const char *at;

	if (request_lacks(request, name, __func__, "name"))
		return NULL;
	at = cookies_header(request);
	return cookies_next(request, &at, name);
}
