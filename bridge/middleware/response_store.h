#ifndef MIDDLEWARE_RESPONSE_STORE_H
#define MIDDLEWARE_RESPONSE_STORE_H

#include <gantry/web.h>

/*
 * Copies of responses, found by the target of the request.  Whether a stored
 * response may be used is for the cache to decide.
 */

/* What the cache keeps with a response. */
struct stored_facts {
	int64_t since; /* clock_milliseconds() when its age was 0 */
	int64_t lifetime; /* seconds (RFC 9111 section 4.2.1) */
	int64_t received; /* seconds since 1970 */
	bool must_revalidate; /* it must not be used when stale */
	uint32_t counter, count; /* see invalidation.h */
};

struct stored_response {
	uint64_t hash; /* of the key */
	const char *key;
	/* The request's headers that Vary names; a value may be NULL. */
	struct gantry_header *varied; /* ended by { NULL, NULL } */
	struct gantry_header *headers; /* of the response; likewise */
	const char *status;
	const char *body;
	size_t body_length;
	size_t size; /* bytes of memory, this struct included */
	struct stored_facts facts;
	struct stored_response *older, *newer; /* of all */
	struct stored_response *next; /* of its list */
};

#define RESPONSE_STORE_LISTS 1024 /* a power of 2 */

struct response_store {
	uint64_t seed; /* keeps clients from choosing keys of one list */
	struct stored_response *oldest, *newest;
	struct stored_response
	    *lists[RESPONSE_STORE_LISTS]; /* by hash, the newest first */
	size_t size; /* of all */
};

/*
 * Write the key of REQUEST to KEY, with a final NUL: all that tells its
 * resource apart, except for the headers that Vary names.  Returns 1; 0 if no
 * response to REQUEST may be shared, because it has credentials, says who the
 * client is, has a body, or is neither GET nor HEAD; or -1 if memory ran out.
 */
int response_key_make(
    struct gantry_request *request, struct gantry_buffer *key);

/* Begin an empty store. */
void response_store_init(struct response_store *store);

/* What is stored. */
struct storable {
	const char *key;
	struct gantry_request *request;
	const struct gantry_response *response;
	struct stored_facts facts;
};

/*
 * Store a copy, in the place of the one that would have answered the same
 * request, and drop the oldest ones beyond SIZE_MAX bytes.  Nothing is stored
 * when the copy alone is larger than that or memory runs out.
 */
void response_store_add(struct response_store *store,
    const struct storable *storable, size_t size_max);

/*
 * The newest response for KEY and the headers of REQUEST, or NULL.  It is valid
 * until the next call of add, drop or trim.
 */
struct stored_response *response_store_find(const struct response_store *store,
    const char *key, const struct gantry_request *request);

void response_store_drop(
    struct response_store *store, struct stored_response *stored);

/*
 * Answer REQUEST with STORED, which is AGE milliseconds old, in the place of
 * what was begun, and complete the response.  Returns 0, or -1 with the
 * response failed: 416, or memory ran out.
 */
int cached_answer(struct gantry_request *request,
    struct gantry_response *response, const struct stored_response *stored,
    int64_t age);

/* Drop the oldest responses beyond SIZE_MAX bytes. */
void response_store_trim(struct response_store *store, size_t size_max);

#endif
