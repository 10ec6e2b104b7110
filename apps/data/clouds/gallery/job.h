#ifndef CLOUDS_GALLERY_JOB_H
#define CLOUDS_GALLERY_JOB_H

#include <gantry/error.h>

#include "data/clouds/gallery/picture_source.h"
#include "data/clouds/gallery/stop_words.h"

/*
 * Draws the word clouds of all publications into a gallery, with several
 * processes.  A publication whose words have not changed is not drawn again:
 * its files are linked (link(2)) from the previous generation.
 */

struct job_options {
	const char *folder; /* of the gallery */
	const char *generation; /* of the data */
	const char *font; /* see shape.h */
	unsigned processes; /* 0: one for each processor */
	struct gallery_source source;
	const struct stop_words *stop_words; /* not to be drawn; or NULL */
	/* Called after each publication; may be NULL. */
	void (*progress)(void *argument, uint64_t done, uint64_t total);
	void *argument;
};

struct job_summary {
	uint64_t total; /* publications */
	uint64_t drawn; /* drawn now; the others were unchanged */
	struct left_out left_out; /* words, of the pictures drawn now */
	char example[64]; /* a word that no font has */
};

/*
 * Draw.  The existing pictures stay until everything is drawn.  Returns 0, or
 * -1 with ERROR filled; GANTRY_ERROR_BUSY when another process is drawing
 * there.
 */
int job_run(const struct job_options *options, struct job_summary *summary,
    struct gantry_error *error);

#endif
