#ifndef FIRESTORE_EXPORT_FOLDERS_H
#define FIRESTORE_EXPORT_FOLDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/error.h>

#include "data/firestore/paths.h"

/*
 * Which export is meant (root.c); its folders and the files in them
 * (folders.c).
 */

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

struct folder {
	char *path;
	char *metadata; /* the path of its metadata file, or NULL */
	struct paths files; /* the names output-0, output-1, ... in order */
	bool is_counted; /* the overall metadata names it */
	uint64_t expected; /* the number of documents, if so */
};

struct folders {
	char *root;
	char *overall; /* the path of the overall metadata, or NULL */
	struct folder *items; /* in the order of their paths */
	size_t count;
};

/* How deep the folders of an export, and exports in a folder, may nest. */
#define FOLDERS_DEPTH_MAX 8

/*
 * Find the parts of the export whose folder is ROOT without opening a file.  An
 * export that is nested in it is left out.  FOLDERS is empty; clear it in both
 * cases.  Returns 0, or -1 when there is no export.
 */
int folders_find(
    struct folders *folders, const char *root, struct gantry_error *error);

/* Free everything; safe on an empty one. */
void folders_clear(struct folders *folders);

#endif
