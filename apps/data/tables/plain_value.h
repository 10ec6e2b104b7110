#ifndef TABLES_PLAIN_VALUE_H
#define TABLES_PLAIN_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/buffer.h>

#include "data/query/keys/value.h"

/*
 * Writes values without their types:
 *
 *	null, booleans, numbers, texts	as JSON has them; all digits of whole
 *					numbers, "NaN", "Infinity", "-Infinity"
 *	timestamps			a text, RFC 3339 as it was stored
 *	bytes				a text, base64
 *	references			a text: the path, without the names of
 *					the database if it is this one
 *	points				{"latitude":1.5,"longitude":2}
 *	vectors				an array of numbers
 *
 * Memory that runs out is remembered in the buffer.
 */

struct plain_style {
	/* "projects/P/databases/D/documents/", left out of references. */
	struct bytes origin;
};

/* Append VALUE as JSON. */
void plain_add(struct gantry_buffer *out, const struct plain_style *style,
    const struct value *value);

/* Append the members of FIELDS, a JSON object of values, without braces. */
void plain_add_members(struct gantry_buffer *out,
    const struct plain_style *style, struct json_part fields);

/* Append VALUE as a text: JSON for what is neither a text nor a scalar. */
void plain_add_text(struct gantry_buffer *out, const struct plain_style *style,
    const struct value *value);

/*
 * Append a time, µs since 1970, as JSON.  Returns false, and appends nothing,
 * when it is unknown, which is 0, or not one that Firestore has.
 */
bool plain_add_time(struct gantry_buffer *out, int64_t microseconds);

#endif
