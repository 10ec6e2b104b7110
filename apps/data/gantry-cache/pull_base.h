#ifndef GANTRY_CACHE_PULL_BASE_H
#define GANTRY_CACHE_PULL_BASE_H

#include "data/cache/build/merge.h"
#include "data/cache/build/previous.h"
#include "data/cache/cache.h"
#include "data/firestore/spool/since.h"

/* The cache that a pull goes on from, and that it will replace. */

struct pull_base {
	struct db *db; /* open from first to last: it is one file */
	char generation[CACHE_GENERATION_SIZE];
	struct previous_cache past;
	struct firestore_since since; /* borrows from what is above */
};

/*
 * Open the cache PATH, which a full pull or one that went on from it made, and
 * learn how far it goes by FIELD.  Returns -1, with a text that says what to
 * do, when that cannot be.  BASE is to be closed in any case.
 */
int pull_base_open(struct pull_base *base, const char *path, const char *field,
    struct gantry_error *error);

/* Close it; idempotent. */
void pull_base_close(struct pull_base *base);

/*
 * Give BUILDER the documents of BASE, and those of the file SPOOL in their
 * places or besides.
 */
int pull_base_merge(const struct pull_base *base, struct cache_builder *builder,
    const char *spool, struct merge_counts *counts, struct gantry_error *error);

#endif
