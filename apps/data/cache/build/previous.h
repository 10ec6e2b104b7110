#ifndef CACHE_BUILD_PREVIOUS_H
#define CACHE_BUILD_PREVIOUS_H

#include "data/cache/build/builder.h"

/* Reading an existing cache to build the next one from it. */

struct previous_cache {
	char name[512]; /* of the source, truncated */
	char project[256], database[128];
	int64_t exported, pulled; /* µs since 1970; 0: unknown, not pulled */
	int64_t documents, kept; /* how many were read and how many are here */
};

/*
 * Called with each DOCUMENT, borrowed until the return.  -1 stops the reading.
 */
typedef int previous_visit(void *argument,
    const struct cache_document *document, struct gantry_error *error);

/* Read the meta of the cache DB.  Missing values are empty or 0. */
int previous_read(
    struct previous_cache *past, struct db *db, struct gantry_error *error);

/*
 * Get the document in ROW of a query for its path, its fields, and its times;
 * borrowed until the next step.
 */
struct cache_document previous_document(struct db_statement *row);

/* Visit every document of the cache DB, in the order of the file. */
int previous_visit_documents(struct db *db, previous_visit *visit,
    void *argument, struct gantry_error *error);

struct previous_upgrade {
	char generation[CACHE_GENERATION_SIZE]; /* stays what it was */
	int version; /* of the schema of the older cache */
};

/*
 * Copy the cache FROM, give the copy the current schema, check it, and put it
 * at TO, which may be FROM itself.  A cache of the current schema is only
 * copied, or stays as it is.  Returns 0, or -1 with ERROR; then TO is
 * unchanged.
 */
int previous_upgrade(const char *from, const char *to,
    struct previous_upgrade *upgrade, struct gantry_error *error);

#endif
