/*
 * The cache of responses (RFC 9111), a shared one.  Each thread has its own
 * store; an unsafe request invalidates in all of them.
 *
 * The application is behind it in the same process, so a response that needs
 * validation is not worth keeping: the application answers the request itself.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <gantry/clock.h>
#include <gantry/web.h>

#include "base/clock.h"
#include "base/text/token_list.h"
#include "middleware/cache_control.h"
#include "middleware/freshness.h"
#include "middleware/invalidation.h"
#include "middleware/null_arguments.h"
#include "middleware/response_store.h"

#define SIZE_MAX_DEFAULT (1 << 20)
#define SECONDS_MAX	 (366 * 24 * 3600)

/* What is kept with the request, and the name that it is kept under. */
#define EXCHANGE "gantry.cache"
struct exchange {
	int64_t since; /* clock_milliseconds() of the request */
	uint32_t counter, count; /* see invalidation.h */
	bool is_hit; /* it was answered from a cache */
};

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
	if (invalidation_open(error) == -1)
		return -1;
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
	response_store_trim(&cache->store, 0);
	gantry_buffer_clear(&cache->key);
	free(cache);
}

/* The response to the request, or NULL.  AGE is in milliseconds. */
static const struct stored_response *
find(struct cache *cache, struct gantry_request *request,
    const struct cache_control *control, int64_t *age)
{
	struct stored_response *stored =
	    response_store_find(&cache->store, cache->key.data, request);

	if (stored == NULL)
		return NULL;
	if (invalidation_count(stored->facts.counter) != stored->facts.count) {
		response_store_drop(&cache->store, stored);
		return NULL;
	}
	*age = clock_milliseconds() - stored->facts.since;
	return freshness_allows(stored, *age, control) ? stored : NULL;
}

/* What is kept with the request; NULL: there was none, and memory ran out. */
static struct exchange *
begin_exchange(struct gantry_request *request)
{
	struct exchange *exchange = gantry_request_get(request, EXCHANGE);

	if (exchange != NULL)
		return exchange;
	exchange = gantry_environ_alloc(
	    gantry_request_environ(request), sizeof(*exchange));
	if (exchange == NULL)
		return NULL;
	*exchange = (struct exchange){ .since = clock_milliseconds() };
	if (invalidation_find(request, &exchange->counter) == -1 ||
	    gantry_request_set(request, EXCHANGE, exchange) == -1)
		return NULL;
	exchange->count = invalidation_count(exchange->counter);
	return exchange;
}

static bool
is_read(const struct gantry_request *request)
{
	const char *method = gantry_request_method(request);

	return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
}

/* Conditions that only an origin server may evaluate (section 4.3.2). */
static bool
has_origin_condition(const struct gantry_request *request)
{
	return gantry_request_header(request, "If-Match") != NULL ||
	    gantry_request_header(request, "If-Unmodified-Since") != NULL;
}

int
gantry_cache_process_resource(struct gantry_request *request,
    struct gantry_response *response, void *state)
{
	const struct stored_response *stored = NULL;
	struct exchange *exchange = NULL;
	struct cache_control control;
	struct cache *cache = state;
	int64_t age;

	if (process_lacks(request, response, state, __func__))
		return -1;
	if (!is_read(request))
		return 0;
	cache_control_parse(
	    &control, gantry_request_header(request, "Cache-Control"));
	/* Without memory, the responder answers. */
	if (response_key_make(request, &cache->key) == 1)
		exchange = begin_exchange(request);
	if (exchange != NULL && !has_origin_condition(request))
		stored = find(cache, request, &control, &age);
	if (stored != NULL) {
		exchange->is_hit = true;
		return cached_answer(request, response, stored, age);
	}
	if (control.only_if_cached)
		return gantry_response_fail(response, GANTRY_504,
		    "The cache has no response, and only-if-cached does not "
		    "allow to make one.");
	return 0;
}

/* Is there a body in memory, or none at all? */
static bool
has_storable_body(struct gantry_response *response)
{
	if (gantry_response_body(response) != NULL)
		return true;
	/* NULL for a file or a stream. */
	if (gantry_response_buffer(response) == NULL)
		return false;
	/* An empty body must look like none. */
	return gantry_response_get_header(response, "Content-Type") != NULL ||
	    gantry_response_type(response, "text/plain; charset=utf-8") == 0;
}

/*
 * A part, or the refusal of a condition or a range: the response is to what
 * this client asked beside the target, and neither the key nor Vary has that.
 */
static bool
is_conditional(const char *status)
{
	static const char codes[][4] = { "206", "304", "412", "416" };
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strncmp(status, codes[i], 3) == 0)
			return true;
	return false;
}

/* RFC 9111 section 3, except for the freshness lifetime. */
static bool
allows_to_store(
    const struct gantry_response *response, const struct cache_control *control)
{
	const char *status = gantry_response_get_status(response);
	const char *vary = gantry_response_get_header(response, "Vary");
	const bool is_understood = freshness_understands(status);

	if (control->must_understand ? !is_understood : control->no_store)
		return false;
	return !control->no_cache && !control->is_private &&
	    !is_conditional(status) &&
	    (vary == NULL || !token_list_has(vary, "*"));
}

/*
 * May the response to REQUEST be stored?  If it is fresh for this client, the
 * responder may have left out the body.  The document of a failure has the id
 * of its request.
 */
static bool
is_storable(struct gantry_request *request, struct gantry_response *response,
    const struct cache_control *control)
{
	const char *value =
	    gantry_response_get_header(response, "Cache-Control");
	struct cache_control asked;

	cache_control_parse(
	    &asked, gantry_request_header(request, "Cache-Control"));
	return !asked.no_store && allows_to_store(response, control) &&
	    gantry_response_error(response) == NULL &&
	    !gantry_response_is_fresh(response) &&
	    (gantry_response_get_header(response, "Set-Cookie") == NULL ||
		cache_control_omits(value, "Set-Cookie")) &&
	    has_storable_body(response);
}

static void
store(struct cache *cache, struct gantry_request *request,
    struct gantry_response *response, const struct exchange *exchange)
{
	const int64_t now = clock_milliseconds();
	const size_t limit = cache->options->size_max;
	struct storable storable = { .request = request, .response = response };
	struct cache_control control;
	int64_t lifetime;

	cache_control_parse(
	    &control, gantry_response_get_header(response, "Cache-Control"));
	lifetime =
	    freshness_lifetime(response, &control, cache->options->seconds);
	if (lifetime == 0 || !is_storable(request, response, &control) ||
	    response_key_make(request, &cache->key) != 1)
		return;
	storable.key = cache->key.data;
	storable.facts = (struct stored_facts){
		.since = now - freshness_age(response, now - exchange->since),
		.lifetime = lifetime,
		.received = gantry_clock_seconds(),
		.must_revalidate = control.must_revalidate ||
		    control.s_maxage != CACHE_CONTROL_NONE,
		.counter = exchange->counter,
		.count = exchange->count,
	};
	response_store_add(
	    &cache->store, &storable, limit > 0 ? limit : SIZE_MAX_DEFAULT);
}

/* Is the header NAME of RESPONSE, if it has one, that of STORED? */
static bool
is_unchanged(const struct gantry_response *response,
    const struct stored_response *stored, const char *name)
{
	const char *value = gantry_response_get_header(response, name);
	const struct gantry_header *header;

	for (header = stored->headers; header->name != NULL; header++)
		if (strcasecmp(header->name, name) == 0)
			return value == NULL ||
			    strcmp(value, header->value) == 0;
	return value == NULL;
}

/*
 * The application answered HEAD.  Drop the stored response to GET if that is
 * another version (section 4.3.5).
 */
static void
compare_head(struct cache *cache, struct gantry_request *request,
    const struct gantry_response *response)
{
	const struct gantry_buffer *body = gantry_response_body(response);
	struct stored_response *stored;

	if (strncmp(gantry_response_get_status(response), "200", 3) != 0 ||
	    response_key_make(request, &cache->key) != 1)
		return;
	stored = response_store_find(&cache->store, cache->key.data, request);
	if (stored == NULL ||
	    (is_unchanged(response, stored, "ETag") &&
		is_unchanged(response, stored, "Last-Modified") &&
		(body == NULL || body->length == 0 ||
		    body->length == stored->body_length)))
		return;
	response_store_drop(&cache->store, stored);
}

/* RFC 9110 section 9.2.1; a method that is not known may be unsafe. */
static bool
is_safe(const struct gantry_request *request)
{
	const char *method = gantry_request_method(request);

	return is_read(request) || strcmp(method, "OPTIONS") == 0 ||
	    strcmp(method, "TRACE") == 0;
}

int
gantry_cache_process_response(struct gantry_request *request,
    struct gantry_response *response, void *state, bool succeeded)
{
	const struct exchange *exchange;
	const char *status;

	if (process_lacks(request, response, state, __func__))
		return -1;
	exchange = gantry_request_get(request, EXCHANGE);
	status = gantry_response_get_status(response);
	/* An error handler may have made a success of a failure. */
	if (!is_safe(request)) {
		if (*status == '2' || *status == '3')
			invalidation_apply(request, response);
		return 0;
	}
	if (!succeeded || exchange == NULL || exchange->is_hit)
		return 0;
	/* Without memory, the response is sent but not stored. */
	if (strcmp(gantry_request_method(request), "GET") == 0)
		store(state, request, response, exchange);
	else
		compare_head(state, request, response);
	return 0;
}
