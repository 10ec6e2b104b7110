/*
 * Decodes keys and references.  A path from here consists of pairs of
 * collection and document ids without '/', so that it can be joined with '/'.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "data/firestore/export/reference.h"
#include "data/firestore/ids.h"

#define REFERENCE_APP	   13
#define REFERENCE_PATH	   14 /* a key's Path, or a value's PathElement */
#define REFERENCE_SPACE	   20
#define REFERENCE_DATABASE 23
#define PATH_ELEMENT	   1

/* The numbers of the fields of a path element. */
struct element_fields {
	uint32_t type, id, name;
};

static const struct element_fields key_fields = { 2, 3, 4 };
static const struct element_fields value_fields = { 15, 16, 17 };

static int
failed(const struct protobuf *message, struct gantry_error *error,
    const char *reason)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "byte %zu of the record: %s", protobuf_offset(message, message->at),
	    reason);
}

static int
check_id(
    const struct protobuf *message, struct bytes id, struct gantry_error *error)
{
	const char *reason = id_find_fault(id);

	if (reason == NULL)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "byte %zu of the record: %s: %s",
	    protobuf_offset(message, message->at), reason, bytes_show(id).text);
}

struct element {
	struct bytes type, name;
	int64_t id;
	bool has_type, has_name, has_id;
};

static int
read_element(struct protobuf *message, const struct element_fields *fields,
    struct element *element, struct gantry_error *error)
{
	struct protobuf_field field;
	int status;

	while ((status = protobuf_next(message, &field, error)) == 1) {
		if (field.number == fields->type) {
			if (protobuf_expect(message, &field, PROTOBUF_BYTES,
				"a collection id", error) == -1)
				return -1;
			element->type = field.bytes;
			element->has_type = true;
		} else if (field.number == fields->name) {
			if (protobuf_expect(message, &field, PROTOBUF_BYTES,
				"a document id", error) == -1)
				return -1;
			element->name = field.bytes;
			element->has_name = true;
		} else if (field.number == fields->id) {
			if (protobuf_expect(message, &field, PROTOBUF_VARINT,
				"a numeric id", error) == -1)
				return -1;
			element->id = (int64_t)field.value;
			element->has_id = true;
		}
	}
	return status;
}

/* Append "collection/id", after a '/' unless it is the first pair. */
static int
add_element(struct protobuf message, const struct element_fields *fields,
    struct gantry_buffer *path, bool first, struct gantry_error *error)
{
	struct element element = { 0 };

	if (read_element(&message, fields, &element, error) == -1)
		return -1;
	if (!element.has_type || element.has_name == element.has_id)
		return failed(&message, error,
		    "expected a collection id with a name or a number");
	if (check_id(&message, element.type, error) == -1)
		return -1;
	if (element.has_name && check_id(&message, element.name, error) == -1)
		return -1;
	if (!first)
		gantry_buffer_putc(path, '/');
	gantry_buffer_add(path, element.type.data, element.type.length);
	gantry_buffer_putc(path, '/');
	if (element.has_name)
		gantry_buffer_add(path, element.name.data, element.name.length);
	else
		gantry_buffer_printf(path, "__id%" PRId64 "__", element.id);
	return 0;
}

static int
add_path(struct protobuf message, struct gantry_buffer *path, size_t *elements,
    struct gantry_error *error)
{
	struct protobuf_field field;
	int status;

	while ((status = protobuf_next(&message, &field, error)) == 1) {
		if (field.number != PATH_ELEMENT)
			continue;
		if (protobuf_expect(&message, &field, PROTOBUF_GROUP,
			"a path element", error) == -1 ||
		    add_element(protobuf_enter(&message, &field), &key_fields,
			path, (*elements)++ == 0, error) == -1)
			return -1;
	}
	return status;
}

/* Get the project of "e~project", which begins with a region. */
static struct bytes
project_of(struct bytes app)
{
	const char *tilde;

	if (app.length == 0)
		return app;
	tilde = memchr(app.data, '~', app.length);
	if (tilde == NULL)
		return app;
	return (struct bytes){ tilde + 1,
		app.length - (size_t)(tilde + 1 - app.data) };
}

/* Read a field that keys and references share; ignore others. */
static int
read_origin(struct protobuf *message, const struct protobuf_field *field,
    struct reference *reference, struct gantry_error *error)
{
	if (field->number != REFERENCE_APP &&
	    field->number != REFERENCE_DATABASE &&
	    field->number != REFERENCE_SPACE)
		return 0;
	if (protobuf_expect(message, field, PROTOBUF_BYTES,
		"a project, database or namespace", error) == -1)
		return -1;
	if (field->bytes.length == 0)
		return 0;
	if (field->number == REFERENCE_SPACE) {
		reference->space = field->bytes;
		return check_id(message, field->bytes, error);
	}
	if (field->number == REFERENCE_DATABASE) {
		reference->database = field->bytes;
		return check_id(message, field->bytes, error);
	}
	reference->project = project_of(field->bytes);
	return check_id(message, reference->project, error);
}

static int
check_reference(const struct protobuf *message,
    const struct reference *reference, size_t elements,
    struct gantry_error *error)
{
	if (elements == 0)
		return failed(message, error, "expected a document's path");
	if (reference->project.length == 0)
		return failed(message, error, "expected a project");
	return 0;
}

static struct reference
empty_reference(void)
{
	static const char database[] = "(default)";

	return (
	    struct reference){ .database = { database, sizeof(database) - 1 } };
}

/* Append FIELD, the path or an element of it, and count the ELEMENTS. */
typedef int read_path(struct protobuf *message,
    const struct protobuf_field *field, struct gantry_buffer *path,
    size_t *elements, struct gantry_error *error);

static int
read_reference(struct protobuf message, read_path *read,
    struct reference *reference, struct gantry_buffer *path,
    struct gantry_error *error)
{
	struct protobuf_field field;
	size_t elements = 0;
	int status;

	*reference = empty_reference();
	while ((status = protobuf_next(&message, &field, error)) == 1) {
		if (read_origin(&message, &field, reference, error) == -1)
			return -1;
		if (field.number == REFERENCE_PATH &&
		    read(&message, &field, path, &elements, error) == -1)
			return -1;
	}
	if (status == -1)
		return -1;
	return check_reference(&message, reference, elements, error);
}

static int
read_key_path(struct protobuf *message, const struct protobuf_field *field,
    struct gantry_buffer *path, size_t *elements, struct gantry_error *error)
{
	if (protobuf_expect(message, field, PROTOBUF_BYTES, "a path", error) ==
	    -1)
		return -1;
	return add_path(protobuf_enter(message, field), path, elements, error);
}

/* In a reference value, each element is a group of its own. */
static int
read_value_path(struct protobuf *message, const struct protobuf_field *field,
    struct gantry_buffer *path, size_t *elements, struct gantry_error *error)
{
	if (protobuf_expect(
		message, field, PROTOBUF_GROUP, "a path element", error) == -1)
		return -1;
	return add_element(protobuf_enter(message, field), &value_fields, path,
	    (*elements)++ == 0, error);
}

int
reference_read_key(struct protobuf message, struct reference *reference,
    struct gantry_buffer *path, struct gantry_error *error)
{
	return read_reference(message, read_key_path, reference, path, error);
}

int
reference_read_value(struct protobuf message, struct reference *reference,
    struct gantry_buffer *path, struct gantry_error *error)
{
	return read_reference(message, read_value_path, reference, path, error);
}
