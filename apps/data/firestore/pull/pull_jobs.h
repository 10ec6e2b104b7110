#ifndef FIRESTORE_PULL_JOBS_H
#define FIRESTORE_PULL_JOBS_H

#include <stdatomic.h>
#include <stdint.h>

#include "data/firestore/pull/pull_call.h"
#include "data/firestore/spool/spool.h"

/* The threads that read the parts of a spool. */
struct pull_jobs {
	/* Set by the caller. */
	const struct pull_target *target;
	struct spool *spool;
	unsigned count; /* how many threads */
	atomic_bool *stopped; /* set after a failure: no more pages are read */
	/* Called under a lock, by any thread; may be NULL. */
	void (*progress)(void *argument, uint64_t documents, size_t done,
	    size_t collections);
	void *argument; /* of progress */
	/* Set by pull_jobs_run. */
	uint64_t read; /* documents */
};

/*
 * Read what the spool does not have yet.  When a thread fails, the others stop
 * after their current page.  Returns 0, or -1 with ERROR filled.
 */
int pull_jobs_run(struct pull_jobs *jobs, struct gantry_error *error);

#endif
