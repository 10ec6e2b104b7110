#ifndef ENTITIES_IMAGE_FOLDER_H
#define ENTITIES_IMAGE_FOLDER_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/contract.h>

/*
 * The folder into which "gantry-cache images" draws, as its readers see it: a
 * folder for each generation, whole from the moment it has its name, and
 * progress.json.
 */

/* What progress.json says; all of it is the request's. */
struct image_folder_progress {
	const char *state; /* "drawing", "done", "failed"; NULL: nothing */
	const char *generation; /* that is, or was, drawn */
	int64_t done, total; /* publications */
	int64_t started, updated; /* seconds since 1970 */
};

/* Are there the images of GENERATION? */
bool image_folder_has(const char *folder, const char *generation);

/*
 * Read it into the request's memory; a file that is none, or not there, says
 * nothing.
 */
void image_folder_read(struct gantry_environ *environ, const char *folder,
    struct image_folder_progress *progress);

/*
 * Does someone draw?  To be asked only when PROGRESS says so: it finds out
 * whether that one still lives, and is in the way of one that begins.
 */
bool image_folder_is_busy(
    const char *folder, const struct image_folder_progress *progress);

#endif
