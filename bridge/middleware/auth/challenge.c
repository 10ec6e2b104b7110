/*
 * Credentials and challenges, whatever the scheme.
 */
#include <string.h>
#include <strings.h>

#include "middleware/auth/challenge.h"

#define PASSED "gantry.authenticated"

int
challenge_check_realm(const char *realm, struct gantry_error *error)
{
	const char *at;

	for (at = realm != NULL ? realm : ""; *at != '\0'; at++)
		if (*at < ' ' || *at > '~')
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the realm '%s' has a character beyond ASCII, or a "
			    "control character",
			    realm);
	return 0;
}

const char *
challenge_credentials(struct gantry_request *request, const char *scheme)
{
	const char *given = gantry_request_header(request, "Authorization");
	size_t length = strlen(scheme);

	if (given == NULL || strncasecmp(given, scheme, length) != 0 ||
	    (given[length] != ' ' && given[length] != '\0'))
		return NULL;
	return given + length + strspn(given + length, " ");
}

/* REALM with quotes and backslashes escaped; NULL: memory ran out. */
static const char *
quote(struct gantry_environ *environ, const char *realm)
{
	char *text = gantry_environ_alloc(environ, 2 * strlen(realm) + 1);
	char *to = text;

	if (text == NULL)
		return NULL;
	for (; *realm != '\0'; realm++) {
		if (*realm == '"' || *realm == '\\')
			*to++ = '\\';
		*to++ = *realm;
	}
	*to = '\0';
	return text;
}

/* NULL: the response has failed, since memory ran out. */
static const char *
write_challenge(
    struct gantry_request *request, const struct challenge *challenge)
{
	struct gantry_environ *environ = gantry_request_environ(request);
	const char *realm = quote(environ,
	    challenge->realm != NULL ? challenge->realm : CHALLENGE_REALM);
	const char *text = realm != NULL
	    ? gantry_environ_format(environ, "%s realm=\"%s\"%s",
		  challenge->scheme, realm, challenge->parameters)
	    : NULL;
	struct gantry_error error;

	if (text == NULL) {
		gantry_error_memory(&error);
		gantry_response_fail_with(
		    gantry_request_response(request), &error);
	}
	return text;
}

int
challenge_fail(struct gantry_request *request, const char *status,
    const char *detail, const struct challenge *challenge)
{
	const struct gantry_header headers[] = {
		{ "WWW-Authenticate", write_challenge(request, challenge) },
		{ NULL, NULL },
	};
	const struct gantry_http_error error = {
		.status = status,
		.detail = detail,
		.headers = headers,
	};

	if (headers[0].value == NULL)
		return -1;
	return gantry_response_raise(gantry_request_response(request), &error);
}

/* Move past a quoted string, or one other character. */
static const char *
skip(const char *at)
{
	if (*at++ != '"')
		return at;
	while (*at != '\0' && *at != '"')
		at += at[0] == '\\' && at[1] != '\0' ? 2 : 1;
	return *at == '"' ? at + 1 : at;
}

/* Does the list of challenges VALUE have one of SCHEME? */
static bool
has_scheme(const char *value, const char *scheme)
{
	size_t length = strlen(scheme);

	while (*value != '\0') {
		value += strspn(value, ", \t");
		if (strncasecmp(value, scheme, length) == 0 &&
		    (value[length] == ' ' || value[length] == '\0'))
			return true;
		while (*value != '\0' && *value != ',')
			value = skip(value);
	}
	return false;
}

int
challenge_add(struct gantry_request *request, const struct challenge *challenge)
{
	struct gantry_response *response = gantry_request_response(request);
	const char *value, *text;

	if (strncmp(gantry_response_get_status(response), "401", 3) != 0)
		return 0;
	value = gantry_response_get_header(response, "WWW-Authenticate");
	if (value != NULL && has_scheme(value, challenge->scheme))
		return 0;
	text = write_challenge(request, challenge);
	if (text == NULL)
		return -1;
	return gantry_response_append(response, "WWW-Authenticate", text);
}

int
challenge_pass(struct gantry_request *request)
{
	return gantry_request_set(request, PASSED, request);
}

bool
challenge_has_passed(const struct gantry_request *request)
{
	return gantry_request_get(request, PASSED) != NULL;
}
