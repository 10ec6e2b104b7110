#ifndef GANTRY_CACHE_PROGRAM_H
#define GANTRY_CACHE_PROGRAM_H

#include "data/cache/projection.h"

/*
 * Run the program gantry-cache with the PROJECTIONS of the applications, ended
 * by NULL.  Returns the exit status; see commands.h.
 */
int gantry_cache_main(
    int argc, char *argv[], const struct cache_projection *const projections[]);

#endif
