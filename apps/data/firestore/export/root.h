#ifndef FIRESTORE_EXPORT_ROOT_H
#define FIRESTORE_EXPORT_ROOT_H

#include <stdbool.h>

#include <gantry/error.h>

struct root_options {
	const char *folder;
	bool newest; /* of several exports, take that which ended last */
	/* Called with each export if there are several; or NULL. */
	void (*candidate)(void *argument, const char *path);
	void *argument;
};

/*
 * Find the export in a folder: the folder of its overall metadata, which is the
 * folder itself or below it.  Without metadata it is the folder itself.  If
 * there are several exports, that is an error, unless the newest is wanted; it
 * is the one that was finished last by its metadata.
 *
 * Returns the path, which the caller frees, or NULL with ERROR filled.
 */
char *root_find(const struct root_options *options, struct gantry_error *error);

#endif
