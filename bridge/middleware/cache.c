/*
 * Answers that are given again.  Each thread keeps its own, and lets go of the
 * oldest when there are too many bytes.
 */
#include <stdlib.h>
#include <string.h>

#include <gantry/web.h>

#include "base/clock.h"
#include "middleware/response_store.h"
#include "middleware/token_list.h"

#define SIZE_MAX_DEFAULT (1 << 20)
#define HIT		 "gantry.cache.hit" /* set for what was kept */

struct cache {
	const struct gantry_cache_options *options;
	struct response_store answers;
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
		return gantry_error_memory(error);
	cache->options = given;
	*state = cache;
	return 0;
}

void
gantry_cache_close(void *state)
{
	struct cache *cache = state;

	kept_drop(&cache->answers, 0, 0);
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

/*
 * What was asked for, as the application sees it: the path besides the URL,
 * from which a web server may have led elsewhere, and Host as it was sent, of
 * which the URL has only what is one.  NULL when memory ran out.
 */
static const char *
find_target(struct gantry_request *request)
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

/* Headers as they were kept, in the place of any that were set since. */
static int
give_headers(
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

/* Give what was kept. */
static int
give(struct gantry_request *request, struct gantry_response *response,
    const struct stored_response *kept)
{
	const char *age = gantry_environ_format(gantry_request_environ(request),
	    "%lld", (long long)(clock_milliseconds() - kept->since) / 1000);

	if (age == NULL ||
	    gantry_response_data(response, "application/octet-stream",
		kept->body, kept->body_length) == -1 ||
	    give_headers(response, kept->headers) == -1 ||
	    gantry_response_header(response, "Age", age) == -1 ||
	    gantry_request_set(request, HIT, (void *)kept) == -1)
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
	const struct stored_response *kept;
	const char *target;

	if (!is_anyones(request))
		return 0;
	target = find_target(request);
	if (target == NULL)
		return -1;
	kept_drop(&cache->answers, SIZE_MAX,
	    clock_milliseconds() - cache->options->seconds * 1000);
	kept = kept_find(&cache->answers, target, request);
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
	const char *target;

	if (!succeeded || strcmp(gantry_request_method(request), "GET") != 0 ||
	    !is_anyones(request) || !is_keepable(response) ||
	    gantry_request_get(request, HIT) != NULL)
		return 0;
	target = find_target(request);
	/* The answer is right without being kept. */
	if (target != NULL)
		response_store_add(&cache->answers, target, request, response,
		    limit > 0 ? limit : SIZE_MAX_DEFAULT);
	return 0;
}
