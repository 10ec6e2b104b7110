#ifndef CACHE_BUILD_BUILDER_H
#define CACHE_BUILD_BUILDER_H

#include <stdbool.h>

#include "data/cache/build/cache_document.h"
#include "data/cache/db.h"
#include "data/cache/lacks.h"
#include "data/cache/projection.h"
#include "data/cache/schema.h"

/*
 * Builds a cache in a temporary file beside the one that it will replace.  The
 * old file is unchanged until the new one is complete, checked and on disk.
 */

struct cache_builder;

/* Where the documents come from; recorded in the meta of the cache. */
struct cache_source {
	const char *name; /* the export's folder */
	const char *project; /* may be empty */
	const char *database; /* may be empty */
	int64_t exported; /* µs since 1970; 0: unknown */
	/*
	 * When a pull read the whole database, which later pulls may have
	 * continued, in the same unit; 0: no pull did.
	 */
	int64_t pulled;
	const struct lacks *lacks; /* what is missing; NULL: nothing known */
	const char *format; /* of the input, see schema.h; NULL: none */
	struct {
		int64_t times, points, references, numbers;
	} untyped; /* values that stayed texts or maps, see schema.h */
};

struct cache_builder_options {
	const char *path; /* the path of the cache */
	const struct cache_projection *const *projections; /* ended by NULL */
	bool drops_documents; /* keep only the projections */
	size_t sums_memory; /* bytes, see sums.h; 0: SUMS_MEMORY */
	/*
	 * Called at the end, to add tables to DB in the transaction that is
	 * open; NULL: nothing.  Returns 0, or -1 with ERROR filled.
	 */
	int (*complete)(
	    void *argument, struct db *db, struct gantry_error *error);
	void *argument;
};

/* Start building a cache.  Returns NULL with ERROR filled on failure. */
struct cache_builder *cache_builder_new(
    const struct cache_builder_options *options, struct gantry_error *error);

/* Remove the temporary file, unless it was published, and free. */
void cache_builder_free(struct cache_builder *builder);

/* Add a document.  Publishing detects two documents with the same path. */
int cache_builder_add(struct cache_builder *builder,
    const struct cache_document *document, struct gantry_error *error);

/*
 * Finish the projections without publishing, so that cache_builder_db can be
 * inspected.  GENERATION gets the generation that the cache would have.
 */
int cache_builder_finish(struct cache_builder *builder,
    char generation[CACHE_GENERATION_SIZE], struct gantry_error *error);
struct db *cache_builder_db(struct cache_builder *builder);

/*
 * Finish the projections, record SOURCE and the counts, check the file, sync
 * it, and rename it to its path.
 */
int cache_builder_publish(struct cache_builder *builder,
    const struct cache_source *source, struct gantry_error *error);

#endif
