#ifndef FIRESTORE_EXPORT_MANIFEST_H
#define FIRESTORE_EXPORT_MANIFEST_H

#include <stdint.h>

#include <gantry/error.h>

#include "data/firestore/export/folders.h"

/* Comparing the metadata of an export with its files. */

struct manifest {
	/*
	 * Set by the caller.  NULL: what is missing is an error.  Otherwise it
	 * is reported here and the check goes on.
	 */
	void (*warn)(void *argument, const char *text);
	void *argument; /* of warn */
	/* Set by manifest_check. */
	int64_t start_time; /* the earliest, microseconds since 1970, or 0 */
	int64_t end_time; /* the latest, or 0 */
};

/*
 * Read all metadata of FOLDERS, store in each folder how many documents it must
 * have, and check that no file is missing.  An export without metadata passes.
 * Returns 0, or -1 with ERROR filled.
 */
int manifest_check(struct manifest *manifest, struct folders *folders,
    struct gantry_error *error);

#endif
