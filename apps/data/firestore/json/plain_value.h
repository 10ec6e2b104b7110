#ifndef FIRESTORE_JSON_PLAIN_VALUE_H
#define FIRESTORE_JSON_PLAIN_VALUE_H

#include <jansson.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

/*
 * Append the members of OBJECT, any JSON, as the fields of a document: 64-bit
 * integers as integerValue, other numbers as doubleValue, everything else by
 * its type.  Returns 0, or -1 with ERROR naming the field: Firestore has no
 * arrays in arrays, no fields without a name, and a limit to nesting.
 */
int plain_fields_add(struct gantry_buffer *buffer, const json_t *object,
    struct gantry_error *error);

#endif
