#ifndef MIDDLEWARE_RESPONSE_STORE_H
#define MIDDLEWARE_RESPONSE_STORE_H

#include <gantry/web.h>

/* Answers that are kept: found by what was asked for, and let go by age. */

struct kept {
	uint64_t hash; /* of the target */
	const char *target; /* what was asked for */
	/* The request's headers that Vary names; a value may be NULL. */
	struct gantry_header *varied; /* ended by { NULL, NULL } */
	struct gantry_header *headers; /* of the answer; likewise */
	const char *body;
	size_t body_length;
	size_t size; /* bytes that it costs, itself included */
	int64_t since; /* on clock_milliseconds() */
	struct kept *newer; /* of all */
	struct kept *next; /* of those with a like hash */
};

#define KEPT_LISTS 1024 /* a power of 2 */

/* Empty when zero. */
struct kept_answers {
	struct kept *oldest, *newest;
	struct kept *lists[KEPT_LISTS]; /* by hash, the newest first */
	size_t size; /* of all */
};

/*
 * Keep a copy of RESPONSE to REQUEST for TARGET, unless it alone is larger than
 * SIZE_MAX bytes, to which the others make room, the oldest first; or memory
 * runs out.
 */
void kept_add(struct kept_answers *answers, const char *target,
    struct gantry_request *request, const struct gantry_response *response,
    size_t size_max);

/* The newest one for TARGET with the headers of REQUEST, or NULL. */
const struct kept *kept_find(const struct kept_answers *answers,
    const char *target, struct gantry_request *request);

/* Free what is older than SINCE, and the oldest beyond SIZE_MAX bytes. */
void kept_drop(struct kept_answers *answers, size_t size_max, int64_t since);

#endif
