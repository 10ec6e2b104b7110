/*
 * Answers that are given again.  Each thread keeps its own, the newest first,
 * and lets go of the oldest when there are too many bytes.
 */
#include <stdlib.h>
#include <string.h>

#include <gantry/web.h>

#include "base/clock.h"
#include "middleware/kept.h"
#include "middleware/words.h"

#define SIZE_MAX_DEFAULT (1 << 20)
#define HIT		 "gantry.cache.hit" /* set for what was kept */

struct cache {
	const struct gantry_cache_options *options;
	struct kept *newest;
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
		    "answers are kept for one second or more");
	cache = calloc(1, sizeof(*cache));
	if (cache == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	cache->options = given;
	*state = cache;
	return 0;
}

void
gantry_cache_close(void *state)
{
	struct cache *cache = state;

	kept_drop(&cache->newest, 0, 0);
	free(cache);
}

/* May an answer to REQUEST be anyone's? */
static bool
is_anyones(struct gantry_request *request)
{
	const char *method = gantry_request_method(request);

	return (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0) &&
	    gantry_request_header(request, "Authorization") == NULL &&
	    gantry_request_header(request, "Cookie") == NULL;
}

/* Give what was kept. */
static int
give(struct gantry_request *request, struct gantry_response *response,
    const struct kept *kept)
{
	const struct gantry_header *header;
	const char *age = gantry_environ_format(gantry_request_environ(request),
	    "%lld", (long long)(clock_milliseconds() - kept->since) / 1000);

	if (age == NULL ||
	    gantry_buffer_add(gantry_response_buffer(response), kept->body,
		kept->body_length) == -1)
		return -1;
	for (header = kept->headers; header->name != NULL; header++)
		if (gantry_response_append(
			response, header->name, header->value) == -1)
			return -1;
	if (gantry_response_header(response, "Age", age) == -1 ||
	    gantry_request_set(request, HIT, (void *)kept) == -1)
		return -1;
	gantry_response_complete(response);
	return 0;
}

int
gantry_cache_process_resource(struct gantry_request *request,
    struct gantry_response *response, void *state)
{
	struct cache *cache = state;
	const struct kept *kept;
	const char *target;

	if (!is_anyones(request))
		return 0;
	target = gantry_request_url(request);
	if (target == NULL)
		return -1;
	kept_drop(&cache->newest, SIZE_MAX,
	    clock_milliseconds() - cache->options->seconds * 1000);
	kept = kept_find(cache->newest, target, request);
	return kept != NULL ? give(request, response, kept) : 0;
}

/* May RESPONSE be kept? */
static bool
is_keepable(const struct gantry_response *response)
{
	const char *control =
	    gantry_response_get_header(response, "Cache-Control");
	const char *vary = gantry_response_get_header(response, "Vary");

	return strncmp(gantry_response_get_status(response), "200", 3) == 0 &&
	    gantry_response_body(response) != NULL &&
	    gantry_response_get_header(response, "Set-Cookie") == NULL &&
	    (vary == NULL || !words_has(vary, "*")) &&
	    (control == NULL ||
		(strstr(control, "private") == NULL &&
		    strstr(control, "no-store") == NULL &&
		    strstr(control, "no-cache") == NULL));
}

int
gantry_cache_process_response(struct gantry_request *request,
    struct gantry_response *response, void *state, bool succeeded)
{
	struct cache *cache = state;
	size_t limit = cache->options->size_max;
	struct kept *kept;
	const char *target;

	if (!succeeded || strcmp(gantry_request_method(request), "GET") != 0 ||
	    !is_anyones(request) || !is_keepable(response) ||
	    gantry_request_get(request, HIT) != NULL)
		return 0;
	if (limit == 0)
		limit = SIZE_MAX_DEFAULT;
	target = gantry_request_url(request);
	kept = target != NULL ? kept_new(target, request, response) : NULL;
	/* The answer is right without being kept. */
	if (kept == NULL)
		return 0;
	kept->next = cache->newest;
	cache->newest = kept;
	kept_drop(&cache->newest, limit, 0);
	return 0;
}
