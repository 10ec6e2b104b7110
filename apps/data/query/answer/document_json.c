/*
 * The JSON of the fields is copied as it is, or the parts of it that are
 * wanted.
 */
#include <stdlib.h>

#include <gantry/json.h>

#include "data/firestore/rest/rest.h"
#include "data/query/answer/document_json.h"

/* Which of the fields of a mask are below the map that is written. */
struct mask {
	const struct field_path_names *const *fields;
	size_t count;
	size_t depth; /* how many of their names lead to the map */
};

static bool write_masked(const struct mask *mask, struct json_part fields,
    struct gantry_buffer *json);

/* Append the name of PATH, in quotes. */
static void
write_name(const struct document_writer *writer, struct bytes path,
    struct gantry_buffer *json)
{
	const struct query_origin *origin = &writer->origin;
	struct gantry_buffer name = { 0 };

	gantry_buffer_puts(&name, "projects/");
	gantry_buffer_add(&name, origin->project.data, origin->project.length);
	gantry_buffer_puts(&name, "/databases/");
	gantry_buffer_add(
	    &name, origin->database.data, origin->database.length);
	gantry_buffer_puts(&name, "/documents/");
	gantry_buffer_add(&name, path.data, path.length);
	if (gantry_buffer_failed(&name))
		json->failed = true;
	else
		gantry_json_string(json, name.data, name.length);
	gantry_buffer_clear(&name);
}

/*
 * Write what MASK wants of the member NAME, whose value is VALUE: all of it, if
 * a field of the mask ends here.  Returns false when nothing is wanted.
 */
static bool
write_member(const struct mask *mask, struct json_part name,
    struct json_part value, struct gantry_buffer *json)
{
	const struct field_path_names *inner[64], *field;
	struct mask next = { inner, 0, mask->depth + 1 };
	struct json_part elements;
	struct value read;
	size_t i, length;

	for (i = 0; i < mask->count && next.count < 64; i++) {
		field = mask->fields[i];
		if (!value_is_named(name, field->names[mask->depth]))
			continue;
		if (field->count == next.depth) {
			gantry_buffer_add(json, value.data, value.length);
			return true;
		}
		inner[next.count++] = field;
	}
	if (next.count == 0 || !value_read(value, &read) ||
	    read.kind != VALUE_MAP || value_is_vector(read.text, &elements))
		return false;
	length = json->length;
	gantry_buffer_puts(json, "{\"mapValue\":{\"fields\":");
	if (!write_masked(&next, read.text, json)) {
		json->length = length;
		return false;
	}
	gantry_buffer_puts(json, "}}");
	return true;
}

/* Write the object FIELDS as far as MASK goes; false when nothing is left. */
static bool
write_masked(const struct mask *mask, struct json_part fields,
    struct gantry_buffer *json)
{
	struct json_walk walk = json_walk(fields);
	struct json_part name, value;
	bool has_member = false;
	size_t length;

	gantry_buffer_putc(json, '{');
	while (json_walk_next(&walk, &name, &value)) {
		length = json->length;
		if (has_member)
			gantry_buffer_putc(json, ',');
		gantry_buffer_putc(json, '"');
		gantry_buffer_add(json, name.data, name.length);
		gantry_buffer_puts(json, "\":");
		if (write_member(mask, name, value, json))
			has_member = true;
		else
			json->length = length;
	}
	gantry_buffer_putc(json, '}');
	return has_member;
}

static bool
write_fields(const struct document_writer *writer, struct json_part fields,
    struct gantry_buffer *json)
{
	const struct field_path_names **list;
	struct mask mask = { .count = 0 };
	bool result;
	size_t i;

	if (writer->fields == NULL) {
		gantry_buffer_add(json, fields.data, fields.length);
		return fields.length > 2;
	}
	list =
	    calloc(writer->field_count + 1, sizeof(struct field_path_names *));
	if (list == NULL) {
		json->failed = true;
		return false;
	}
	for (i = 0; i < writer->field_count; i++)
		if (!writer->fields[i].is_name)
			list[mask.count++] = &writer->fields[i];
	mask.fields = list;
	result = write_masked(&mask, fields, json);
	free(list);
	return result;
}

/* Add the distance to the fields that were written from OFFSET on. */
static void
write_distance(const struct document_writer *writer, bool has_fields,
    struct gantry_buffer *json)
{
	if (writer->distance_name.length == 0)
		return;
	json->length -= json->length > 0;
	if (has_fields)
		gantry_buffer_putc(json, ',');
	gantry_json_string(
	    json, writer->distance_name.data, writer->distance_name.length);
	gantry_buffer_puts(json, ":{\"doubleValue\":");
	rest_add_double(json, writer->distance);
	gantry_buffer_puts(json, "}}");
}

static void
write_time(struct gantry_buffer *json, const char *name, int64_t microseconds)
{
	gantry_buffer_puts(json, name);
	if (rest_add_timestamp(json, microseconds) == -1)
		rest_add_timestamp(json, 0);
}

void
document_write(const struct document_writer *writer,
    const struct store_document *document, struct gantry_buffer *json)
{
	size_t length;
	bool has_fields;

	gantry_buffer_puts(json, "{\"name\":");
	write_name(writer, document->path, json);
	length = json->length;
	gantry_buffer_puts(json, ",\"fields\":");
	has_fields = write_fields(writer, document->fields, json);
	write_distance(writer, has_fields, json);
	if (!has_fields && writer->distance_name.length == 0)
		json->length = length;
	write_time(json, ",\"createTime\":", document->create_time);
	write_time(json, ",\"updateTime\":", document->update_time);
	gantry_buffer_putc(json, '}');
}
