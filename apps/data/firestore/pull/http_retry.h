#ifndef FIRESTORE_PULL_HTTP_RETRY_H
#define FIRESTORE_PULL_HTTP_RETRY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <gantry/error.h>

/*
 * How often to try, and how long to wait in between: at random up to a limit
 * that doubles ("full jitter"), so that those whom one failure hit do not all
 * come back at once; and not before the server wishes.
 *
 *	struct http_retry retry = { .tries = 10 };
 *
 *	while (ask() failed, and that may pass)
 *		if (http_retry_wait(&retry, 0, &error) == -1)
 *			return -1;
 */

struct http_retry {
	unsigned tries; /* in all */
	const atomic_bool *stopped; /* ends the waiting; may be NULL */
	unsigned failed; /* tries that did */
};

/* Is STATUS one that may pass by itself? */
bool http_retry_is_for(long status);

/*
 * Wait before the next try, at least RETRY_AFTER seconds.  Returns 0, or -1
 * when that was the last one, or the server asks for more patience than it
 * gets; ERROR then says so besides what it said before.
 */
int http_retry_wait(
    struct http_retry *retry, long retry_after, struct gantry_error *error);

/* The limit of the wait after FAILED tries, in milliseconds. */
int64_t http_retry_limit(unsigned failed);

#endif
