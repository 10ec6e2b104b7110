#ifndef ENTITIES_IMAGE_FOLDER_H
#define ENTITIES_IMAGE_FOLDER_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/contract.h>

/*
 * The folder that "gantry-cache images" draws into, as a reader sees it: one
 * folder for each generation, which is complete once it has its name, and
 * progress.json.
 */

/* The content of progress.json, in the memory of the request. */
struct image_folder_progress {
	const char *state; /* "drawing", "done", "failed"; NULL: unknown */
	const char
	    *generation; /* the one that is being drawn, or was drawn last */
	int64_t done, total; /* publications */
	int64_t started, updated; /* seconds since 1970 */
};

/* Does the folder hold the images of GENERATION? */
bool image_folder_has(const char *folder, const char *generation);

/*
 * Read progress.json into PROGRESS.  A missing or malformed file leaves it
 * empty.
 */
void image_folder_read(struct gantry_environ *environ, const char *folder,
    struct image_folder_progress *progress);

/*
 * Is a process drawing?  Call it only when PROGRESS says "drawing": it takes a
 * shared lock for a moment, which a process that starts to draw would run into.
 */
bool image_folder_is_busy(
    const char *folder, const struct image_folder_progress *progress);

#endif
