/* Makes a document from any JSON object; one of its members is the id.  */
#include <string.h>

#include <gantry/json.h>

#include "data/firestore/bytes.h"
#include "data/firestore/json/plain_document.h"
#include "data/firestore/json/plain_value.h"

static int
add_id(struct gantry_buffer *path, const json_t *value, const char *id_field,
    struct gantry_error *error)
{
	struct bytes id = { json_string_value(value),
		json_string_length(value) };

	if (json_is_integer(value)) {
		gantry_json_integer(path, json_integer_value(value));
		return 0;
	}
	if (json_is_string(value) && id.length > 0 &&
	    memchr(id.data, '/', id.length) == NULL &&
	    memchr(id.data, '\0', id.length) == NULL)
		return gantry_buffer_add(path, id.data, id.length);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "expected an id in field %s, an integer or a string that is not "
	    "empty and has no '/', found %s",
	    bytes_show((struct bytes){ id_field, strlen(id_field) }).text,
	    value == NULL		? "no such field"
		: json_is_string(value) ? bytes_show(id).text
					: "a value of another type");
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
	if (plain_fields_add(object, json, error) == -1)
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
