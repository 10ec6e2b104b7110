#ifndef FIRESTORE_EXPORT_LISTING_H
#define FIRESTORE_EXPORT_LISTING_H

#include <gantry/error.h>

#include "data/firestore/paths.h"

/* What one folder of an export holds, by the names. */

struct listing {
	struct paths overall; /* paths of NAME.overall_export_metadata */
	struct paths metadata; /* paths of NAME.export_metadata */
	struct paths outputs; /* names: output-0, output-1, ... in order */
	struct paths folders; /* paths of the folders in it, in order */
	struct paths links; /* paths of the symbolic links to folders in it */
};

/*
 * List FOLDER into LISTING, which is empty; clear it in both cases.  Returns 0,
 * or -1 when it cannot be listed.
 */
int listing_read(
    struct listing *listing, const char *folder, struct gantry_error *error);

/* Free everything; safe on an empty one. */
void listing_clear(struct listing *listing);

#endif
