#ifndef FIRESTORE_EXPORT_MANIFEST_H
#define FIRESTORE_EXPORT_MANIFEST_H

#include <stdint.h>

#include <gantry/error.h>

#include "data/firestore/export/export.h"
#include "data/firestore/export/folders.h"

/* What an export's metadata promises, held against what is there. */

struct manifest {
	int64_t start_time; /* the earliest, microseconds since 1970, or 0 */
	int64_t end_time; /* the latest, or 0 */
};

/*
 * Read all metadata of FOLDERS, note in each folder how many documents it is to
 * have, and check that no file is missing.  An export without metadata passes.
 * A lack is an error, or is told to OPTIONS.  Returns 0 or -1.
 */
int manifest_check(struct manifest *manifest, struct folders *folders,
    const struct firestore_export_options *options, struct gantry_error *error);

#endif
