#ifndef FIRESTORE_EXPORT_VALUE_H
#define FIRESTORE_EXPORT_VALUE_H

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/export/fields.h"

/* What a PropertyValue is, beyond its type. */
enum value_meaning {
	VALUE_MEANING_NONE = 0,
	VALUE_MEANING_TIMESTAMP = 7,
	VALUE_MEANING_POINT = 9,
	VALUE_MEANING_BLOB = 14,
	VALUE_MEANING_TEXT = 15,
	VALUE_MEANING_BYTE_STRING = 16,
	VALUE_MEANING_ENTITY = 19,
	VALUE_MEANING_EMPTY_LIST = 24,
	VALUE_MEANING_VECTOR = 31,
};

/*
 * Append one property as a REST value, such as {"integerValue":"42"}; of an
 * array, one element.  Returns 0, or -1 when the value is damaged or its
 * meaning is not one of the above.
 */
int value_add(struct fields *fields, struct gantry_buffer *buffer,
    const struct property *property, struct gantry_error *error);

#endif
