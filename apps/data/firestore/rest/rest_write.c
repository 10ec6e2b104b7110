/*
 * Writes maps and arrays of REST values, whatever their values are read from.
 */
#include <gantry/json.h>

#include "data/firestore/document.h"
#include "data/firestore/members.h"
#include "data/firestore/rest/rest_write.h"

/* Deeper fields are not named in an error, to leave room for the reason. */
#define NAMED_DEPTH 3

int
rest_write_fields(struct rest_writer *writer, const json_t *fields,
    struct gantry_error *error)
{
	struct gantry_buffer *buffer = writer->buffer;
	const struct member *member;
	struct members members;
	int status;
	size_t i;

	status = members_list(&members, fields, error);
	gantry_buffer_putc(buffer, '{');
	for (i = 0; i < members.count && status == 0; i++) {
		member = &members.items[i];
		if (i > 0)
			gantry_buffer_putc(buffer, ',');
		gantry_json_string(
		    buffer, member->name.data, member->name.length);
		gantry_buffer_putc(buffer, ':');
		writer->in_array = false;
		status = writer->write(writer, member->value, error);
		if (status == -1 && writer->depth < NAMED_DEPTH)
			member_failed(member, error);
	}
	gantry_buffer_putc(buffer, '}');
	members_clear(&members);
	return status;
}

int
rest_write_map(struct rest_writer *writer, const json_t *fields,
    struct gantry_error *error)
{
	int status;

	if (writer->depth == FIELDS_DEPTH_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "expected maps nested at most %d deep", FIELDS_DEPTH_MAX);
	if (json_object_size(fields) == 0) {
		gantry_buffer_puts(writer->buffer, "{}");
		return 0;
	}
	gantry_buffer_puts(writer->buffer, "{\"fields\":");
	writer->depth++;
	status = rest_write_fields(writer, fields, error);
	writer->depth--;
	gantry_buffer_putc(writer->buffer, '}');
	return status;
}

int
rest_write_array(struct rest_writer *writer, const json_t *values,
    struct gantry_error *error)
{
	size_t i, count = json_array_size(values);
	int status = 0;

	if (writer->in_array)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "expected no array in an array");
	if (count == 0) {
		gantry_buffer_puts(writer->buffer, "{}");
		return 0;
	}
	gantry_buffer_puts(writer->buffer, "{\"values\":[");
	for (i = 0; i < count && status == 0; i++) {
		if (i > 0)
			gantry_buffer_putc(writer->buffer, ',');
		writer->in_array = true;
		status =
		    writer->write(writer, json_array_get(values, i), error);
		if (status == -1 && writer->depth < NAMED_DEPTH)
			gantry_error_prefix(error, "element %zu", i);
	}
	writer->in_array = false;
	gantry_buffer_puts(writer->buffer, "]}");
	return status;
}
