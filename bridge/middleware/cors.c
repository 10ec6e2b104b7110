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
#include "middleware/null_arguments.h"

#define MAX_AGE_DEFAULT 86400

static const struct gantry_cors_options defaults = { 0 };

struct cors {
	const struct gantry_cors_options *options;
	const char *origins; /* that are allowed: "*" or a list without it */
	const char *trusted; /* with credentials; NULL: none */
};

/* Does TEXT, of LENGTH bytes, end with END? */
static bool
ends_with(const char *text, size_t length, const char *end)
{
	size_t end_length = strlen(end);

	return length >= end_length &&
	    memcmp(text + length - end_length, end, end_length) == 0;
}

/*
 * Is TEXT an origin as browsers send it (RFC 6454 section 6.2), so that it can
 * be compared as text?
 */
static bool
is_origin(const char *text, size_t length)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	static const char of_scheme[] =
	    "abcdefghijklmnopqrstuvwxyz0123456789+-.";
	static const char of_host[] =
	    "abcdefghijklmnopqrstuvwxyz0123456789-._:[]";
	const size_t scheme = strspn(text, of_scheme), host = scheme + 3;

	if (strchr(letters, *text) == NULL || length <= host ||
	    strncmp(text + scheme, "://", 3) != 0 ||
	    host + strspn(text + host, of_host) < length)
		return false;
	return !(scheme == 4 && ends_with(text, length, ":80")) &&
	    !(scheme == 5 && ends_with(text, length, ":443")) &&
	    !ends_with(text, length, ":");
}

static int
check_list(const char *list, struct gantry_error *error)
{
	const char *origin;
	size_t length;

	while ((origin = token_list_next(&list, &length)) != NULL) {
		if (length == 4 && memcmp(origin, "null", 4) == 0)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "'null' is the origin of every sandboxed page, so "
			    "it cannot be allowed; use '*' if anyone may read "
			    "the responses");
		if (!(length == 1 && *origin == '*') &&
		    !is_origin(origin, length))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "'%.*s' is not an origin; write scheme://host or "
			    "scheme://host:port in lower case, without a path "
			    "and without the scheme's default port",
			    length > 64 ? 64 : (int)length, origin);
	}
	return 0;
}

/* With "*", any site could use the credentials of those who visit it. */
static int
check_origins(
    const char *origins, const char *trusted, struct gantry_error *error)
{
	if (check_list(origins, error) == -1 ||
	    (trusted != NULL && check_list(trusted, error) == -1))
		return -1;
	if (trusted != NULL &&
	    (token_list_has(trusted, "*") || token_list_has(origins, "*")))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "credentials cannot be allowed together with the origin "
		    "'*'; list the origins");
	return 0;
}

int
gantry_cors_open(const void *options, const struct gantry_settings *settings,
    void **state, struct gantry_error *error)
{
	const struct gantry_cors_options *given =
	    options != NULL ? options : &defaults;
	const char *setting = given->allow_origins_setting;
	const char *origins = given->allow_origins;
	const char *trusted = given->allow_credentials;
	struct cors *cors;

	if (null_error(state, __func__, "state", error))
		return -1;
	if (setting != NULL && settings != NULL)
		origins = gantry_settings_get(settings, setting);
	if (origins == NULL || *origins == '\0')
		origins = "*";
	if (trusted != NULL && *trusted == '\0')
		trusted = NULL;
	if (check_origins(origins, trusted, error) == -1)
		return -1;
	cors = calloc(1, sizeof(*cors));
	if (cors == NULL)
		return gantry_error_memory(error);
	cors->options = given;
	cors->origins = token_list_has(origins, "*") ? "*" : origins;
	cors->trusted = trusted;
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

/*
 * Set which origin may read the response.  A single allowed origin is always
 * named; of several, the one that sent the request is, or none.  Returns 1, 0
 * for none, or -1.
 */
static int
allow_origin(const struct cors *cors, struct gantry_request *request,
    struct gantry_response *response)
{
	const char *origin = find(request, "Origin"), *named = cors->origins;
	bool is_allowed =
	    origin != NULL && token_list_has(cors->origins, origin);
	bool is_trusted = is_allowed && cors->trusted != NULL &&
	    token_list_has(cors->trusted, origin);
	bool is_single = token_list_is_single(cors->origins);

	if (!is_single)
		named = is_allowed ? origin : NULL;
	/* The response depends on the origin. */
	if ((!is_single || cors->trusted != NULL) &&
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
	const char *exposed;
	int result;

	if (process_lacks(request, response, state, __func__))
		return -1;
	exposed = cors->options->expose_headers;
	result = allow_origin(cors, request, response);
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
