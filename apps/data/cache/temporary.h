#ifndef CACHE_TEMPORARY_H
#define CACHE_TEMPORARY_H

#include <gantry/error.h>

/*
 * The file "CACHE.tmp-XXXXXX" in which the next cache is built.  It is locked
 * while a process writes it, so that files left by a killed process can be told
 * apart and removed.
 */

struct temporary {
	char *path; /* NULL: none */
	int lock; /* an open descriptor of it */
};

/*
 * Create one beside PATH, and remove those that no process writes.  It has the
 * mode, and as far as possible the owner and group, of the file at PATH; when
 * there is none, mode 0640, to which the umask applies.  Root refuses a folder
 * that another user could change (base/files/folder.h).  Returns 0, or -1 with
 * ERROR filled.
 */
int temporary_make(
    struct temporary *temporary, const char *path, struct gantry_error *error);

/* Sync it, rename it over PATH, and sync the folder.  0 or -1. */
int temporary_publish(
    struct temporary *temporary, const char *path, struct gantry_error *error);

/*
 * Remove its name, so that it disappears when it is closed, at the latest with
 * the process.  Returns the descriptor, which the caller then owns.
 */
int temporary_hide(struct temporary *temporary);

/* Remove it, unless it was published.  Safe when it was not created. */
void temporary_remove(struct temporary *temporary);

#endif
