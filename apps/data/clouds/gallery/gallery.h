#ifndef CLOUDS_GALLERY_H
#define CLOUDS_GALLERY_H

#include <stdbool.h>

#include <gantry/error.h>

/*
 * The folder with the pictures of all publications, with a folder for each
 * generation of the data.
 *
 *	GENERATION/	the pictures and their manifest; complete once it has
 *			this name
 *	current		a link to the latest generation
 *	progress.json	the progress of drawing; see progress_file.h
 *	lock		locked (flock(2)) while a process is drawing
 *	.new/		the generation that is being drawn, or was when the
 *			process was killed
 *
 * The current generation and the one before are kept.
 */

#define GALLERY_LOCK	 "lock"
#define GALLERY_PROGRESS "progress.json"
#define GALLERY_CURRENT	 "current"

/*
 * Can NAME be a generation: letters and digits only?  Any other name could lead
 * out of the gallery, or be one of the files above.
 */
bool gallery_is_name(const char *name);

struct gallery {
	int folder; /* descriptors; -1: none */
	int lock;
	int next; /* the folder of the next generation */
};

/*
 * Open the gallery at PATH, creating it if it does not exist, and lock it.
 * Root refuses a folder that another user could change (base/files/folder.h).
 * Returns 0, or -1 with ERROR filled; GANTRY_ERROR_BUSY when another process
 * has locked it.  Close it in both cases.
 */
int gallery_open(
    struct gallery *gallery, const char *path, struct gantry_error *error);

/* Unlock and close it, and remove an unfinished generation.  Idempotent. */
void gallery_close(struct gallery *gallery);

/*
 * Open the folder of GENERATION, or of the current one for NULL.  Returns a
 * descriptor that the caller owns, or -1 when it does not exist.
 */
int gallery_get(const struct gallery *gallery, const char *generation);

/*
 * Create an empty folder for the next generation, gallery->next.  Returns 0, or
 * -1 with ERROR filled.
 */
int gallery_begin(struct gallery *gallery, struct gantry_error *error);

/*
 * Publish the next generation as GENERATION, a gallery_is_name, replacing an
 * existing folder of that name, and make it the current one.  Remove
 * generations older than the previous one.  Returns 0, or -1 with ERROR filled.
 */
int gallery_publish(struct gallery *gallery, const char *generation,
    struct gantry_error *error);

/*
 * Make GENERATION, whose folder is up to date, the current one.  Returns 0, or
 * -1 with ERROR filled.
 */
int gallery_keep(struct gallery *gallery, const char *generation,
    struct gantry_error *error);

#endif
