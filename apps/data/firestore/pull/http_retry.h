#ifndef FIRESTORE_PULL_HTTP_RETRY_H
#define FIRESTORE_PULL_HTTP_RETRY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <gantry/error.h>

/*
 * Retries with pauses: random up to a limit that doubles ("full jitter"), so
 * that clients that failed together do not return together, and not before the
 * server's Retry-After.
 *
 *	struct http_retry retry = { .tries = 10 };
 *
 *	while (ask() failed, and that may pass)
 *		if (http_retry_wait(&retry, 0, &error) == -1)
 *			return -1;
 */

struct http_retry {
	unsigned tries; /* in all */
	const atomic_bool *stopped; /* ends a wait; may be NULL */
	unsigned failed; /* tries that failed */
};

/* Is STATUS an error that may pass? */
bool http_retry_is_for(long status);

/*
 * Wait before the next try, at least RETRY_AFTER seconds.  Returns 0, or -1
 * when that was the last try or the server asks to wait too long; ERROR is
 * extended to say so.
 */
int http_retry_wait(
    struct http_retry *retry, long retry_after, struct gantry_error *error);

/* Get the limit of the wait after FAILED tries, in milliseconds. */
int64_t http_retry_limit(unsigned failed);

#endif
