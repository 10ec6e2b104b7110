#ifndef WEB_REQUEST_FIELD_VALUES_H
#define WEB_REQUEST_FIELD_VALUES_H

#include <gantry/request.h>
#include <gantry/schema.h>

/*
 * The fields of a form or the parts of a multipart body as an object, which a
 * schema can check.  All of it is in the memory of the request.
 */

struct field_values {
	struct gantry_request *request;
	const struct gantry_schema *schema;
	const struct gantry_encoding *encodings; /* or NULL */
	struct gantry_json_value *object;
	struct gantry_json_value *last; /* its last member */
	/* Of the part that is read: */
	struct gantry_part part;
	struct gantry_buffer text;
	size_t kept; /* bytes of all texts */
	size_t count; /* of the fields */
	int64_t size; /* of a file */
};

/* Each returns 0, or -1 with the response failed. */
int field_values_begin(struct field_values *values,
    struct gantry_request *request, const struct gantry_schema *schema,
    const struct gantry_encoding *encodings);

/* Add a field of a form. */
int field_values_add(struct field_values *values, const char *name,
    const char *text, size_t length);

/* A part, its data in pieces, and its end. */
int field_values_begin_part(
    struct field_values *values, const struct gantry_part *part);
int field_values_data(
    struct field_values *values, const char *data, size_t length);
int field_values_end_part(struct field_values *values);

/* After the last: check the object. */
int field_values_check(struct field_values *values);

/* Idempotent. */
void field_values_clear(struct field_values *values);

#endif
