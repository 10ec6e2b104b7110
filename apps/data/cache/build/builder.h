#ifndef CACHE_BUILD_BUILDER_H
#define CACHE_BUILD_BUILDER_H

#include <stdbool.h>

#include "data/cache/build/document.h"
#include "data/cache/db.h"
#include "data/cache/projection.h"
#include "data/cache/schema.h"

/*
 * Building a cache.  It grows in a temporary file beside the one it is to
 * replace, which is left alone until the new one is whole, checked and on disk.
 */

struct cache_builder;

/* Where the documents came from; goes into the cache's meta. */
struct cache_source {
	const char *name; /* the export's folder */
	const char *project; /* of Firestore; may be empty */
	const char *database; /* likewise */
	int64_t exported; /* µs since 1970; 0: unknown */
	/*
	 * The moment, likewise, of which a pull read all documents of the
	 * database, from which others may have gone on; 0: no pull did.
	 */
	int64_t pulled;
};

struct cache_builder_options {
	const char *path; /* where the cache will be */
	const struct cache_projection *const *projections; /* ended by NULL */
	bool drops_documents; /* keep the projections alone */
	size_t sums_memory; /* bytes, see sums.h; 0: SUMS_MEMORY */
};

/* Begin a cache.  NULL with ERROR filled on failure. */
struct cache_builder *cache_builder_new(
    const struct cache_builder_options *options, struct gantry_error *error);

/* Remove the temporary file, unless it was published, and free. */
void cache_builder_free(struct cache_builder *builder);

/* Add a document.  That two have one path shows when the cache is published. */
int cache_builder_add(struct cache_builder *builder,
    const struct cache_document *document, struct gantry_error *error);

/*
 * Finish the projections, without publishing: to look at them with
 * cache_builder_db.  GENERATION gets what the cache would have.
 */
int cache_builder_finish(struct cache_builder *builder,
    char generation[CACHE_GENERATION_SIZE], struct gantry_error *error);
struct db *cache_builder_db(struct cache_builder *builder);

/*
 * Finish the projections, note SOURCE and the counts, check the file, sync it
 * and put it at its path.
 */
int cache_builder_publish(struct cache_builder *builder,
    const struct cache_source *source, struct gantry_error *error);

#endif
