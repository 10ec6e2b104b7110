#ifndef GANTRY_CACHE_RUN_ON_CACHE_H
#define GANTRY_CACHE_RUN_ON_CACHE_H

#include <stdbool.h>
#include <stdio.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/cache/db.h"
#include "data/cache/lacks.h"
#include "data/cache/projection.h"

/* The work of a command on an open cache.  Returns 0, or -1 with ERROR filled.
 */
typedef int cache_work(struct db *db, const char *generation,
    const void *argument, struct gantry_error *error);

/*
 * Open the cache at PATH, call WORK with ARGUMENT and close the cache.  Reports
 * an error with the path of the cache.  Returns the exit status.
 */
int run_on_cache(const char *path, cache_work *work, const void *argument);

/* Append lines that say what a cache lacks, if anything. */
void add_lacks(struct gantry_buffer *out, const struct lacks *lacks);

/* Print such lines for the cache DB.  Returns 0, or -1 with ERROR. */
int print_lacks(FILE *file, struct db *db, struct gantry_error *error);

/* What verify found in a cache that is good. */
struct verify_found {
	int64_t documents;
	bool is_compared; /* the tables were compared with the documents */
	bool has_indexes;
};

/*
 * Check all that the cache DB holds, as the command verify does, with the
 * PROJECTIONS, ended by NULL.  Returns 0, or -1 with ERROR.
 */
int verify_content(struct db *db, const char *generation,
    const struct cache_projection *const projections[],
    struct verify_found *found, struct gantry_error *error);

#endif
