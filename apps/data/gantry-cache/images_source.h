#ifndef GANTRY_CACHE_IMAGES_SOURCE_H
#define GANTRY_CACHE_IMAGES_SOURCE_H

#include "data/cache/cache.h"
#include "data/cache/projection.h"
#include "data/clouds/gallery/job.h"

/* What there is to be drawn, out of a cache. */

struct images_source {
	const char *cache; /* its path */
	char generation[CACHE_GENERATION_SIZE];
	const struct cache_pictures *pictures;
};

/*
 * The cache at PATH, and the first of PROJECTIONS, ended by NULL, that has
 * something to be drawn.  0, or -1 with ERROR filled.
 */
int images_source_init(struct images_source *source, const char *path,
    const struct cache_projection *const projections[],
    struct gantry_error *error);

/* SOURCE, which must outlive the job, as a job takes it. */
struct gallery_source images_source_get(struct images_source *source);

#endif
