#ifndef CACHE_BUILD_MERGE_H
#define CACHE_BUILD_MERGE_H

#include "data/cache/build/builder.h"

/*
 * Merges the documents of an older cache with newer ones, which replace them or
 * are added.
 */

struct merge;

/* Counts of the newer documents; each path counts once. */
struct merge_counts {
	int64_t added; /* the older cache did not have them */
	int64_t changed;
	int64_t unchanged;
	int64_t all; /* that were added to the builder */
};

/*
 * Start to fill BUILDER, which is empty.  Returns NULL with ERROR filled on
 * failure.
 */
struct merge *merge_new(
    struct cache_builder *builder, struct gantry_error *error);

/* Add a newer document.  The last one with a path wins. */
int merge_put(struct merge *merge, const struct cache_document *document,
    struct gantry_error *error);

/*
 * After the last newer document: add them and the documents of OLDER to the
 * builder.
 */
int merge_finish(struct merge *merge, struct db *older,
    struct merge_counts *counts, struct gantry_error *error);

/* Free everything, before the builder publishes; NULL is allowed. */
void merge_free(struct merge *merge);

#endif
