#ifndef FIRESTORE_REST_VALUE_H
#define FIRESTORE_REST_VALUE_H

#include <jansson.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

/*
 * Append FIELDS, the member "fields" of a REST document or of a map value, in
 * the same form that the reader of exports writes: names in the order of their
 * bytes, integers as strings, times in UTC, padded base64.  NULL stands for no
 * fields.
 *
 * Kinds may also be in snake_case, integers may be numbers, and null may be the
 * number or the string of its enum.  Returns 0, or -1 with ERROR naming the
 * field and what was expected; BUFFER is then unusable.
 */
int rest_fields_add(struct gantry_buffer *buffer, const json_t *fields,
    struct gantry_error *error);

/*
 * Append VALUE, {"stringValue":"a"}, as the operand of a query: in the same
 * form, but times keep their nanoseconds.  Returns 0, or -1 with ERROR saying
 * what was expected; BUFFER is then unusable.
 */
int rest_operand_add(struct gantry_buffer *buffer, const json_t *value,
    struct gantry_error *error);

#endif
