#ifndef FIRESTORE_PULL_ERROR_H
#define FIRESTORE_PULL_ERROR_H

#include <jansson.h>
#include <stdbool.h>

#include <gantry/error.h>

/* Firestore's error answers, and what to do about them. */

struct pull_error {
	long code; /* an HTTP status */
	const char *status; /* "NOT_FOUND"; never NULL */
	const char *message; /* never NULL */
};

/* What a message about an error names. */
struct pull_error_context {
	const char *project, *database;
	const char *stale_read_time; /* it is too old; NULL: it is not */
};

/*
 * Find the error in ANSWER, which came with the HTTP status CODE: an object, or
 * an array with an error among its elements.  FOUND borrows from ANSWER.
 * Returns false when there is none.
 */
bool pull_error_find(struct pull_error *found, const json_t *answer, long code);

/*
 * Does FOUND mean that READ_TIME, which may be NULL, is too old?  The status
 * has other meanings, too, so the clock and the message are looked at.
 */
bool pull_error_is_stale(const struct pull_error *found, const char *read_time);

/* Does FOUND mean that the query needs an index that does not exist yet? */
bool pull_error_is_index(const struct pull_error *found);

/* Fill ERROR with the cause and what to do.  Returns -1. */
int pull_error_explain(const struct pull_error *found,
    const struct pull_error_context *context, struct gantry_error *error);

#endif
