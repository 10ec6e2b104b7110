/*
 * Cross-origin resource sharing.  The headers tell the browser which origins
 * may read a response; the browser enforces it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/web.h>

#include "base/text/header.h"
#include "base/text/token_list.h"

#define MAX_AGE_DEFAULT 86400

struct cors {
	const struct gantry_cors_options *options;
	const char *origins; /* that are allowed */
};

int
gantry_cors_open(const void *options, const struct gantry_settings *settings,
    void **state, struct gantry_error *error)
{
	const struct gantry_cors_options *given = options;
	const char *setting = given->allow_origins_setting;
	struct cors *cors = calloc(1, sizeof(*cors));

	if (cors == NULL)
		return gantry_error_memory(error);
	cors->options = given;
	cors->origins = given->allow_origins;
	if (setting != NULL && settings != NULL)
		cors->origins = gantry_settings_get(settings, setting);
	if (cors->origins == NULL || *cors->origins == '\0')
		cors->origins = "*";
	*state = cors;
	return 0;
}

void
gantry_cors_close(void *state)
{
	free(state);
}

/* The request's header NAME; NULL unless a response can repeat it. */
static const char *
find(const struct gantry_request *request, const char *name)
{
	const char *value = gantry_request_header(request, name);

	return value != NULL && header_value_is_valid(value) ? value : NULL;
}

/* Is ORIGIN in LIST?  Both may be NULL. */
static bool
is_listed(const char *list, const char *origin)
{
	return list != NULL && origin != NULL &&
	    (token_list_has(list, origin) || token_list_has(list, "*"));
}

/*
 * Set which origin may read the response.  A single allowed origin is always
 * named; of several, the one that sent the request is, or none.  With
 * credentials, browsers do not accept "*", so the origin itself is named.
 * Returns 1, 0 for none, or -1.
 */
static int
allow_origin(const struct cors *cors, struct gantry_request *request,
    struct gantry_response *response)
{
	const char *trusted = cors->options->allow_credentials;
	const char *origin = find(request, "Origin"), *named = cors->origins;
	bool is_allowed = is_listed(cors->origins, origin);
	bool is_trusted = is_allowed && is_listed(trusted, origin);
	bool is_single = token_list_is_single(cors->origins);

	if (is_trusted || !is_single)
		named = is_allowed ? origin : NULL;
	/* The response depends on the origin. */
	if ((!is_single || trusted != NULL) &&
	    gantry_response_vary(response, "Origin") == -1)
		return -1;
	if (named == NULL)
		return 0;
	if (gantry_response_header(
		response, "Access-Control-Allow-Origin", named) == -1)
		return -1;
	if (is_trusted &&
	    gantry_response_header(
		response, "Access-Control-Allow-Credentials", "true") == -1)
		return -1;
	return 1;
}

/* A preflight: an OPTIONS that asks for a method. */
static int
answer_preflight(const struct cors *cors, struct gantry_request *request,
    struct gantry_response *response)
{
	const char *methods = gantry_response_get_header(response, "Allow");
	const char *headers = cors->options->allow_headers;
	int64_t max_age = cors->options->max_age;
	char seconds[24];

	if (headers == NULL) {
		headers = find(request, "Access-Control-Request-Headers");
		if (gantry_response_vary(
			response, "Access-Control-Request-Headers") == -1)
			return -1;
	}
	snprintf(seconds, sizeof(seconds), "%lld",
	    (long long)(max_age > 0 ? max_age : MAX_AGE_DEFAULT));
	if (gantry_response_header(response, "Access-Control-Allow-Methods",
		methods != NULL ? methods : "GET, HEAD") == -1 ||
	    gantry_response_header(
		response, "Access-Control-Allow-Headers", headers) == -1)
		return -1;
	return gantry_response_header(
	    response, "Access-Control-Max-Age", seconds);
}

static bool
is_preflight(struct gantry_request *request)
{
	return strcmp(gantry_request_method(request), "OPTIONS") == 0 &&
	    gantry_request_header(request, "Access-Control-Request-Method") !=
	    NULL;
}

int
gantry_cors_process_response(struct gantry_request *request,
    struct gantry_response *response, void *state, bool succeeded)
{
	const struct cors *cors = state;
	const char *exposed = cors->options->expose_headers;
	int result = allow_origin(cors, request, response);

	if (result != 1)
		return result;
	if (exposed != NULL &&
	    gantry_response_header(
		response, "Access-Control-Expose-Headers", exposed) == -1)
		return -1;
	return succeeded && is_preflight(request)
	    ? answer_preflight(cors, request, response)
	    : 0;
}
