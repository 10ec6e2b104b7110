#ifndef FIRESTORE_FIELD_PATH_H
#define FIRESTORE_FIELD_PATH_H

#include <gantry/error.h>

#include "data/firestore/paths.h"

struct json_t; /* of jansson */

/* The path of a field in a document: "updated", or "meta.updated" in a map. */

struct field_path {
	struct paths
	    names; /* of the maps around the field, then of the field */
	char *text; /* in the syntax of queries */
};

/*
 * Read TEXT: names separated by dots.  A name in backquotes may contain dots;
 * in it a backslash precedes a backquote or backslash.  Returns 0, or -1 when
 * TEXT is malformed or names a field that Firestore reserves.  Clear PATH in
 * both cases.
 */
int field_path_read(
    struct field_path *path, const char *text, struct gantry_error *error);

/* Free everything; safe on an empty one. */
void field_path_clear(struct field_path *path);

/*
 * Find the value at PATH in FIELDS, which are REST values.  Borrowed; NULL when
 * it does not exist.
 */
const struct json_t *field_path_find(
    const struct field_path *path, const struct json_t *fields);

#endif
