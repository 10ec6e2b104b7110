/*
 * Reads a document of the REST API.  An unknown member is an error: a
 * misspelled one would otherwise be lost silently.
 */
#include <stdbool.h>
#include <string.h>

#include "data/firestore/members.h"
#include "data/firestore/rest/rest_document.h"
#include "data/firestore/rest/rest_read.h"
#include "data/firestore/rest/rest_value.h"

enum part {
	PART_NAME,
	PART_PATH,
	PART_FIELDS,
	PART_CREATE_TIME,
	PART_UPDATE_TIME,
	PART_COUNT,
};

/* The members of a document; NULL: it has no such member. */
struct parts {
	const json_t *of[PART_COUNT];
};

static const struct {
	const char *name;
	enum part part;
} known[] = {
	{ "name", PART_NAME },
	{ "path", PART_PATH },
	{ "fields", PART_FIELDS },
	{ "createTime", PART_CREATE_TIME },
	{ "create_time", PART_CREATE_TIME },
	{ "updateTime", PART_UPDATE_TIME },
	{ "update_time", PART_UPDATE_TIME },
};

/* Find the part that the member NAME is; PART_COUNT: unknown. */
static enum part
find_part(struct bytes name)
{
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (bytes_is_equal(name, known[i].name))
			return known[i].part;
	}
	return PART_COUNT;
}

static int
find_parts(
    struct parts *parts, const json_t *document, struct gantry_error *error)
{
	struct bytes name;
	json_t *value;
	enum part part;

	json_object_keylen_foreach(
	    members_of(document), name.data, name.length, value)
	{
		part = find_part(name);
		if (part == PART_COUNT || parts->of[part] != NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "expected a document's name, fields, createTime "
			    "and updateTime, found %s",
			    bytes_show(name).text);
		parts->of[part] = value;
	}
	return 0;
}

static int
read_name(struct rest_name *name, const struct parts *parts,
    struct gantry_error *error)
{
	bool is_whole = parts->of[PART_NAME] != NULL;
	const json_t *given = parts->of[is_whole ? PART_NAME : PART_PATH];
	struct bytes text;

	if (!json_is_string(given) ||
	    (is_whole && parts->of[PART_PATH] != NULL))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected a document with its \"name\" in a string");
	text = (struct bytes){ json_string_value(given),
		json_string_length(given) };
	if (is_whole)
		return rest_name_read(text, name, error);
	*name = (struct rest_name){ .path = text };
	return rest_path_check(text, error);
}

static int
read_time(const json_t *value, const char *name, int64_t *microseconds,
    struct gantry_error *error)
{
	*microseconds = 0;
	if (value == NULL || json_is_null(value))
		return 0;
	if (json_is_string(value) &&
	    rest_read_timestamp((struct bytes){ json_string_value(value),
				    json_string_length(value) },
		microseconds) == 0)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "expected a time such as \"2024-02-29T12:34:56.789Z\" as the %s",
	    name);
}

static int
read_content(struct rest_document *working, const struct parts *parts,
    struct firestore_document *out, struct gantry_error *error)
{
	struct gantry_buffer *object = &working->object;

	gantry_buffer_reset(object);
	if (read_time(parts->of[PART_CREATE_TIME], "createTime",
		&out->create_time, error) == -1 ||
	    read_time(parts->of[PART_UPDATE_TIME], "updateTime",
		&out->update_time, error) == -1 ||
	    rest_fields_add(object, parts->of[PART_FIELDS], error) == -1)
		return -1;
	out->fields_length = object->length;
	gantry_buffer_putc(object, '\0');
	if (gantry_buffer_failed(object))
		return gantry_error_memory(error);
	out->fields = object->data;
	return 0;
}

int
rest_document_read(struct rest_document *working, const json_t *json,
    struct firestore_document *out, struct gantry_error *error)
{
	struct parts parts = { .of = { NULL } };

	/* Without a valid name there is no path. */
	working->name = (struct rest_name){ .path = { NULL, 0 } };

	if (!json_is_object(json))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected a document, an object");
	if (find_parts(&parts, json, error) == -1 ||
	    read_name(&working->name, &parts, error) == -1)
		return -1;
	out->path = working->name.path.data;
	out->path_length = working->name.path.length;
	if (read_content(working, &parts, out, error) == 0)
		return 0;
	return gantry_error_prefix(
	    error, "document %s", bytes_show(working->name.path).text);
}

void
rest_document_clear(struct rest_document *working)
{
	gantry_buffer_clear(&working->object);
	*working = (struct rest_document){ 0 };
}
