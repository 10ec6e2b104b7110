#ifndef FIRESTORE_PATHS_H
#define FIRESTORE_PATHS_H

#include <stddef.h>

#include <gantry/error.h>

#include "data/firestore/bytes.h"

/* A list of names or paths, which it owns. */

struct paths {
	char **items;
	size_t count;
	size_t capacity;
};

/* Append a copy of PATH.  Returns 0, or -1 when memory ran out. */
int paths_add(
    struct paths *paths, const char *path, struct gantry_error *error);

/* Sort by bytes, but a run of digits at the end by its number. */
void paths_sort(struct paths *paths);

/* Put a NULL, which is not counted, after the last element. */
int paths_end(struct paths *paths, struct gantry_error *error);

/* Free everything; safe on an empty list. */
void paths_clear(struct paths *paths);

/* Returns "FOLDER/NAME", which the caller frees; NULL when memory ran out. */
char *paths_join(
    const char *folder, const char *name, struct gantry_error *error);

/*
 * Convert a path from an export's metadata: '\' becomes '/'.  The caller frees
 * it.  Returns NULL with ERROR filled when the path leaves the folder it starts
 * in.
 */
char *path_parse(struct bytes path, struct gantry_error *error);

#endif
