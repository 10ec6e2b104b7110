#ifndef GANTRY_CACHE_IMAGES_SOURCE_H
#define GANTRY_CACHE_IMAGES_SOURCE_H

#include "data/cache/cache.h"
#include "data/cache/projection.h"
#include "data/clouds/gallery/job.h"

/* What to draw: the word clouds of a cache. */

struct images_source {
	const char *cache; /* its path */
	char generation[CACHE_GENERATION_SIZE];
	const struct cache_pictures *pictures;
};

/*
 * Use the cache at PATH and the first of PROJECTIONS, ended by NULL, that has
 * pictures.  Returns 0, or -1 with ERROR filled.
 */
int images_source_init(struct images_source *source, const char *path,
    const struct cache_projection *const projections[],
    struct gantry_error *error);

/* Get SOURCE as a job uses it.  SOURCE must outlive the job. */
struct gallery_source images_source_get(struct images_source *source);

#endif
