#ifndef CLOUDS_GALLERY_JOB_H
#define CLOUDS_GALLERY_JOB_H

#include <gantry/error.h>

#include "data/clouds/gallery/source.h"

/*
 * Drawing the word clouds of all publications into a gallery, by several
 * processes.  A publication whose words are as they were is not drawn again:
 * its files are linked (link(2)) from the generation before.
 */

struct job_options {
	const char *folder; /* of the gallery */
	const char *generation; /* of the data */
	const char *font; /* see shape.h */
	unsigned processes; /* 0: one for each processor */
	struct gallery_source source;
	/* Told of each publication; NULL: no one is. */
	void (*progress)(void *argument, uint64_t done, uint64_t total);
	void *argument;
};

struct job_summary {
	uint64_t total; /* publications */
	uint64_t drawn; /* of which were drawn; the others were as before */
	uint64_t unknown; /* words that were left out for want of a font */
	char example[64]; /* one of these */
};

/*
 * Draw.  Until all is drawn, what was there is left alone.  Returns 0, or -1
 * with ERROR filled; GANTRY_ERROR_BUSY when another process draws there.
 */
int job_run(const struct job_options *options, struct job_summary *summary,
    struct gantry_error *error);

#endif
