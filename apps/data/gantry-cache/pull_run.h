#ifndef GANTRY_CACHE_PULL_RUN_H
#define GANTRY_CACHE_PULL_RUN_H

#include "data/cache/projection.h"
#include "data/firestore/pull/pull.h"
#include "data/gantry-cache/progress.h"

/* A pull, once it is known what is wanted. */

struct pull_wishes {
	/* The spool, the progress and what it goes on from are filled in. */
	struct firestore_pull_options firestore;
	const char *output; /* the cache */
	const char *since; /* a field; NULL: all documents are read */
	enum progress_mode mode;
	const struct cache_projection *const *projections; /* ended by NULL */
};

/*
 * Pull, publish the cache, and print how many documents it were.  0, or -1: the
 * cache that was there is as it was.
 */
int pull_run(struct pull_wishes *wishes, struct gantry_error *error);

#endif
