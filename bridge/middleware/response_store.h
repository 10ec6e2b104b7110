#ifndef MIDDLEWARE_RESPONSE_STORE_H
#define MIDDLEWARE_RESPONSE_STORE_H

#include <gantry/web.h>

/* Answers that are kept: found by what was asked for, and let go by age. */

struct stored_response {
	uint64_t hash; /* of the target */
	const char *target; /* what was asked for */
	/* The request's headers that Vary names; a value may be NULL. */
	struct gantry_header *varied; /* ended by { NULL, NULL } */
	struct gantry_header *headers; /* of the answer; likewise */
	const char *body;
	size_t body_length;
	size_t size; /* bytes that it costs, itself included */
	int64_t since; /* on clock_milliseconds() */
	struct stored_response *newer; /* of all */
	struct stored_response *next; /* of those with a like hash */
};

#define RESPONSE_STORE_LISTS 1024 /* a power of 2 */

/* Empty when zero. */
struct response_store {
	struct stored_response *oldest, *newest;
	struct stored_response
	    *lists[RESPONSE_STORE_LISTS]; /* by hash, the newest first */
	size_t size; /* of all */
};

/*
 * Keep a copy of RESPONSE to REQUEST for TARGET, unless it alone is larger than
 * SIZE_MAX bytes, to which the others make room, the oldest first; or memory
 * runs out.
 */
void response_store_add(struct response_store *answers, const char *target,
    struct gantry_request *request, const struct gantry_response *response,
    size_t size_max);

/* The newest one for TARGET with the headers of REQUEST, or NULL. */
const struct stored_response *kept_find(const struct response_store *answers,
    const char *target, struct gantry_request *request);

/* Free what is older than SINCE, and the oldest beyond SIZE_MAX bytes. */
void kept_drop(struct response_store *answers, size_t size_max, int64_t since);

#endif
