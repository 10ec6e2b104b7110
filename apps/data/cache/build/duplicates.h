#ifndef CACHE_BUILD_DUPLICATES_H
#define CACHE_BUILD_DUPLICATES_H

#include "data/cache/sort/sorter.h"

/*
 * Finds documents with the same path, in bounded memory, in a cache that does
 * not keep its documents and so has no index of their paths.
 *
 *	duplicates_init(&duplicates, path, memory);
 *	duplicates_add ...
 *	duplicates_check
 *	duplicates_clear(&duplicates);
 */

struct duplicates {
	struct sorter paths;
};

/*
 * Use up to MEMORY bytes, and temporary files beside PATH, which must outlive
 * this.
 */
void duplicates_init(
    struct duplicates *duplicates, const char *path, size_t memory);

/* Idempotent, safe on a zeroed struct. */
void duplicates_clear(struct duplicates *duplicates);

/* Add the path of a document.  0 or -1. */
int duplicates_add(struct duplicates *duplicates, const char *path,
    size_t length, struct gantry_error *error);

/*
 * After the last path: returns 0, or -1 with ERROR, which names a path that was
 * added twice.  Nothing can be added then.
 */
int duplicates_check(struct duplicates *duplicates, struct gantry_error *error);

/* A path for an error message: its beginning, and \x00 for each NUL. */
struct path_shown {
	char text[160];
};

struct path_shown path_show(const char *path, size_t length);

/* Fill in ERROR for two documents with one path.  Returns -1. */
int duplicates_fail(
    const char *path, size_t length, struct gantry_error *error);

#endif
