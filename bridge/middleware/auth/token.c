/*
 * Authorization by a token.  The time of the comparison reveals nothing about
 * the secret.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <gantry/web.h>

#include "base/secret.h"
#include "middleware/auth/bearer.h"
#include "middleware/auth/challenge.h"
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
		error) ||
	    challenge_check_realm(given->realm, error) == -1)
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

/* Requests without the token: as RFC 6750 says for Bearer. */
static int
fail(struct gantry_request *request, const struct gantry_token_options *options,
    const char *given)
{
	const struct challenge challenge = { options->scheme, options->realm,
		"" };

	if (options->scheme == NULL)
		return gantry_response_fail(gantry_request_response(request),
		    GANTRY_403,
		    "This resource requires the token in Authorization.");
	if (strcasecmp(options->scheme, "Bearer") != 0)
		return challenge_fail(request, GANTRY_401,
		    "This resource requires a valid token.", &challenge);
	return given == NULL
	    ? bearer_fail_missing(request, options->realm)
	    : bearer_fail_invalid(request, options->realm, given);
}

int
gantry_token_process_resource(struct gantry_request *request,
    struct gantry_response *response, void *state)
{
	const struct gantry_token_options *options;
	const struct token *token = state;
	const char *given;

	if (process_lacks(request, response, state, __func__))
		return -1;
	options = token->options;
	given = options->scheme != NULL
	    ? challenge_credentials(request, options->scheme)
	    : gantry_request_header(request, "Authorization");
	if (token->secret == NULL)
		return gantry_response_fail(response, GANTRY_403,
		    "This resource is disabled: no token is configured (setting '%s').",
		    options->token_setting);
	if (given != NULL && secret_is_equal(token->secret, given))
		return 0;
	return fail(request, options, given);
}
