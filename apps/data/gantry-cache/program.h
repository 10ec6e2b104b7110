#ifndef GANTRY_CACHE_PROGRAM_H
#define GANTRY_CACHE_PROGRAM_H

#include "data/cache/projection.h"

/*
 * The program gantry-cache, which makes and shows caches.  PROJECTIONS, ended
 * by NULL, are those of the applications.  Returns the exit status: 0, 1 when
 * it failed, 2 when what was asked for makes no sense.
 */
int gantry_cache_main(
    int argc, char *argv[], const struct cache_projection *const projections[]);

#endif
