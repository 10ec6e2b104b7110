#ifndef FIRESTORE_ORIGIN_H
#define FIRESTORE_ORIGIN_H

#include <gantry/error.h>

#include "data/firestore/bytes.h"

/* The database that documents come from. */
struct firestore_origin {
	char project[256]; /* empty before the first document */
	char database[128]; /* "(default)" or a name; empty before the first
			       document */
};

/*
 * Check that the document PATH comes from the same database as the others; the
 * first one sets it.  Documents of two databases could have the same path.
 * Returns 0, or -1 with GANTRY_ERROR_INPUT for another database or
 * GANTRY_ERROR_LIMIT for names that are too long.
 */
int origin_check(struct firestore_origin *origin, struct bytes path,
    struct bytes project, struct bytes database, struct gantry_error *error);

#endif
