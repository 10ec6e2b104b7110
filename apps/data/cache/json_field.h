#ifndef CACHE_JSON_FIELD_H
#define CACHE_JSON_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/buffer.h>

/*
 * One field of a document's JSON, as the readers write it: without white space
 * and with each value in an object that names its type.
 */

enum field_type {
	FIELD_OTHER = 0, /* absent, null, or no scalar */
	FIELD_TEXT,
	FIELD_INTEGER, /* a boolean too */
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
 * Find the field NAME, at the top level, in LENGTH bytes of JSON, which are
 * NUL-terminated.  SCRATCH takes a text that has to be unescaped.
 */
struct field json_field_find(const char *json, size_t length, const char *name,
    struct gantry_buffer *scratch);

#endif
