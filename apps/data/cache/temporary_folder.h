#ifndef CACHE_TEMPORARY_FOLDER_H
#define CACHE_TEMPORARY_FOLDER_H

#include <sys/types.h>

#include <gantry/error.h>

/*
 * A folder "CACHE.unpacked-XXXXXX" beside a cache that is being made.  A child
 * process removes it with all that is in it, however this process ends.
 */

struct temporary_folder {
	char *path; /* NULL: none */
	int link; /* a socket, whose end tells the child */
	pid_t child;
};

/*
 * Create one beside PATH, for this user only.  Call it before threads are
 * started.  Returns 0, or -1 with ERROR.
 */
int temporary_folder_make(struct temporary_folder *folder, const char *path,
    struct gantry_error *error);

/* Remove it, and wait for that.  Safe on a zeroed struct. */
void temporary_folder_remove(struct temporary_folder *folder);

#endif
