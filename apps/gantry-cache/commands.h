#ifndef GANTRY_CACHE_COMMANDS_H
#define GANTRY_CACHE_COMMANDS_H

#include <stdbool.h>

#include <gantry/error.h>

#include "cache/projection.h"

/* What the program can do.  Each returns 0, or -1 with ERROR filled. */

struct import_options {
	const char *folder; /* the export */
	const char *output; /* the cache */
	bool quiet; /* no progress and no closing line */
	const struct cache_projection *const *projections;
};

/* Make a cache of a managed export. */
int command_import(
    const struct import_options *options, struct gantry_error *error);

/* Print what the cache at PATH holds. */
int command_info(const char *path, struct gantry_error *error);

#endif
