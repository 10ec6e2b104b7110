#ifndef FIRESTORE_ORIGIN_H
#define FIRESTORE_ORIGIN_H

#include <gantry/error.h>

#include "data/firestore/bytes.h"

/* Which database documents are from. */
struct firestore_origin {
	char project[256]; /* empty while no document has told it */
	char database[128]; /* "(default)" or a name; empty likewise */
};

/*
 * The document PATH is from PROJECT and DATABASE.  All documents of one source
 * must be from one database, since paths of two could be the same: the first
 * tells ORIGIN.  Returns 0, or -1 with GANTRY_ERROR_INPUT for another one or
 * GANTRY_ERROR_LIMIT for names that are too long.
 */
int origin_check(struct firestore_origin *origin, struct bytes path,
    struct bytes project, struct bytes database, struct gantry_error *error);

#endif
