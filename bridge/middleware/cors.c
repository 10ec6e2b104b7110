/*
 * Cross-origin resource sharing (WHATWG Fetch, section 3.2).  The headers tell
 * the browser which origins may read a response; the browser enforces it.  A
 * response without these headers refuses.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/web.h>

#include "base/text/header.h"
#include "base/text/token_list.h"
#include "middleware/cors_origin.h"
#include "middleware/null_arguments.h"

#define MAX_AGE_DEFAULT 86400

/* The name of what a request knows once CORS has answered it. */
#define ANSWERED "gantry.cors"

static const struct gantry_cors_options defaults = { 0 };

struct cors {
	const struct gantry_cors_options *options;
	const char *origins; /* that are allowed; NULL: any */
	const char *trusted; /* with credentials; NULL: none */
	char *single; /* the origin, if only one is allowed; or NULL */
};

/* With "*", any site could use the credentials of those who visit it. */
static int
check_origins(
    const char *origins, const char *trusted, struct gantry_error *error)
{
	if (cors_origin_check_list(origins, error) == -1 ||
	    (trusted != NULL && cors_origin_check_list(trusted, error) == -1))
		return -1;
	if (trusted != NULL &&
	    (token_list_has(trusted, "*") || token_list_has(origins, "*")))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "credentials cannot be allowed together with the origin "
		    "'*'; list the origins");
	return 0;
}

/* Are LIST names of headers, separated by commas? */
static bool
is_name_list(const char *list)
{
	const char *end;
	char name[128];
	size_t length;

	for (; list != NULL; list = *end == ',' ? end + 1 : NULL) {
		const char *begin = list;

		length = strcspn(list, ",");
		end = list + length;
		header_trim(&begin, &length);
		if (length >= sizeof(name))
			return false;
		memcpy(name, begin, length);
		name[length] = '\0';
		if (!header_is_token(name))
			return false;
	}
	return true;
}

/*
 * Check NAMES, the value of OPTION.  For a request with credentials, "*" is the
 * name of a header and stands for no other.
 */
static int
check_names(const char *option, const char *names, bool has_credentials,
    struct gantry_error *error)
{
	if (names == NULL || *names == '\0')
		return 0;
	if (!is_name_list(names))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s '%.64s' are not names of headers, separated by commas",
		    option, names);
	if (has_credentials && token_list_has(names, "*"))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s '*' stands for no header in requests with credentials; "
		    "list the headers%s",
		    option,
		    strcmp(option, "allow_headers") == 0
			? ", or leave it out to allow those requested"
			: "");
	return 0;
}

/* The only origin of ORIGINS, which are one; NULL when memory ran out. */
static char *
copy_single(const char *origins)
{
	size_t length;
	const char *origin = token_list_next(&origins, &length);

	return strndup(origin, length);
}

static struct cors *
make(const struct gantry_cors_options *options, const char *origins,
    const char *trusted)
{
	struct cors *cors = calloc(1, sizeof(*cors));

	if (cors == NULL)
		return NULL;
	cors->options = options;
	cors->origins = token_list_has(origins, "*") ? NULL : origins;
	cors->trusted = trusted;
	if (cors->origins == NULL || !token_list_is_single(origins))
		return cors;
	cors->single = copy_single(origins);
	if (cors->single != NULL)
		return cors;
	free(cors);
	return NULL;
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
	size_t length;

	if (null_error(state, __func__, "state", error))
		return -1;
	if (setting != NULL && settings != NULL)
		origins = gantry_settings_get(settings, setting);
	if (origins == NULL)
		origins = "*";
	if (trusted != NULL &&
	    token_list_next(&(const char *){ trusted }, &length) == NULL)
		trusted = NULL;
	if (token_list_next(&(const char *){ origins }, &length) == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the list of allowed origins is blank; list the origins, "
		    "or write '*' for any");
	if (check_origins(origins, trusted, error) == -1 ||
	    check_names("allow_headers", given->allow_headers, trusted != NULL,
		error) == -1 ||
	    check_names("expose_headers", given->expose_headers,
		trusted != NULL, error) == -1)
		return -1;
	*state = make(given, origins, trusted);
	return *state != NULL ? 0 : gantry_error_memory(error);
}

void
gantry_cors_close(void *state)
{
	struct cors *cors = state;

	if (cors == NULL)
		return;
	free(cors->single);
	free(cors);
}

/*
 * The value of Access-Control-Allow-Origin for the request; NULL: its origin is
 * not allowed.  If only one origin is allowed, requests without Origin name it,
 * too.
 */
static const char *
find_origin(const struct cors *cors, const struct gantry_request *request)
{
	const char *origin = gantry_request_header(request, "Origin");

	if (cors->origins == NULL)
		return "*";
	if (origin == NULL)
		return cors->single;
	return token_list_has(cors->origins, origin) ? origin : NULL;
}

/* Are credentials allowed for ORIGIN, which is allowed? */
static bool
is_trusted(const struct cors *cors, struct gantry_request *request)
{
	const char *origin = gantry_request_header(request, "Origin");

	return origin != NULL && cors->trusted != NULL &&
	    token_list_has(cors->trusted, origin);
}

/* What the request asks to send; NULL unless these are names of headers. */
static const char *
find_headers(const struct gantry_request *request)
{
	const char *names =
	    gantry_request_header(request, "Access-Control-Request-Headers");

	return names != NULL && header_value_is_valid(names) &&
		is_name_list(names)
	    ? names
	    : NULL;
}

static int
allow_headers(const struct cors *cors, struct gantry_request *request,
    struct gantry_response *response)
{
	const char *headers = cors->options->allow_headers;

	if (headers == NULL) {
		headers = find_headers(request);
		if (gantry_response_vary(
			response, "Access-Control-Request-Headers") == -1)
			return -1;
	}
	return gantry_response_header(response, "Access-Control-Allow-Headers",
	    headers != NULL && *headers != '\0' ? headers : NULL);
}

/* A page of a public network asks for a private one. */
static int
allow_private_network(const struct cors *cors, struct gantry_request *request,
    struct gantry_response *response)
{
	static const char asked[] = "Access-Control-Request-Private-Network";
	const char *value = gantry_request_header(request, asked);

	if (!cors->options->allow_private_network)
		return 0;
	if (gantry_response_vary(response, asked) == -1)
		return -1;
	return value != NULL && strcmp(value, "true") == 0
	    ? gantry_response_header(
		  response, "Access-Control-Allow-Private-Network", "true")
	    : 0;
}

/* A preflight: an OPTIONS that asks for a method. */
static int
answer_preflight(const struct cors *cors, struct gantry_request *request,
    struct gantry_response *response)
{
	const char *methods = gantry_response_get_header(response, "Allow");
	int64_t max_age = cors->options->max_age;
	char seconds[24];

	if (max_age <= 0)
		max_age = max_age == 0 ? MAX_AGE_DEFAULT : 0;
	snprintf(seconds, sizeof(seconds), "%lld", (long long)max_age);
	if (gantry_response_get_header(
		response, "Access-Control-Allow-Methods") == NULL &&
	    gantry_response_header(response, "Access-Control-Allow-Methods",
		methods != NULL ? methods : "GET, HEAD") == -1)
		return -1;
	if (allow_headers(cors, request, response) == -1 ||
	    allow_private_network(cors, request, response) == -1)
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

/* Set what every response to an allowed origin has. */
static int
allow(const struct cors *cors, struct gantry_request *request,
    struct gantry_response *response, const char *origin)
{
	const char *exposed = cors->options->expose_headers;

	if (gantry_response_header(
		response, "Access-Control-Allow-Origin", origin) == -1)
		return -1;
	if (is_trusted(cors, request) &&
	    gantry_response_header(
		response, "Access-Control-Allow-Credentials", "true") == -1)
		return -1;
	return exposed != NULL && *exposed != '\0'
	    ? gantry_response_header(
		  response, "Access-Control-Expose-Headers", exposed)
	    : 0;
}

/* The innermost CORS decides alone, and so does a responder. */
static bool
is_answered(
    struct gantry_request *request, const struct gantry_response *response)
{
	return gantry_request_get(request, ANSWERED) != NULL ||
	    gantry_response_get_header(
		response, "Access-Control-Allow-Origin") != NULL;
}

int
gantry_cors_process_response(struct gantry_request *request,
    struct gantry_response *response, void *state, bool succeeded)
{
	const struct cors *cors = state;
	const char *origin;

	if (process_lacks(request, response, state, __func__))
		return -1;
	origin = find_origin(cors, request);
	if (is_answered(request, response))
		return 0;
	if (gantry_request_set(request, ANSWERED, state) == -1)
		return -1;
	/* The response depends on the origin, also if none was sent. */
	if (cors->origins != NULL &&
	    gantry_response_vary(response, "Origin") == -1)
		return -1;
	if (origin == NULL)
		return 0;
	if (allow(cors, request, response, origin) == -1)
		return -1;
	return succeeded && is_preflight(request)
	    ? answer_preflight(cors, request, response)
	    : 0;
}
