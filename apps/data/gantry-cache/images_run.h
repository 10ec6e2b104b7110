#ifndef GANTRY_CACHE_IMAGES_RUN_H
#define GANTRY_CACHE_IMAGES_RUN_H

#include <stdbool.h>

#include "data/cache/projection.h"
#include "data/gantry-cache/progress.h"

/* Drawing the word clouds of a cache, after the options have been read. */

/* The fonts that are tried first, before all other installed fonts. */
#define IMAGES_FONT "Noto Sans, DejaVu Sans, Bold"

struct images_options {
	const char *cache;
	const char *folder; /* NULL: "images" beside the cache */
	const char *font; /* as pango writes it; NULL: IMAGES_FONT */
	const char *stop_words; /* the path of a file; NULL: none */
	unsigned jobs; /* processes; 0: one for each processor */
	enum progress_mode mode;
	const struct cache_projection *const *projections; /* ended by NULL */
};

/*
 * Draw, and print how many word clouds there are.  Prints the reason of a
 * failure and returns the exit status: STATUS_BUSY when another process is
 * drawing there.
 */
int images_run(const struct images_options *options);

/* Where an import or a pull draws. */
struct images_choice {
	const char *folder; /* NULL: beside the cache */
	const char *stop_words; /* the path of a file; NULL: none */
	bool are_unwanted; /* draw nothing */
};

/*
 * Before an import or a pull, which may take long: may this process draw as
 * CHOICE says, and read its stop words?  Prints the reason and returns the exit
 * status.
 */
int images_run_check(const struct images_choice *choice, const char *path);

/*
 * Draw as CHOICE says, after a cache was published at PATH.  Returns the exit
 * status: STATUS_DONE, or STATUS_UNDRAWN, since the cache itself was published.
 */
int images_run_after(const struct images_choice *choice, const char *path,
    enum progress_mode mode, const struct cache_projection *const *projections);

#endif
