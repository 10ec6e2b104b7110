/*
 * Any JSON as REST values, typed by what JSON says of it.
 */
#include <gantry/json.h>

#include "firestore/fields.h"
#include "firestore/members.h"
#include "firestore/plain_value.h"
#include "firestore/rest.h"

/* Deeper fields are not named in an error, so that its reason has room. */
#define NAMED_DEPTH 3

static int add_value(struct gantry_buffer *buffer, const json_t *value,
    unsigned depth, struct gantry_error *error);

static int
add_fields(struct gantry_buffer *buffer, const json_t *object, unsigned depth,
    struct gantry_error *error)
{
	const struct member *member;
	struct members members;
	int status;
	size_t i;

	status = members_list(&members, object, error);
	gantry_buffer_putc(buffer, '{');
	for (i = 0; i < members.count && status == 0; i++) {
		member = &members.items[i];
		if (i > 0)
			gantry_buffer_putc(buffer, ',');
		gantry_json_string(
		    buffer, member->name.data, member->name.length);
		gantry_buffer_putc(buffer, ':');
		status = add_value(buffer, member->value, depth, error);
		if (status == -1 && depth < NAMED_DEPTH)
			member_failed(member, error);
	}
	gantry_buffer_putc(buffer, '}');
	members_clear(&members);
	return status;
}

static int
add_map(struct gantry_buffer *buffer, const json_t *object, unsigned depth,
    struct gantry_error *error)
{
	if (depth == FIELDS_DEPTH_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "expected objects nested at most %d deep",
		    FIELDS_DEPTH_MAX);
	if (json_object_size(object) == 0) {
		gantry_buffer_puts(buffer, "{\"mapValue\":{}}");
		return 0;
	}
	gantry_buffer_puts(buffer, "{\"mapValue\":{\"fields\":");
	if (add_fields(buffer, object, depth + 1, error) == -1)
		return -1;
	gantry_buffer_puts(buffer, "}}");
	return 0;
}

static int
add_element(struct gantry_buffer *buffer, const json_t *array, size_t index,
    unsigned depth, struct gantry_error *error)
{
	const json_t *value = json_array_get(array, index);
	int status;

	if (json_is_array(value))
		status = gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "expected no array in an array");
	else
		status = add_value(buffer, value, depth, error);
	if (status == -1 && depth < NAMED_DEPTH)
		gantry_error_prefix(error, "element %zu", index);
	return status;
}

static int
add_array(struct gantry_buffer *buffer, const json_t *array, unsigned depth,
    struct gantry_error *error)
{
	size_t i, count = json_array_size(array);

	if (count == 0) {
		gantry_buffer_puts(buffer, "{\"arrayValue\":{}}");
		return 0;
	}
	gantry_buffer_puts(buffer, "{\"arrayValue\":{\"values\":[");
	for (i = 0; i < count; i++) {
		if (i > 0)
			gantry_buffer_putc(buffer, ',');
		if (add_element(buffer, array, i, depth, error) == -1)
			return -1;
	}
	gantry_buffer_puts(buffer, "]}}");
	return 0;
}

static int
add_value(struct gantry_buffer *buffer, const json_t *value, unsigned depth,
    struct gantry_error *error)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return add_map(buffer, value, depth, error);
	case JSON_ARRAY:
		return add_array(buffer, value, depth, error);
	case JSON_STRING:
		gantry_buffer_puts(buffer, "{\"stringValue\":");
		gantry_json_string(buffer, json_string_value(value),
		    json_string_length(value));
		break;
	case JSON_INTEGER:
		gantry_buffer_puts(buffer, "{\"integerValue\":\"");
		gantry_json_integer(buffer, json_integer_value(value));
		gantry_buffer_putc(buffer, '"');
		break;
	case JSON_REAL:
		gantry_buffer_puts(buffer, "{\"doubleValue\":");
		rest_add_double(buffer, json_real_value(value));
		break;
	case JSON_TRUE:
		gantry_buffer_puts(buffer, "{\"booleanValue\":true");
		break;
	case JSON_FALSE:
		gantry_buffer_puts(buffer, "{\"booleanValue\":false");
		break;
	case JSON_NULL:
		gantry_buffer_puts(buffer, "{\"nullValue\":null");
		break;
	}
	gantry_buffer_putc(buffer, '}');
	return 0;
}

int
plain_fields_add(struct gantry_buffer *buffer, const json_t *object,
    struct gantry_error *error)
{
	return add_fields(buffer, object, 0, error);
}
