#ifndef MIDDLEWARE_RESPONSE_STORE_H
#define MIDDLEWARE_RESPONSE_STORE_H

#include <gantry/web.h>

/* Copies of responses, found by the target of the request, dropped by age. */

struct stored_response {
	uint64_t hash; /* of the key */
	const char *key;
	/* The request's headers that Vary names; a value may be NULL. */
	struct gantry_header *varied; /* ended by { NULL, NULL } */
	struct gantry_header *headers; /* of the response; likewise */
	const char *body;
	size_t body_length;
	size_t size; /* bytes of memory, this struct included */
	int64_t since; /* clock_milliseconds() */
	struct stored_response *newer; /* of all */
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

/*
 * Store a copy of RESPONSE to REQUEST under KEY, and drop the oldest ones
 * beyond SIZE_MAX bytes.  Nothing is stored when the copy alone is larger than
 * that or memory runs out.
 */
void response_store_add(struct response_store *store, const char *key,
    struct gantry_request *request, const struct gantry_response *response,
    size_t size_max);

/* The newest response for KEY and the headers of REQUEST, or NULL. */
const struct stored_response *response_store_find(
    const struct response_store *store, const char *key,
    struct gantry_request *request);

/* Drop what is older than SINCE, and the oldest beyond SIZE_MAX bytes. */
void response_store_drop(
    struct response_store *store, size_t size_max, int64_t since);

#endif
