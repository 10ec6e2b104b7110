/*
 * The cache of responses.  Each thread has its own, and drops the oldest
 * responses when they take too many bytes.
 */
#include <stdlib.h>
#include <string.h>

#include <gantry/web.h>

#include "base/clock.h"
#include "base/text/token_list.h"
#include "middleware/response_store.h"

#define SIZE_MAX_DEFAULT (1 << 20)
#define HIT                                                               \
	"gantry.cache.hit" /* set on a request that was answered from the \
			      cache */

struct cache {
	const struct gantry_cache_options *options;
	struct response_store store;
};

int
gantry_cache_open(const void *options, const struct gantry_settings *settings,
    void **state, struct gantry_error *error)
{
	const struct gantry_cache_options *given = options;
	struct cache *cache;

	(void)settings;
	if (given->seconds < 1)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the cache must keep responses for at least one second");
	cache = calloc(1, sizeof(*cache));
	if (cache == NULL)
		return gantry_error_memory(error);
	cache->options = given;
	*state = cache;
	return 0;
}

void
gantry_cache_close(void *state)
{
	struct cache *cache = state;

	response_store_drop(&cache->store, 0, 0);
	free(cache);
}

/* May the response to REQUEST be shared between clients? */
static bool
is_shareable(struct gantry_request *request)
{
	const char *method = gantry_request_method(request);

	return (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0) &&
	    gantry_request_header(request, "Authorization") == NULL &&
	    gantry_request_header(request, "Cookie") == NULL;
}

/*
 * The key of REQUEST: what the application sees of its key.  The path is
 * there besides the URL, since the web server may have rewritten it, and so is
 * Host, since the URL leaves out an invalid one.  NULL when memory ran out.
 */
static const char *
make_key(struct gantry_request *request)
{
	struct gantry_environ *environ = gantry_request_environ(request);
	const char *host = gantry_request_header(request, "Host");
	const char *url = gantry_request_url(request);

	if (url == NULL)
		return NULL;
	return gantry_environ_format(environ, "%s\n%s\n%s\n%s", url,
	    host != NULL ? host : "", gantry_request_path(request),
	    gantry_environ_get(environ, "QUERY_STRING"));
}

/* Set the stored headers, in the place of any that were set since. */
static int
set_headers(
    struct gantry_response *response, const struct gantry_header *headers)
{
	const struct gantry_header *header;

	for (header = headers; header->name != NULL; header++)
		gantry_response_header(response, header->name, NULL);
	for (header = headers; header->name != NULL; header++)
		if (gantry_response_append(
			response, header->name, header->value) == -1)
			return -1;
	return 0;
}

/* Answer with a stored response. */
static int
answer(struct gantry_request *request, struct gantry_response *response,
    const struct stored_response *stored)
{
	const char *age = gantry_environ_format(gantry_request_environ(request),
	    "%lld", (long long)(clock_milliseconds() - stored->since) / 1000);

	if (age == NULL ||
	    gantry_response_data(response, "application/octet-stream",
		stored->body, stored->body_length) == -1 ||
	    set_headers(response, stored->headers) == -1 ||
	    gantry_response_header(response, "Age", age) == -1 ||
	    gantry_request_set(request, HIT, (void *)stored) == -1)
		return -1;
	gantry_response_status(response, GANTRY_200);
	gantry_response_complete(response);
	return 0;
}

int
gantry_cache_process_resource(struct gantry_request *request,
    struct gantry_response *response, void *state)
{
	struct cache *cache = state;
	const struct stored_response *stored;
	const char *key;

	if (!is_shareable(request))
		return 0;
	key = make_key(request);
	if (key == NULL)
		return -1;
	response_store_drop(&cache->store, SIZE_MAX,
	    clock_milliseconds() - cache->options->seconds * 1000);
	stored = response_store_find(&cache->store, key, request);
	return stored != NULL ? answer(request, response, stored) : 0;
}

/* May RESPONSE be stored? */
static bool
is_storable(const struct gantry_response *response)
{
	const char *control =
	    gantry_response_get_header(response, "Cache-Control");
	const char *vary = gantry_response_get_header(response, "Vary");

	return strncmp(gantry_response_get_status(response), "200", 3) == 0 &&
	    gantry_response_body(response) != NULL &&
	    gantry_response_get_header(response, "Set-Cookie") == NULL &&
	    (vary == NULL || !token_list_has(vary, "*")) &&
	    (control == NULL ||
		(strcasestr(control, "private") == NULL &&
		    strcasestr(control, "no-store") == NULL &&
		    strcasestr(control, "no-cache") == NULL));
}

int
gantry_cache_process_response(struct gantry_request *request,
    struct gantry_response *response, void *state, bool succeeded)
{
	struct cache *cache = state;
	size_t limit = cache->options->size_max;
	const char *key;

	if (!succeeded || strcmp(gantry_request_method(request), "GET") != 0 ||
	    !is_shareable(request) || !is_storable(response) ||
	    gantry_request_get(request, HIT) != NULL)
		return 0;
	key = make_key(request);
	/* Without memory the response is sent, but not stored. */
	if (key != NULL)
		response_store_add(&cache->store, key, request, response,
		    limit > 0 ? limit : SIZE_MAX_DEFAULT);
	return 0;
}
