#ifndef FIRESTORE_REST_WRITE_H
#define FIRESTORE_REST_WRITE_H

#include <jansson.h>
#include <stdbool.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

/*
 * What the writers of REST values have in common: fields in the order of their
 * names, maps and arrays around values, and which of them is at fault.
 */

struct rest_writer;

/* Append VALUE as a REST value.  Returns 0 or -1. */
typedef int rest_write_value(struct rest_writer *writer, const json_t *value,
    struct gantry_error *error);

struct rest_writer {
	struct gantry_buffer *buffer;
	rest_write_value *write;
	unsigned depth; /* of maps */
	bool in_array; /* the value is an element */
};

/*
 * Append the members of the object FIELDS, or what a mapValue of them is, or
 * what an arrayValue of the elements of VALUES is; NULL has neither.  Returns
 * 0, or -1 with a text that names the field, unless it is deep: an empty name,
 * maps nested too deep, an array in an array, or what WRITE refused.
 */
int rest_write_fields(struct rest_writer *writer, const json_t *fields,
    struct gantry_error *error);
int rest_write_map(struct rest_writer *writer, const json_t *fields,
    struct gantry_error *error);
int rest_write_array(struct rest_writer *writer, const json_t *values,
    struct gantry_error *error);

#endif
