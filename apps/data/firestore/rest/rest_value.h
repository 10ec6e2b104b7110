#ifndef FIRESTORE_REST_VALUE_H
#define FIRESTORE_REST_VALUE_H

#include <jansson.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

/*
 * Append FIELDS, the member "fields" of a REST document or of a map value, as
 * the one JSON object that means the same and that the reader of exports writes
 * too: names in the order of their bytes, integers as strings, times in UTC,
 * padded base64.  NULL, which is what is not there, has no fields.
 *
 * Names of kinds are known in snake_case as well, an integer as a number, and
 * null as the number or the string of its enum.  Returns 0, or -1 with a text
 * that names the field and what was expected; BUFFER is then of no use.
 */
int rest_fields_add(struct gantry_buffer *buffer, const json_t *fields,
    struct gantry_error *error);

#endif
