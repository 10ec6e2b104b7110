#ifndef SERVE_WORKER_SHARING_H
#define SERVE_WORKER_SHARING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "serve/observe/master_page.h"

/*
 * Which connections a worker that serves passes to others of its pool, by way
 * of the master, which gives each to a worker with a free thread and few
 * connections.  There are two reasons:
 *
 * Many connections come at the same time.  The worker that the kernel wakes
 * first would accept most of them before the others run.
 *
 * All threads of this worker have requests, and another request comes on an
 * idle connection.  Another worker may answer it at once.
 */

struct sharing {
	int64_t tried; /* when waiting connections were passed last */
	uint64_t fetched; /* for thread_pool_was_busy */
	int64_t refilled; /* clock_milliseconds(), */
	int allowance; /* new connections that may be passed then */
};

/*
 * Is a new connection to be passed by a worker that has COUNT already?  AWAKE:
 * it has not waited for events since it accepted the one before.  If so, it is
 * counted.
 */
bool sharing_passes_new(struct sharing *sharing,
    const struct master_page_pool *pool, size_t count, bool awake);

/* How many connections with a waiting request to pass NOW, up to MOST. */
size_t sharing_passes_waiting(struct sharing *sharing,
    const struct master_page_pool *pool, size_t most, int64_t now);

#endif
