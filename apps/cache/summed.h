#ifndef CACHE_SUMMED_H
#define CACHE_SUMMED_H

#include "cache/db.h"
#include "cache/projection.h"
#include "cache/sums.h"

/*
 * Finish SUMS and insert them by the SQL that a projection declares, which may
 * be none.  0, or -1 with ERROR filled.
 */
int summed_insert(struct db *db, const struct cache_sums *declared,
    struct sums *sums, struct gantry_error *error);

#endif
