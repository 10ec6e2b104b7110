#ifndef FIRESTORE_EXPORT_FIELDS_H
#define FIRESTORE_EXPORT_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/bytes.h"
#include "data/firestore/export/protobuf.h"

/*
 * Writing the properties of an entity as the fields of a document or map: a
 * JSON object of REST values.
 */

/* The meaning of a PropertyValue, in addition to its type. */
enum fields_meaning {
	FIELDS_MEANING_NONE = 0,
	FIELDS_MEANING_TIMESTAMP = 7,
	FIELDS_MEANING_POINT = 9,
	FIELDS_MEANING_BLOB = 14,
	FIELDS_MEANING_TEXT = 15,
	FIELDS_MEANING_BYTE_STRING = 16,
	FIELDS_MEANING_ENTITY = 19,
	FIELDS_MEANING_EMPTY_LIST = 24,
	FIELDS_MEANING_VECTOR = 31,
};

struct property {
	struct bytes name;
	struct protobuf value; /* the PropertyValue */
	size_t order; /* among the properties of its entity */
	int meaning;
	bool multiple; /* an element of an array */
};

/*
 * Working memory, reused for every document.  The properties of a map are on
 * top of those of the entity that holds it.
 */
struct fields {
	struct property *properties;
	size_t count;
	size_t capacity;
	unsigned depth; /* of maps, while writing */
	struct bytes space; /* the namespace that references must be in */
	struct gantry_buffer path, name; /* of a reference, while writing */
};

void fields_clear(struct fields *fields);

/*
 * Append {"name":VALUE,...} for the properties of ENTITY, an EntityProto,
 * ignoring its key.  Names are in the order of their UTF-8 bytes.  Returns 0,
 * or -1; BUFFER is then unusable.
 */
int fields_add_object(struct fields *fields, struct gantry_buffer *buffer,
    struct protobuf entity, struct gantry_error *error);

/* The same as {"mapValue":{"fields":{...}}} for the map ENTITY. */
int fields_add_map(struct fields *fields, struct gantry_buffer *buffer,
    struct protobuf entity, struct gantry_error *error);

/*
 * Append one property, or one element of an array, as a REST value such as
 * {"integerValue":"42"}.  Returns 0, or -1 when the value is damaged or its
 * meaning is not one of the above.
 */
int fields_add_value(struct fields *fields, struct gantry_buffer *buffer,
    const struct property *property, struct gantry_error *error);

#endif
