#ifndef GANTRY_CACHE_PULL_BASE_H
#define GANTRY_CACHE_PULL_BASE_H

#include "data/cache/build/merge.h"
#include "data/cache/build/previous.h"
#include "data/cache/cache.h"
#include "data/firestore/spool/since.h"

/* The cache that a pull goes on from, and that it will replace. */

struct base {
	struct db *db; /* open from first to last: it is one file */
	char generation[CACHE_GENERATION_SIZE];
	struct past past;
	struct firestore_since since; /* borrows from what is above */
};

/*
 * Open the cache PATH, which a full pull or one that went on from it made, and
 * learn how far it goes by FIELD.  Returns -1, with a text that says what to
 * do, when that cannot be.  BASE is to be closed in any case.
 */
int base_open(struct base *base, const char *path, const char *field,
    struct gantry_error *error);

/* Close it; idempotent. */
void base_close(struct base *base);

/*
 * Give BUILDER the documents of BASE, and those of the file SPOOL in their
 * places or besides.
 */
int base_merge(const struct base *base, struct cache_builder *builder,
    const char *spool, struct merge_counts *counts, struct gantry_error *error);

#endif
