#ifndef FIRESTORE_REST_WRITE_H
#define FIRESTORE_REST_WRITE_H

#include <jansson.h>
#include <stdbool.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

/*
 * The common part of the writers of REST values: fields in the order of their
 * names, maps and arrays around values, and naming the field in an error.
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
	bool is_operand; /* times keep what documents do not have */
};

/*
 * Append the members of the object FIELDS, or a mapValue of them, or an
 * arrayValue of the elements of VALUES; NULL has none.  Returns 0, or -1 with
 * ERROR naming the field, unless it is deep: an empty name, maps nested too
 * deep, an array in an array, or an error of WRITE.
 */
int rest_write_fields(struct rest_writer *writer, const json_t *fields,
    struct gantry_error *error);
int rest_write_map(struct rest_writer *writer, const json_t *fields,
    struct gantry_error *error);
int rest_write_array(struct rest_writer *writer, const json_t *values,
    struct gantry_error *error);

#endif
