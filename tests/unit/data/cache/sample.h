#ifndef UNIT_CACHE_SAMPLE_H
#define UNIT_CACHE_SAMPLE_H

#include "data/cache/build/builder.h"

/* Small caches for tests. */

struct sample_document {
	const char *path;
	const char *fields;
};

/* Add DOCUMENTS, ended by a NULL path, each of which must go in. */
void sample_add(
    struct cache_builder *builder, const struct sample_document *documents);

/* Build a cache of DOCUMENTS at PATH; PROJECTION may be NULL.  It must work. */
void sample_build(const char *path, const struct sample_document *documents,
    const struct cache_projection *projection);

/*
 * Two ways to break the file at PATH of which only a look at the pages tells.
 * The table or index is NAME; a table that is WITHOUT ROWID is an index.
 *
 * Overwrite the last leaf, which is not the only one.
 */
void sample_damage(const char *path, const char *name);

/*
 * Repeat the only leaf some ten million million times: the pages above it are
 * few, and point to each other again and again.
 */
void sample_make_endless(const char *path, const char *name);

/*
 * Likewise the last row of the schema.  It must be that of an index without
 * SQL, which SQLite reads again and again.
 */
void sample_make_schema_endless(const char *path);

/* Run SQL on the file at PATH, as no one ever should. */
void sample_alter(const char *path, const char *sql);

#endif
