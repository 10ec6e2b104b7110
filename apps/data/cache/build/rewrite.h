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

struct rewrite {
	const char *from;
	const char *to; /* may be FROM itself */
	const char *generation; /* of the cache; it stays */
	rewrite_change *change; /* NULL: it is only copied */
	void *argument;
};

/*
 * Copy the cache, change the copy, check that it is whole and has the same
 * generation, and put it in its place.  Returns 0, or -1 with ERROR; then
 * nothing was replaced.
 */
int rewrite_cache(const struct rewrite *rewrite, struct gantry_error *error);

#endif
