#ifndef CACHE_BUILD_REWRITE_H
#define CACHE_BUILD_REWRITE_H

#include "data/cache/cache.h"

/*
 * Changes a copy of a cache and not the cache itself, which programs may have
 * open.
 */

/* Change DB, which is open for writing.  Returns 0, or -1 with ERROR filled. */
typedef int rewrite_change(
    void *argument, struct db *db, struct gantry_error *error);

/*
 * Copy the cache FROM, of GENERATION, call CHANGE, which may be NULL, with
 * ARGUMENT and the copy, check that it is whole and has the same generation,
 * and put it at TO, which may be FROM itself.  Returns 0, or -1 with ERROR;
 * then TO is unchanged.
 */
int rewrite_cache(const char *from, const char *to, const char *generation,
    rewrite_change *change, void *argument, struct gantry_error *error);

#endif
