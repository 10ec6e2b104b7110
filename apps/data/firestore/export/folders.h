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

/*
 * Find the parts of the export in FOLDER, in any of its layouts, without
 * opening a file.  FOLDERS is empty; clear it in both cases.  Returns 0, or -1
 * when there is no export or there are several.
 */
int folders_find(
    struct folders *folders, const char *folder, struct gantry_error *error);

/* Free everything; safe on an empty one. */
void folders_clear(struct folders *folders);

#endif
