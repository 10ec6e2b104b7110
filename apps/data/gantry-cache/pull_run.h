#ifndef GANTRY_CACHE_PULL_RUN_H
#define GANTRY_CACHE_PULL_RUN_H

#include <stdbool.h>

#include "data/cache/projection.h"
#include "data/firestore/pull/pull.h"
#include "data/firestore/selection.h"
#include "data/gantry-cache/indexing/indexing.h"
#include "data/gantry-cache/progress.h"

/* A pull, after the options have been read. */

struct pull_options {
	/*
	 * pull_run fills in the spool, the collections, the progress and
	 * "since".
	 */
	struct firestore_pull_options firestore;
	const char *output; /* the cache */
	const char *place; /* the file that it becomes, see output.h */
	struct selection selection; /* which documents */
	const char *since; /* a field; NULL: read all documents */
	const char *quarantine; /* NULL: what cannot be read is an error */
	bool is_forced; /* the quarantine replaces another file */
	bool allows_empty; /* put a cache without documents in place */
	enum progress_mode mode;
	struct indexing *indexing; /* with "since" as in the existing cache */
	const char **omitted; /* ended by NULL; omissions.h */
	const struct cache_projection *const *projections; /* ended by NULL */
};

/*
 * Pull, publish the cache, and print how many documents it has.  Returns 1 if
 * documents are in quarantine, 0 if not, or -1 with ERROR filled; then the
 * existing cache is unchanged.
 */
int pull_run(struct pull_options *options, struct gantry_error *error);

#endif
