/*
 * Each answer depends on the origin, so caches are told: Vary.
 */
#include <string.h>

#include "firestore/rest/rest_cors.h"

#define SEPARATORS " ,\t"

/* What the SDKs send. */
#define REQUEST_HEADERS                                               \
	"authorization, content-type, google-cloud-resource-prefix, " \
	"x-firebase-appcheck, x-firebase-gmpid, x-goog-api-client, "  \
	"x-goog-api-key, x-goog-request-params, x-server-timeout, "   \
	"x-user-agent"
#define MAX_AGE "7200"

static const char *
next_origin(const char **list, size_t *length)
{
	const char *origin;

	if (*list == NULL)
		return NULL;
	origin = *list + strspn(*list, SEPARATORS);
	*length = strcspn(origin, SEPARATORS);
	*list = origin + *length;
	return *length > 0 ? origin : NULL;
}

/* "https://example.org", "http://localhost:5000": a scheme, then no path. */
static bool
is_origin(const char *origin, size_t length)
{
	const char *colon = memchr(origin, ':', length);
	size_t scheme = colon != NULL ? (size_t)(colon - origin) : 0;

	return scheme > 0 && length > scheme + 3 &&
	    memcmp(colon, "://", 3) == 0 &&
	    memchr(colon + 3, '/', length - scheme - 3) == NULL;
}

int
cors_check(const char *list, struct gantry_error *error)
{
	const char *origin;
	size_t length;

	while ((origin = next_origin(&list, &length)) != NULL)
		if (!(length == 1 && *origin == '*') &&
		    !is_origin(origin, length))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "allowed_origins: '%.*s' is not an origin such as "
			    "https://example.org, without a path",
			    (int)length, origin);
	return 0;
}

/* Is ORIGIN in LIST?  *IS_ANY tells whether only "*" is. */
static bool
is_allowed(const char *list, const char *origin, bool *is_any)
{
	const char *one;
	size_t length;

	*is_any = false;
	while ((one = next_origin(&list, &length)) != NULL) {
		if (length == strlen(origin) &&
		    strncmp(one, origin, length) == 0) {
			*is_any = false;
			return true;
		}
		*is_any = *is_any || (length == 1 && *one == '*');
	}
	return *is_any;
}

static size_t
add(struct gantry_header *headers, size_t count, const char *name,
    const char *value)
{
	headers[count] = (struct gantry_header){ name, value };
	headers[count + 1] = (struct gantry_header){ NULL, NULL };
	return count + 1;
}

size_t
cors_answer(const char *list, const struct gantry_environ *environ,
    struct gantry_header headers[CORS_HEADERS_MAX])
{
	const char *origin = gantry_environ_get(environ, "HTTP_ORIGIN");
	size_t count = add(headers, 0, "Vary", "Origin");
	bool is_any;

	if (origin == NULL || !is_allowed(list, origin, &is_any))
		return count;
	count = add(headers, count, "Access-Control-Allow-Origin",
	    is_any ? "*" : origin);
	if (!is_any)
		count = add(
		    headers, count, "Access-Control-Allow-Credentials", "true");
	return count;
}

size_t
cors_preflight(const char *list, const struct gantry_environ *environ,
    struct gantry_header headers[CORS_HEADERS_MAX])
{
	size_t count = cors_answer(list, environ, headers);

	if (count == 1)
		return count;
	count = add(headers, count, "Access-Control-Allow-Methods",
	    "GET, HEAD, POST, OPTIONS, PATCH, DELETE");
	count = add(
	    headers, count, "Access-Control-Allow-Headers", REQUEST_HEADERS);
	return add(headers, count, "Access-Control-Max-Age", MAX_AGE);
}
