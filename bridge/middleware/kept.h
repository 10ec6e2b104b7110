#ifndef MIDDLEWARE_KEPT_H
#define MIDDLEWARE_KEPT_H

#include <gantry/web.h>

#include "base/arena.h"

/* Answers that are kept, a list with the newest first. */

struct kept {
	struct arena arena; /* of all that it has */
	const char *target; /* what was asked for */
	/* The request's headers that Vary names; a value may be NULL. */
	struct gantry_header *varied; /* ended by { NULL, NULL } */
	struct gantry_header *headers; /* of the answer; likewise */
	const char *body;
	size_t body_length;
	size_t size; /* bytes that it costs, roughly */
	int64_t since; /* on clock_milliseconds() */
	struct kept *next;
};

/* A copy of RESPONSE to REQUEST for TARGET; NULL when memory ran out. */
struct kept *kept_new(const char *target, struct gantry_request *request,
    const struct gantry_response *response);

/* The one for TARGET with the headers of REQUEST, or NULL. */
const struct kept *kept_find(const struct kept *newest, const char *target,
    struct gantry_request *request);

/* Free what is older than SINCE, and the oldest beyond SIZE_MAX bytes. */
void kept_drop(struct kept **newest, size_t size_max, int64_t since);

#endif
