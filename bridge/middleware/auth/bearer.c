/*
 * Bearer tokens, which the application verifies.
 */
#include <string.h>

#include "base/null.h"
#include "middleware/auth/bearer.h"
#include "middleware/auth/challenge.h"
#include "middleware/null_arguments.h"

#define SCHEME "Bearer"

/* b64token = 1*( ALPHA / DIGIT / "-._~+/" ) *"=" (RFC 6750 section 2.1). */
static bool
is_token(const char *text)
{
	size_t length = strspn(text,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789-._~+/");

	return length > 0 && text[length + strspn(text + length, "=")] == '\0';
}

/* scope-token (section 3): no quotes and backslashes, or others than ASCII. */
static bool
is_scope(const char *scope)
{
	for (; *scope != '\0'; scope++)
		if (*scope < ' ' || *scope > '~' || *scope == '"' ||
		    *scope == '\\')
			return false;
	return true;
}

int
bearer_fail_missing(struct gantry_request *request, const char *realm)
{
	const struct challenge challenge = { SCHEME, realm, "" };

	return challenge_fail(request, GANTRY_401,
	    "This resource requires a bearer token.", &challenge);
}

int
bearer_fail_invalid(
    struct gantry_request *request, const char *realm, const char *token)
{
	const struct challenge malformed = { SCHEME, realm,
		", error=\"invalid_request\"" };
	const struct challenge invalid = { SCHEME, realm,
		", error=\"invalid_token\"" };

	if (!is_token(token))
		return challenge_fail(request, GANTRY_400,
		    "Authorization is not one bearer token.", &malformed);
	return challenge_fail(request, GANTRY_401,
	    "The bearer token is not valid here.", &invalid);
}

static int
fail_scope(
    struct gantry_request *request, const struct gantry_bearer_options *options)
{
	const char *parameters = options->scope == NULL
	    ? ", error=\"insufficient_scope\""
	    : gantry_environ_format(gantry_request_environ(request),
		  ", error=\"insufficient_scope\", scope=\"%s\"",
		  options->scope);
	const struct challenge challenge = { SCHEME, options->realm,
		parameters != NULL ? parameters : "" };

	return challenge_fail(request, GANTRY_403,
	    "The bearer token does not allow this.", &challenge);
}

int
gantry_bearer_open(const void *options, const struct gantry_settings *settings,
    void **state, struct gantry_error *error)
{
	const struct gantry_bearer_options *given = options;

	(void)settings;
	if (open_lacks(options, state, __func__, error) ||
	    null_error(given->verify != NULL ? given : NULL, __func__,
		"options->verify", error) ||
	    challenge_check_realm(given->realm, error) == -1)
		return -1;
	if (given->scope != NULL && !is_scope(given->scope))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the scope '%s' is not made of words of ASCII without "
		    "quotes and backslashes (RFC 6750 section 3)",
		    given->scope);
	*state = (void *)options;
	return 0;
}

static int
check(struct gantry_request *request,
    const struct gantry_bearer_options *options, const char *token)
{
	if (!is_token(token))
		return bearer_fail_invalid(request, options->realm, token);
	switch (options->verify(request, token, options->scope)) {
	case GANTRY_BEARER_VALID:
		return challenge_pass(request);
	case GANTRY_BEARER_INSUFFICIENT_SCOPE:
		return fail_scope(request, options);
	case GANTRY_BEARER_FAILED:
		return -1;
	case GANTRY_BEARER_INVALID:
		break;
	}
	return bearer_fail_invalid(request, options->realm, token);
}

int
gantry_bearer_process_resource(struct gantry_request *request,
    struct gantry_response *response, void *state)
{
	const struct gantry_bearer_options *options = state;
	const char *token;

	if (process_lacks(request, response, state, __func__))
		return -1;
	if (options->accepts_others && challenge_has_passed(request))
		return 0;
	token = challenge_credentials(request, SCHEME);
	if (token != NULL)
		return check(request, options, token);
	return options->is_optional
	    ? 0
	    : bearer_fail_missing(request, options->realm);
}

int
gantry_bearer_process_response(struct gantry_request *request,
    struct gantry_response *response, void *state, bool succeeded)
{
	const struct gantry_bearer_options *options = state;

	(void)succeeded;
	if (process_lacks(request, response, state, __func__))
		return -1;
	return challenge_add(
	    request, &(struct challenge){ SCHEME, options->realm, "" });
}
