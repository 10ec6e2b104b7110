#ifndef FIRESTORE_PULL_JOBS_H
#define FIRESTORE_PULL_JOBS_H

#include <stdatomic.h>

#include "data/firestore/pull/pull.h"
#include "data/firestore/pull/pull_call.h"
#include "data/firestore/spool/spool.h"

/* A pull under way. */
struct pull {
	const struct firestore_pull_options *options;
	struct pull_target target;
	struct spool spool;
	uint64_t read; /* documents, by this process */
	atomic_bool stopped; /* by a failure: no more pages are asked for */
};

/*
 * Read what the spool does not have yet, several collections at a time.  When
 * one fails, the others end with the page that they are at.
 */
int pull_run_jobs(struct pull *pull, struct gantry_error *error);

#endif
