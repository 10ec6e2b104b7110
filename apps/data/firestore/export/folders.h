#ifndef FIRESTORE_EXPORT_FOLDERS_H
#define FIRESTORE_EXPORT_FOLDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/error.h>

#include "data/firestore/paths.h"

/* The folders of an export and the files in them. */

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
