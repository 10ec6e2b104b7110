#ifndef FIRESTORE_PULL_ERROR_H
#define FIRESTORE_PULL_ERROR_H

#include <jansson.h>

#include <gantry/error.h>

#include "data/firestore/pull/pull_call.h"

/* What Firestore says when it does not answer, and what to do about it. */

struct pull_refusal {
	long code; /* an HTTP status */
	const char *status; /* "NOT_FOUND"; never NULL */
	const char *message; /* never NULL */
};

/*
 * The error in ANSWER, which came with the HTTP status CODE: an object, or an
 * array with one among its elements.  REFUSAL borrows from ANSWER.  Returns
 * false when there is none.
 */
bool pull_error_find(
    struct pull_refusal *refusal, const json_t *answer, long code);

/*
 * Is REFUSAL because READ_TIME, which may be NULL, is too far back?  The same
 * status has other meanings, so that the clock and the message are asked too.
 */
bool pull_error_is_stale(
    const struct pull_refusal *refusal, const char *read_time);

/*
 * Is REFUSAL because the query needs an index that is not there, or not yet?
 */
bool pull_error_is_index(const struct pull_refusal *refusal);

/* Say why, and what to do.  Returns -1. */
int pull_error_explain(const struct pull_refusal *refusal,
    const struct pull_caller *caller, struct gantry_error *error);

#endif
