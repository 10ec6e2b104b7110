#ifndef FIRESTORE_REST_NAME_H
#define FIRESTORE_REST_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include <gantry/error.h>

#include "data/firestore/bytes.h"

/* "projects/P/databases/D/documents/users/alice" in its parts. */
struct rest_name {
	struct bytes project, database; /* empty when it is a path alone */
	struct bytes path; /* "users/alice"; ends where the name ends */
};

/*
 * Take TEXT, UTF-8, apart: a name, or a document's path alone.  Returns 0, or
 * -1 unless the path has pairs of valid ids (ids.h).  NAME borrows.
 */
int rest_name_read(
    struct bytes text, struct rest_name *name, struct gantry_error *error);

/* The same for a name alone, without looking at its path. */
int rest_name_split(struct bytes text, struct rest_name *name);

/* The same for a path alone, even one that begins as a name does. */
int rest_path_check(struct bytes path, struct gantry_error *error);

/* The same for the path of a collection, which has one id more. */
int rest_collection_check(struct bytes path, struct gantry_error *error);

#endif
