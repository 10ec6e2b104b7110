#ifndef QUERY_KEY_H
#define QUERY_KEY_H

#include <gantry/buffer.h>

#include "data/firestore/bytes.h"
#include "data/query/keys/value.h"

/*
 * Keys: bytes that memcmp(3) orders as Firestore orders the values
 * (https://firebase.google.com/docs/firestore/manage-data/data-types).  No key
 * is the beginning of another one, so that several can follow each other and
 * are compared one after the other.
 *
 * A key begins with the tag of its type.  Integers and doubles share one and
 * compare exactly.
 */

enum key_tag {
	KEY_END = 0, /* of a list; below every tag */
	KEY_NULL = 5,
	KEY_BOOLEAN = 10,
	KEY_NAN = 13,
	KEY_NUMBER = 15,
	KEY_TIMESTAMP = 20,
	KEY_STRING = 25,
	KEY_BYTES = 30,
	KEY_REFERENCE = 37,
	KEY_POINT = 45,
	KEY_ARRAY = 50,
	KEY_VECTOR = 53,
	KEY_MAP = 55,
};

/*
 * Longer keys are cut in the index, as Firestore cuts them: two that agree so
 * far have to be compared as values.
 */
#define KEY_MAX 1500

/*
 * Append the key of VALUE.  Returns false when the value, which is not ours, is
 * malformed.  The buffer remembers when memory runs out.
 */
bool key_add(struct gantry_buffer *buffer, const struct value *value);

/* Append TEXT so that it ends before longer ones: 00 as 00 FF, then 00 01. */
void key_add_text(struct gantry_buffer *buffer, struct bytes text);

/* Append the key of PATH, of a document or a collection, without an end. */
void key_add_path(struct gantry_buffer *buffer, struct bytes path);

/*
 * Append the first id of the path with KEY.  Returns the length of its key, or
 * 0 when KEY is not one.
 */
size_t key_read_id(struct gantry_buffer *id, struct bytes key);

/*
 * Read the number with KEY as a double, and as an integer if it is one between
 * -2^63 and 2^63.  Returns false when KEY is not that of a number.
 */
bool key_read_number(struct bytes key, double *number, int64_t *integer);

/* Turn the key from OFFSET to the end of BUFFER into one of falling order. */
void key_invert(struct gantry_buffer *buffer, size_t offset);

#endif
