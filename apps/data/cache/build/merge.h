#ifndef CACHE_BUILD_MERGE_H
#define CACHE_BUILD_MERGE_H

#include "data/cache/build/builder.h"

/*
 * A cache out of the documents of an older one and of others that take their
 * places, or are new.
 */

struct merge;

/* How many of the others there were, each path once. */
struct merge_counts {
	int64_t added; /* the older cache did not have them */
	int64_t changed;
	int64_t unchanged;
	int64_t all; /* that the builder was given */
};

/* Begin to fill BUILDER, which is empty.  NULL with ERROR filled on failure. */
struct merge *merge_new(
    struct cache_builder *builder, struct gantry_error *error);

/* Take one of the others; of one path, the last one counts. */
int merge_put(struct merge *merge, const struct cache_document *document,
    struct gantry_error *error);

/* After the last of them: add them and the documents of OLDER to the builder.
 */
int merge_finish(struct merge *merge, struct db *older,
    struct merge_counts *counts, struct gantry_error *error);

/* Free everything, before the builder publishes; NULL is allowed. */
void merge_free(struct merge *merge);

#endif
