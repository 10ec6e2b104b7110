#ifndef FIRESTORE_FIELD_PATH_H
#define FIRESTORE_FIELD_PATH_H

#include <gantry/error.h>

#include "data/firestore/paths.h"

struct json_t; /* of jansson */

/* Which field of a document: "updated", or "meta.updated" in a map. */

struct field_path {
	struct paths names; /* of the field, and of the maps around it first */
	char *text; /* as queries have it: `last-updated`.at */
};

/*
 * Read TEXT: names with dots between them.  A name in backquotes may have dots
 * itself; a backquote or backslash in it follows a backslash.  Returns 0, or -1
 * when it is malformed or names what Firestore reserves.  PATH is to be cleared
 * in both cases.
 */
int field_path_read(
    struct field_path *path, const char *text, struct gantry_error *error);

/* Free everything; safe on an empty one. */
void field_path_clear(struct field_path *path);

/* The value at PATH in FIELDS as REST has them, borrowed, or NULL. */
const struct json_t *field_path_find(
    const struct field_path *path, const struct json_t *fields);

#endif
