#ifndef FIRESTORE_JSON_PLAIN_VALUE_H
#define FIRESTORE_JSON_PLAIN_VALUE_H

#include <jansson.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

/*
 * Append the members of OBJECT, which is any JSON, as a document's fields: an
 * integer of 64 bits as integerValue, other numbers as doubleValue, the rest as
 * what it is.  Returns 0, or -1 with a text that names the field: Firestore has
 * no arrays in arrays, no fields without a name, and no end of nesting.
 */
int plain_fields_add(struct gantry_buffer *buffer, const json_t *object,
    struct gantry_error *error);

#endif
