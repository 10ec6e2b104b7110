#ifndef CACHE_JSON_FIELD_H
#define CACHE_JSON_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/buffer.h>

/*
 * Finding a field in the JSON of a document, in the form of our readers:
 * without white space, each value in an object that names its type.
 */

enum field_type {
	FIELD_OTHER = 0, /* missing, null, or not a scalar */
	FIELD_TEXT,
	FIELD_INTEGER, /* also a boolean */
	FIELD_DOUBLE,
};

struct field {
	enum field_type type;
	const char *text; /* in the JSON, or in the scratch buffer */
	size_t text_length;
	int64_t integer;
	double real;
};

/*
 * Find the top-level field NAME in LENGTH bytes of NUL-terminated JSON.  A text
 * that has to be unescaped goes into SCRATCH.
 */
struct field json_field_find(const char *json, size_t length, const char *name,
    struct gantry_buffer *scratch);

#endif
