#ifndef CACHE_BUILD_SUMMED_H
#define CACHE_BUILD_SUMMED_H

#include "data/cache/db.h"
#include "data/cache/projection.h"
#include "data/cache/sort/sums.h"

/*
 * Finish SUMS and insert them with the SQL that a projection declares, if any.
 * Returns 0, or -1 with ERROR filled.
 */
int summed_insert(struct db *db, const struct cache_sums *declared,
    struct sums *sums, struct gantry_error *error);

#endif
