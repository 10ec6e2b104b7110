#ifndef CACHE_BUILDER_H
#define CACHE_BUILDER_H

#include "cache/db.h"
#include "cache/projection.h"

/*
 * Building a cache.  It grows in a temporary file beside the one it is to
 * replace, which is left alone until the new one is whole, checked and on disk.
 */

struct cache_builder;

struct cache_document {
	const char *path;
	size_t path_length;
	const char *fields; /* a JSON object of Firestore REST values */
	size_t fields_length;
	int64_t create_time, update_time; /* µs since 1970; 0: unknown */
};

/* Where the documents came from; goes into the cache's meta. */
struct cache_source {
	const char *name; /* the export's folder */
	const char *project; /* of Firestore; may be empty */
	const char *database; /* likewise */
	int64_t exported; /* µs since 1970; 0: unknown */
};

/* Begin a cache that will be at PATH.  NULL with ERROR filled on failure. */
struct cache_builder *cache_builder_new(
    const char *path, struct gantry_error *error);

/* Remove the temporary file, unless it was published, and free. */
void cache_builder_free(struct cache_builder *builder);

/* Add a document.  Two of one path are an error. */
int cache_builder_add(struct cache_builder *builder,
    const struct cache_document *document, struct gantry_error *error);

/*
 * Run the PROJECTIONS (ended by NULL), note SOURCE and the counts, check the
 * file, sync it and put it at its path.
 */
int cache_builder_publish(struct cache_builder *builder,
    const struct cache_projection *const projections[],
    const struct cache_source *source, struct gantry_error *error);

#endif
