#ifndef GANTRY_CACHE_PULL_BASE_H
#define GANTRY_CACHE_PULL_BASE_H

#include "data/cache/build/merge.h"
#include "data/cache/build/previous.h"
#include "data/cache/build/quarantine.h"
#include "data/cache/cache.h"
#include "data/firestore/spool/since.h"
#include "data/gantry-cache/omission/omissions.h"

/* The cache that a pull continues from and then replaces. */

struct pull_base {
	struct db *db; /* open for the whole pull, so that it stays one file */
	char generation[CACHE_GENERATION_SIZE];
	struct previous_cache past;
	struct firestore_since since; /* borrows from the members above */
	struct gantry_buffer scratch; /* for checking documents */
};

/*
 * Open the cache PATH, which must come from a full pull or from a pull that
 * continued one, and find the greatest values of FIELD.  Returns 0, or -1 with
 * ERROR saying what to do.  Close BASE in both cases.
 */
int pull_base_open(struct pull_base *base, const char *path, const char *field,
    struct gantry_error *error);

/* Close it; idempotent. */
void pull_base_close(struct pull_base *base);

/* What a merge adds. */
struct pull_base_newer {
	const char *spool;
	struct quarantine
	    *quarantine; /* NULL: what cannot be read is an error */
	struct omissions *omissions; /* fields that are left out */
	struct merge *merge; /* of pull_base_merge */
	struct merge_counts counts; /* the result */
};

/*
 * Add the documents of BASE to BUILDER, with those of NEWER replacing
 * them or added.
 */
int pull_base_merge(const struct pull_base *base, struct cache_builder *builder,
    struct pull_base_newer *newer, struct gantry_error *error);

#endif
