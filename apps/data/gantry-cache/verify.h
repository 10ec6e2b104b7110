#ifndef GANTRY_CACHE_VERIFY_H
#define GANTRY_CACHE_VERIFY_H

#include <stdbool.h>

#include "data/cache/db.h"
#include "data/cache/projection.h"

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
