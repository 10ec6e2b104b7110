#ifndef QUERY_VALUE_H
#define QUERY_VALUE_H

#include <stdint.h>

#include <gantry/buffer.h>

#include "data/cache/json_scan.h"
#include "data/firestore/bytes.h"

/*
 * Reads values of documents in the JSON that our readers write:
 * {"stringValue":"a"}.  Nothing is copied, and nothing is read beyond the end
 * of a text that is malformed.
 */

enum value_kind {
	VALUE_NULL,
	VALUE_BOOLEAN,
	VALUE_INTEGER,
	VALUE_DOUBLE,
	VALUE_TIMESTAMP,
	VALUE_STRING,
	VALUE_BYTES,
	VALUE_REFERENCE,
	VALUE_POINT,
	VALUE_ARRAY,
	VALUE_MAP,
};

struct value {
	enum value_kind kind;
	/*
	 * What follows the kind: 12, what is between the quotes of a string,
	 * the elements of an array and the fields of a map with their brackets;
	 * empty when there are none.
	 */
	struct json_part text;
};

/* Read JSON, one value.  Returns false when it is not one. */
bool value_read(struct json_part json, struct value *value);

/* Append the text of a string, or of another value in quotes. */
void value_add_text(struct gantry_buffer *buffer, const struct value *value);

/* Append VALUE as JSON, {"stringValue":"a"}. */
void value_add_json(struct gantry_buffer *buffer, const struct value *value);

/* Has NAME, a part of JSON, the text TEXT? */
bool value_is_named(struct json_part name, struct bytes text);

/*
 * Find the field NAME of the map FIELDS, a JSON object.  Returns false when it
 * is not there.
 */
bool value_find(
    struct json_part fields, struct bytes name, struct value *value);

/* Is the map FIELDS a vector?  ELEMENTS gets them. */
bool value_is_vector(struct json_part fields, struct json_part *elements);

/* Read an integer, or a double with "NaN" and the infinities. */
bool value_to_integer(const struct value *value, int64_t *integer);
bool value_to_double(const struct value *value, double *number);

#endif
