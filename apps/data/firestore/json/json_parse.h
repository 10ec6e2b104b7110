#ifndef FIRESTORE_JSON_PARSE_H
#define FIRESTORE_JSON_PARSE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include <gantry/error.h>

#include "data/firestore/bytes.h"

/*
 * One JSON value out of bytes that are all there: NUL in strings and names is
 * welcome, a name that comes twice in an object is not, and a whole number
 * beyond 64 bits is a real one.
 */

/* Where the parser stopped. */
struct json_place {
	bool is_known;
	size_t offset; /* bytes from the start of the text */
	size_t lines; /* ends of lines before it */
};

/*
 * Parse TEXT.  Returns a value that the caller owns, or NULL with an error and,
 * in PLACE unless that is NULL, where it is.
 */
json_t *json_parse(
    struct bytes text, struct json_place *place, struct gantry_error *error);

/* The same, but a whole number beyond 64 bits is an error. */
json_t *json_parse_exact(
    struct bytes text, struct json_place *place, struct gantry_error *error);

#endif
