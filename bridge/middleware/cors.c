/*
 * Cross-origin requests.  Whether a page of another origin may read an answer
 * is the browser's to enforce; here it is only told who may.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/web.h>

#include "middleware/words.h"

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
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
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

/*
 * Say which origin may read: the one that there is, whoever asks; of several
 * the one that asks, or none.  Returns the one, NULL if none, with *RESULT -1
 * when the response failed.
 */
static const char *
allow_origin(const struct cors *cors, struct gantry_request *request,
    struct gantry_response *response, int *result)
{
	const char *origin = gantry_request_header(request, "Origin");
	const char *allowed = cors->origins;

	if (!words_is_single(allowed)) {
		*result = gantry_response_vary(response, "Origin");
		allowed = origin != NULL &&
			(words_has(allowed, origin) || words_has(allowed, "*"))
		    ? origin
		    : NULL;
	}
	if (allowed != NULL && *result == 0)
		*result = gantry_response_header(
		    response, "Access-Control-Allow-Origin", allowed);
	return allowed;
}

/* With credentials a browser takes no "*": the origin itself is named. */
static int
allow_credentials(const struct cors *cors, struct gantry_request *request,
    struct gantry_response *response)
{
	const char *origin = gantry_request_header(request, "Origin");
	const char *allowed = cors->options->allow_credentials;

	if (allowed == NULL || origin == NULL ||
	    (!words_has(allowed, origin) && !words_has(allowed, "*")))
		return 0;
	if (gantry_response_vary(response, "Origin") == -1 ||
	    gantry_response_header(
		response, "Access-Control-Allow-Origin", origin) == -1)
		return -1;
	return gantry_response_header(
	    response, "Access-Control-Allow-Credentials", "true");
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
		headers = gantry_request_header(
		    request, "Access-Control-Request-Headers");
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
	int result = 0;

	if (allow_origin(cors, request, response, &result) == NULL ||
	    allow_credentials(cors, request, response) == -1)
		return result;
	if (result == 0 && exposed != NULL)
		result = gantry_response_header(
		    response, "Access-Control-Expose-Headers", exposed);
	if (result == 0 && succeeded && is_preflight(request))
		result = answer_preflight(cors, request, response);
	return result;
}
