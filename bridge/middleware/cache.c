/*
 * The cache of responses.  Each thread has its own, and drops the oldest
 * responses when they take too many bytes.
 */
#include <stdlib.h>
#include <string.h>

#include <gantry/web.h>

#include "base/clock.h"
#include "base/text/token_list.h"
#include "middleware/null_arguments.h"
#include "middleware/response_store.h"

#define SIZE_MAX_DEFAULT (1 << 20)
#define SECONDS_MAX	 (366 * 24 * 3600)
#define HIT                                                               \
	"gantry.cache.hit" /* set on a request that was answered from the \
			      cache */

struct cache {
	const struct gantry_cache_options *options;
	struct response_store store;
	struct gantry_buffer key; /* of the request that is served now */
};

int
gantry_cache_open(const void *options, const struct gantry_settings *settings,
    void **state, struct gantry_error *error)
{
	const struct gantry_cache_options *given = options;
	struct cache *cache;

	(void)settings;
	if (open_lacks(options, state, __func__, error))
		return -1;
	if (given->seconds < 1 || given->seconds > SECONDS_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the cache must keep responses for one second at least, and "
		    "for %d at most",
		    SECONDS_MAX);
	cache = calloc(1, sizeof(*cache));
	if (cache == NULL)
		return gantry_error_memory(error);
	cache->options = given;
	response_store_init(&cache->store);
	*state = cache;
	return 0;
}

void
gantry_cache_close(void *state)
{
	struct cache *cache = state;

	if (cache == NULL)
		return;
	response_store_drop(&cache->store, 0, 0);
	gantry_buffer_clear(&cache->key);
	free(cache);
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

	if (process_lacks(request, response, state, __func__))
		return -1;
	/* Without memory, the responder answers. */
	if (response_key_make(request, &cache->key) != 1)
		return 0;
	response_store_drop(&cache->store, SIZE_MAX,
	    clock_milliseconds() - cache->options->seconds * 1000);
	stored = response_store_find(&cache->store, cache->key.data, request);
	return stored != NULL ? answer(request, response, stored) : 0;
}

/* Does the Cache-Control VALUE, or NULL, forbid to store? */
static bool
forbids(const char *value)
{
	return value != NULL &&
	    (strcasestr(value, "private") != NULL ||
		strcasestr(value, "no-store") != NULL ||
		strcasestr(value, "no-cache") != NULL);
}

/*
 * May the response to REQUEST be stored?  If it is fresh for this client, the
 * responder may have left out the body.
 */
static bool
is_storable(
    struct gantry_request *request, const struct gantry_response *response)
{
	const char *asked = gantry_request_header(request, "Cache-Control");
	const char *vary = gantry_response_get_header(response, "Vary");

	return strcmp(gantry_request_method(request), "GET") == 0 &&
	    strncmp(gantry_response_get_status(response), "200", 3) == 0 &&
	    gantry_response_body(response) != NULL &&
	    gantry_response_error(response) == NULL &&
	    !gantry_response_is_fresh(response) &&
	    gantry_response_get_header(response, "Set-Cookie") == NULL &&
	    (vary == NULL || !token_list_has(vary, "*")) &&
	    (asked == NULL || strcasestr(asked, "no-store") == NULL) &&
	    !forbids(gantry_response_get_header(response, "Cache-Control"));
}

int
gantry_cache_process_response(struct gantry_request *request,
    struct gantry_response *response, void *state, bool succeeded)
{
	struct cache *cache = state;
	size_t limit;

	if (process_lacks(request, response, state, __func__))
		return -1;
	limit = cache->options->size_max;
	/* Without memory, the response is sent but not stored. */
	if (succeeded && gantry_request_get(request, HIT) == NULL &&
	    is_storable(request, response) &&
	    response_key_make(request, &cache->key) == 1)
		response_store_add(&cache->store, cache->key.data, request,
		    response, limit > 0 ? limit : SIZE_MAX_DEFAULT);
	return 0;
}
