#ifndef CACHE_LACKS_H
#define CACHE_LACKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/cache/db.h"

/*
 * What a cache lacks of the data that it was made from: the table lacks, see
 * schema.h.  An empty list says that nothing is known to be missing.
 */

/* The kinds. */
#define LACK_COLLECTIONS "collections" /* they were left out on purpose */
#define LACK_FIELDS	 "fields" /* left out, see --omit */
#define LACK_METADATA	 "metadata" /* nothing says how much there should be */
#define LACK_PARTS	 "parts" /* files or documents that were not there */
#define LACK_QUARANTINED "quarantined" /* documents that cannot be read */
#define LACK_UNKNOWN	 "unknown" /* made by a program that did not record it */

struct lack {
	char kind[24];
	char *detail; /* for people */
	int64_t count; /* of the missing documents; 0: not known */
};

/* At most so many; the last one then stands for the rest, too. */
#define LACKS_MAX 100

struct lacks {
	struct lack *items;
	size_t count;
};

/* Add a lack.  The texts are copied.  0 or -1. */
int lacks_add(struct lacks *lacks, const char *kind, const char *detail,
    int64_t count, struct gantry_error *error);

/* Free everything; idempotent, safe on a zeroed struct. */
void lacks_clear(struct lacks *lacks);

/*
 * Add what the cache DB lacks.  For a cache of an older schema that is one lack
 * of the kind unknown, unless a whole database was pulled.  0 or -1.
 */
int lacks_read(struct lacks *lacks, struct db *db, struct gantry_error *error);

/* Write the list into the table of DB, a cache that is being made.  0 or -1. */
int lacks_write(
    const struct lacks *lacks, struct db *db, struct gantry_error *error);

/* Is something known to be missing from the cache DB?  0 or -1. */
int lacks_find(struct db *db, bool *is_incomplete, struct gantry_error *error);

#endif
