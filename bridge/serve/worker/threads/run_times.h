#ifndef SERVE_WORKER_RUN_TIMES_H
#define SERVE_WORKER_RUN_TIMES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gantry/error.h"

/*
 * How long the requests of each mount take a thread: a moving average that
 * rises at once and falls slowly.  Threads share it without a lock; a lost
 * update does no harm.
 */

struct run_times {
	atomic_int_least64_t *averages; /* microseconds */
	size_t count;
};

/* All of the COUNT mounts are long first.  Returns 0, or -1 with ERROR. */
int run_times_init(
    struct run_times *times, size_t count, struct gantry_error *error);
void run_times_clear(struct run_times *times);

/* Is a request of MOUNT worth waking another thread? */
bool run_times_is_long(const struct run_times *times, size_t mount);

/* A request of MOUNT took so long. */
void run_times_add(struct run_times *times, size_t mount, int64_t microseconds);

#endif
