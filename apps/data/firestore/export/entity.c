/*
 * Decodes an EntityProto into a document: its key is the path, its properties
 * are the fields.  The key is read first, wherever it is, so that an error in
 * the fields can name the document.
 */
#include "data/firestore/export/entity.h"

#define ENTITY_KEY 13

static int
read_key(
    struct entity *entity, struct protobuf message, struct gantry_error *error)
{
	struct protobuf_field field;
	bool found = false;
	int status;

	while ((status = protobuf_next(&message, &field, error)) == 1) {
		if (field.number != ENTITY_KEY)
			continue;
		if (protobuf_expect(
			&message, &field, PROTOBUF_BYTES, "a key", error) == -1)
			return -1;
		if (found)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "byte %zu of the record: expected one key",
			    protobuf_offset(&message, field.tag));
		found = true;
		if (reference_read_key(protobuf_enter(&message, &field),
			&entity->origin, &entity->path, error) == -1)
			return -1;
	}
	if (status == 0 && !found)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "byte 0 of the record: expected a document, found no key");
	return status;
}

static int
read_fields(
    struct entity *entity, struct protobuf message, struct gantry_error *error)
{
	entity->fields.space = entity->origin.space;
	if (fields_add_object(
		&entity->fields, &entity->object, message, error) == 0)
		return 0;
	return gantry_error_prefix(error, "document %s",
	    bytes_show((struct bytes){ entity->path.data, entity->path.length })
		.text);
}

int
entity_decode(
    struct entity *entity, struct bytes record, struct gantry_error *error)
{
	struct protobuf message = protobuf_open(record);

	gantry_buffer_reset(&entity->path);
	gantry_buffer_reset(&entity->object);
	entity->has_path = read_key(entity, message, error) == 0;
	if (!entity->has_path || read_fields(entity, message, error) == -1)
		return -1;
	entity->document.path_length = entity->path.length;
	entity->document.fields_length = entity->object.length;
	gantry_buffer_putc(&entity->path, '\0');
	gantry_buffer_putc(&entity->object, '\0');
	if (gantry_buffer_failed(&entity->path) ||
	    gantry_buffer_failed(&entity->object))
		return gantry_error_memory(error);
	entity->document.path = entity->path.data;
	entity->document.fields = entity->object.data;
	return 0;
}

void
entity_clear(struct entity *entity)
{
	gantry_buffer_clear(&entity->path);
	gantry_buffer_clear(&entity->object);
	fields_clear(&entity->fields);
	*entity = (struct entity){ 0 };
}
