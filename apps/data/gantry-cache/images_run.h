#ifndef GANTRY_CACHE_IMAGES_RUN_H
#define GANTRY_CACHE_IMAGES_RUN_H

#include <stdbool.h>

#include "data/cache/projection.h"
#include "data/gantry-cache/progress.h"

/* Drawing what is in a cache, once it is known what is wanted. */

/* The fonts that are tried first; all others follow. */
#define IMAGES_FONT "Noto Sans, DejaVu Sans, Bold"

struct images_wishes {
	const char *cache;
	const char *folder; /* NULL: "images" beside the cache */
	const char *font; /* as pango writes it; NULL: IMAGES_FONT */
	unsigned jobs; /* processes; 0: one for each processor */
	enum progress_mode mode;
	const struct cache_projection *const *projections; /* ended by NULL */
};

/*
 * Draw, and print how many pictures there are.  Returns the exit status, the
 * reason having been printed: STATUS_BUSY when another process draws there.
 */
int images_run(const struct images_wishes *wishes);

/* How imports and pulls are told where to draw. */
struct images_choice {
	const char *folder; /* NULL: beside the cache */
	bool are_unwanted; /* draw nothing */
};

/*
 * After a cache was put at PATH: draw, as CHOICE is.  Returns the exit status,
 * STATUS_DONE, or STATUS_UNDRAWN as the cache itself is in place.
 */
int images_run_after(const struct images_choice *choice, const char *path,
    enum progress_mode mode, const struct cache_projection *const *projections);

#endif
