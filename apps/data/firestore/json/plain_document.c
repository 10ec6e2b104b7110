/*
 * Makes a document from any JSON object.  One of its members is the id; all of
 * them become fields, as REST values of the corresponding types: 64-bit
 * integers as integerValue, other numbers as doubleValue.
 */
#include <string.h>

#include <gantry/json.h>

#include "data/firestore/bytes.h"
#include "data/firestore/ids.h"
#include "data/firestore/json/plain_document.h"
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

/*
 * Append the members of OBJECT as fields.  Firestore has no arrays in arrays,
 * no fields without a name, and a limit to nesting.
 */
static int
add_fields(struct gantry_buffer *buffer, const json_t *object,
    struct gantry_error *error)
{
	struct rest_writer writer = { .buffer = buffer, .write = add_value };

	return rest_write_fields(&writer, object, error);
}

static int
add_id(struct gantry_buffer *path, const json_t *value, const char *id_field,
    struct gantry_error *error)
{
	struct bytes id = { json_string_value(value),
		json_string_length(value) };
	const char *fault;

	if (json_is_integer(value)) {
		gantry_json_integer(path, json_integer_value(value));
		return 0;
	}
	if (json_is_string(value)) {
		fault = id_find_fault(id);
		if (fault == NULL)
			return gantry_buffer_add(path, id.data, id.length);
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "field %s: %s, found %s",
		    bytes_show((struct bytes){ id_field, strlen(id_field) })
			.text,
		    fault, bytes_show(id).text);
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "expected an id in field %s, an integer or a string that is not "
	    "empty and has no '/', found %s",
	    bytes_show((struct bytes){ id_field, strlen(id_field) }).text,
	    value == NULL ? "no such field" : "a value of another type");
}

int
plain_document_read(struct plain_document *working, const json_t *json,
    struct firestore_document *out, struct gantry_error *error)
{
	struct gantry_buffer *path = &working->path, *object = &working->object;

	gantry_buffer_reset(path);
	gantry_buffer_reset(object);
	gantry_buffer_puts(path, working->collection);
	gantry_buffer_putc(path, '/');
	if (add_id(path, json_object_get(json, working->id_field),
		working->id_field, error) == -1)
		return -1;
	*out = (struct firestore_document){ .path_length = path->length };
	gantry_buffer_putc(path, '\0');
	if (add_fields(object, json, error) == -1)
		return gantry_error_prefix(error, "document %s",
		    bytes_show((struct bytes){ path->data, out->path_length })
			.text);
	out->fields_length = object->length;
	gantry_buffer_putc(object, '\0');
	if (gantry_buffer_failed(path) || gantry_buffer_failed(object))
		return gantry_error_memory(error);
	out->path = path->data;
	out->fields = object->data;
	return 0;
}

void
plain_document_clear(struct plain_document *working)
{
	gantry_buffer_clear(&working->path);
	gantry_buffer_clear(&working->object);
}
