/* Writes any JSON as REST values of the corresponding types.  */
#include <gantry/json.h>

#include "data/firestore/json/plain_value.h"
#include "data/firestore/rest/rest.h"
#include "data/firestore/rest/rest_write.h"

static int
add_value(
    struct rest_writer *writer, const json_t *value, struct gantry_error *error)
{
	struct gantry_buffer *buffer = writer->buffer;
	int status = 0;

	switch (json_typeof(value)) {
	case JSON_OBJECT:
		gantry_buffer_puts(buffer, "{\"mapValue\":");
		status = rest_write_map(writer, value, error);
		break;
	case JSON_ARRAY:
		gantry_buffer_puts(buffer, "{\"arrayValue\":");
		status = rest_write_array(writer, value, error);
		break;
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
	return status;
}

int
plain_fields_add(struct gantry_buffer *buffer, const json_t *object,
    struct gantry_error *error)
{
	struct rest_writer writer = { .buffer = buffer, .write = add_value };

	return rest_write_fields(&writer, object, error);
}
