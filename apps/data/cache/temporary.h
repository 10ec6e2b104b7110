#ifndef CACHE_TEMPORARY_H
#define CACHE_TEMPORARY_H

#include <gantry/error.h>

/*
 * The file beside a cache in which the next one grows, "CACHE.tmp-XXXXXX".  It
 * is locked while someone writes it, so that what a killed run left behind can
 * be told from what another run is writing, and removed.
 */

struct temporary {
	char *path; /* NULL when there is none (any more) */
	int lock; /* an open descriptor of it */
};

/*
 * Make one beside PATH, and remove those there that no one writes.  Returns 0,
 * or -1 with ERROR filled.
 */
int temporary_make(
    struct temporary *temporary, const char *path, struct gantry_error *error);

/* Sync it, rename it over PATH, and sync the folder.  0 or -1. */
int temporary_publish(
    struct temporary *temporary, const char *path, struct gantry_error *error);

/*
 * Take its name away, so that it is gone when it is closed, at the latest with
 * the program.  Returns the descriptor, which is the caller's from now on.
 */
int temporary_hide(struct temporary *temporary);

/* Remove it, unless it was published; safe when it was not made. */
void temporary_remove(struct temporary *temporary);

#endif
