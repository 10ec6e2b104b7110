/*
 * Authorization by a token.  The time of the comparison reveals nothing about
 * the secret.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <gantry/web.h>

#include "base/secret.h"
#include "middleware/null_arguments.h"

struct token {
	const struct gantry_token_options *options;
	const char *secret; /* NULL: none is configured */
};

int
gantry_token_open(const void *options, const struct gantry_settings *settings,
    void **state, struct gantry_error *error)
{
	const struct gantry_token_options *given = options;
	struct token *token;

	if (open_lacks(options, state, __func__, error) ||
	    null_error(given->token_setting, __func__, "options->token_setting",
		error))
		return -1;
	token = calloc(1, sizeof(*token));
	if (token == NULL)
		return gantry_error_memory(error);
	token->options = given;
	if (settings != NULL)
		token->secret =
		    gantry_settings_get(settings, given->token_setting);
	if (token->secret != NULL && *token->secret == '\0')
		token->secret = NULL;
	*state = token;
	return 0;
}

void
gantry_token_close(void *state)
{
	free(state);
}

/* The token in Authorization, after SCHEME if that is not NULL; or NULL. */
static const char *
given_token(struct gantry_request *request, const char *scheme)
{
	const char *given = gantry_request_header(request, "Authorization");
	size_t length;

	if (given == NULL || scheme == NULL)
		return given;
	length = strlen(scheme);
	if (strncasecmp(given, scheme, length) != 0 || given[length] != ' ')
		return NULL;
	return given + length + strspn(given + length, " ");
}

static int
fail_unauthorized(struct gantry_request *request,
    struct gantry_response *response, const char *scheme)
{
	const struct gantry_header headers[] = {
		{ "WWW-Authenticate",
		    gantry_environ_format(gantry_request_environ(request),
			"%s realm=\"gantry\"", scheme) },
		{ NULL, NULL },
	};
	const struct gantry_http_error error = {
		.status = GANTRY_401,
		.detail = "This resource requires a valid token.",
		.headers = headers,
	};

	return gantry_response_raise(response, &error);
}

int
gantry_token_process_resource(struct gantry_request *request,
    struct gantry_response *response, void *state)
{
	const struct token *token = state;
	const char *scheme, *given;

	if (process_lacks(request, response, state, __func__))
		return -1;
	scheme = token->options->scheme;
	given = given_token(request, scheme);
	if (token->secret == NULL)
		return gantry_response_fail(response, GANTRY_403,
		    "This resource is disabled: no token is configured (setting '%s').",
		    token->options->token_setting);
	if (given != NULL && secret_is_equal(token->secret, given))
		return 0;
	if (scheme != NULL)
		return fail_unauthorized(request, response, scheme);
	return gantry_response_fail(response, GANTRY_403,
	    "This resource requires the token in Authorization.");
}
