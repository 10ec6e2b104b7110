/*
 * Turns properties into fields: they are collected and sorted by name, so that
 * the elements of an array come together.  A property that would be lost, such
 * as a second one with the same name outside of an array, is an error.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/json.h>

#include "data/firestore/document.h"
#include "data/firestore/export/fields.h"

#define ENTITY_PROPERTY	    14
#define ENTITY_RAW_PROPERTY 15

#define PROPERTY_MEANING  1
#define PROPERTY_NAME	  3
#define PROPERTY_MULTIPLE 4
#define PROPERTY_VALUE	  5

#define FIELDS_FIRST_CAPACITY 64

/* What the elements of a vector are named in a map that is one. */
#define VECTOR_NAME "__vector__"

/* Up to this many are sorted without qsort(3), which is slower for few. */
#define FIELDS_FEW 8

/* Deeper fields are not named in an error, to leave room for the reason. */
#define FIELDS_NAMED_DEPTH 3

void
fields_clear(struct fields *fields)
{
	free(fields->properties);
	gantry_buffer_clear(&fields->path);
	gantry_buffer_clear(&fields->name);
	*fields = (struct fields){ 0 };
}

static int
failed(const struct property *property, struct gantry_error *error,
    const char *reason)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "byte %zu of the record: %s",
	    protobuf_offset(&property->value, property->value.at), reason);
}

static struct property *
add_property(struct fields *fields)
{
	struct property *properties;
	size_t capacity = fields->capacity;

	if (fields->count == capacity) {
		capacity = capacity > 0 ? capacity * 2 : FIELDS_FIRST_CAPACITY;
		if (capacity > SIZE_MAX / sizeof(*properties))
			return NULL;
		properties =
		    realloc(fields->properties, capacity * sizeof(*properties));
		if (properties == NULL)
			return NULL;
		fields->properties = properties;
		fields->capacity = capacity;
	}
	return &fields->properties[fields->count++];
}

static int
read_number(const struct protobuf *message, const struct protobuf_field *field,
    struct property *property, struct gantry_error *error)
{
	if (protobuf_expect(message, field, PROTOBUF_VARINT,
		"a property's meaning or multiplicity", error) == -1)
		return -1;
	if (field->number == PROPERTY_MULTIPLE)
		property->multiple = field->value != 0;
	else if (field->value > INT32_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "byte %zu of the record: expected a meaning",
		    protobuf_offset(message, field->tag));
	else
		property->meaning = (int)field->value;
	return 0;
}

static int
read_bytes(const struct protobuf *message, const struct protobuf_field *field,
    struct property *property, struct gantry_error *error)
{
	if (protobuf_expect(message, field, PROTOBUF_BYTES,
		"a property's name or value", error) == -1)
		return -1;
	if (field->number == PROPERTY_NAME)
		property->name = field->bytes;
	else
		property->value = protobuf_enter(message, field);
	return 0;
}

static int
check_property(const struct protobuf *message, const struct property *property,
    struct gantry_error *error)
{
	const char *reason = NULL;

	if (property->name.length == 0)
		reason = "expected the name of a field";
	else if (!bytes_is_utf8(property->name))
		reason = "expected the name of a field in UTF-8";
	else if (property->value.base == NULL)
		reason = "expected the value of a field";
	if (reason == NULL)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "byte %zu of the record: %s: field %s",
	    protobuf_offset(message, message->at), reason,
	    bytes_show(property->name).text);
}

static int
read_property(struct protobuf message, struct property *property,
    struct gantry_error *error)
{
	struct protobuf_field field;
	int status;

	while ((status = protobuf_next(&message, &field, error)) == 1) {
		if (field.number == PROPERTY_MEANING ||
		    field.number == PROPERTY_MULTIPLE)
			status = read_number(&message, &field, property, error);
		else if (field.number == PROPERTY_NAME ||
		    field.number == PROPERTY_VALUE)
			status = read_bytes(&message, &field, property, error);
		if (status == -1)
			return -1;
	}
	if (status == -1)
		return -1;
	return check_property(&message, property, error);
}

static int
compare_properties(const void *a, const void *b)
{
	const struct property *left = a, *right = b;
	int order = bytes_compare(left->name, right->name);

	if (order != 0)
		return order;
	return (left->order > right->order) - (left->order < right->order);
}

/* Sort few properties, or many that are sorted already. */
static bool
sort_by_insertion(struct property *property, size_t count)
{
	struct property taken;
	size_t i, at;

	for (i = 1; i < count; i++) {
		if (compare_properties(property + i - 1, property + i) <= 0)
			continue;
		if (count > FIELDS_FEW)
			return false;
		taken = property[i];
		for (at = i; at > 0 &&
		     compare_properties(property + at - 1, &taken) > 0;
		     at--)
			property[at] = property[at - 1];
		property[at] = taken;
	}
	return true;
}

/* Sort the properties from FIRST on. */
static void
sort(struct fields *fields, size_t first)
{
	size_t count = fields->count - first;
	struct property *property;

	if (count < 2)
		return;
	property = fields->properties + first;
	if (!sort_by_insertion(property, count))
		qsort(property, count, sizeof(*property), compare_properties);
}

/* Push the properties of ENTITY, sorted, on top of the others. */
static int
collect(
    struct fields *fields, struct protobuf entity, struct gantry_error *error)
{
	struct protobuf_field field;
	struct property *property;
	size_t first = fields->count;
	int status;

	while ((status = protobuf_next(&entity, &field, error)) == 1) {
		if (field.number != ENTITY_PROPERTY &&
		    field.number != ENTITY_RAW_PROPERTY)
			continue;
		if (protobuf_expect(&entity, &field, PROTOBUF_BYTES,
			"a property", error) == -1)
			return -1;
		property = add_property(fields);
		if (property == NULL)
			return gantry_error_memory(error);
		*property = (struct property){ .order = fields->count };
		if (read_property(
			protobuf_enter(&entity, &field), property, error) == -1)
			return -1;
	}
	if (status == -1)
		return -1;
	sort(fields, first);
	return 0;
}

static bool
is_vector(const struct property *property)
{
	return property->meaning == FIELDS_MEANING_VECTOR;
}

/* Append the elements of an array from FIRST up to LAST, which is excluded. */
static int
add_elements(struct fields *fields, struct gantry_buffer *buffer, size_t first,
    size_t last, struct gantry_error *error)
{
	bool vector = is_vector(&fields->properties[first]);
	struct property property;
	size_t i;

	gantry_buffer_puts(buffer, "{\"arrayValue\":{\"values\":[");
	for (i = first; i < last; i++) {
		/* A copy: the array may move while it grows. */
		property = fields->properties[i];
		if (!property.multiple)
			return failed(&property, error,
			    "expected an element of an array, found a value of "
			    "its own with the same name");
		if (is_vector(&property) != vector)
			return failed(&property, error,
			    "expected a vector or an array, found both");
		if (property.meaning == FIELDS_MEANING_EMPTY_LIST)
			return failed(
			    &property, error, "expected no array in an array");
		if (i > first)
			gantry_buffer_putc(buffer, ',');
		if (fields_add_value(fields, buffer, &property, error) == -1)
			return -1;
	}
	gantry_buffer_puts(buffer, "]}}");
	return 0;
}

/* Append the value of the properties FIRST up to LAST, which share a name. */
static int
add_value(struct fields *fields, struct gantry_buffer *buffer, size_t first,
    size_t last, struct gantry_error *error)
{
	struct property property = fields->properties[first];

	if (property.multiple) {
		if (!is_vector(&property))
			return add_elements(fields, buffer, first, last, error);
		gantry_buffer_puts(buffer,
		    "{\"mapValue\":{\"fields\":{\"__type__\":{\"stringValue\":"
		    "\"__vector__\"},\"value\":");
		if (add_elements(fields, buffer, first, last, error) == -1)
			return -1;
		gantry_buffer_puts(buffer, "}}}");
		return 0;
	}
	if (last - first > 1)
		return failed(&property, error,
		    "expected one value, found several that are not an array");
	if (is_vector(&property))
		return failed(&property, error,
		    "expected a vector's element to be marked as multiple");
	return fields_add_value(fields, buffer, &property, error);
}

/* Append the object of the properties from FIRST on. */
static int
add_object(struct fields *fields, struct gantry_buffer *buffer, size_t first,
    struct gantry_error *error)
{
	struct bytes name;
	size_t i, next, end = fields->count;

	gantry_buffer_putc(buffer, '{');
	for (i = first; i < end; i = next) {
		name = fields->properties[i].name;
		for (next = i + 1; next < end; next++) {
			if (bytes_compare(
				fields->properties[next].name, name) != 0)
				break;
		}
		if (i > first)
			gantry_buffer_putc(buffer, ',');
		gantry_json_string(buffer, name.data, name.length);
		gantry_buffer_putc(buffer, ':');
		if (add_value(fields, buffer, i, next, error) == -1) {
			if (fields->depth < FIELDS_NAMED_DEPTH)
				gantry_error_prefix(
				    error, "field %s", bytes_show(name).text);
			return -1;
		}
	}
	gantry_buffer_putc(buffer, '}');
	return 0;
}

int
fields_add_object(struct fields *fields, struct gantry_buffer *buffer,
    struct protobuf entity, struct gantry_error *error)
{
	fields->count = 0;
	fields->depth = 0;
	if (collect(fields, entity, error) == -1)
		return -1;
	return add_object(fields, buffer, 0, error);
}

/*
 * Is the map from FIRST on a vector in the form of emulator 1.22: nothing but
 * elements named __vector__?  Returns -1 with ERROR if only a part is.
 */
static int
is_vector_map(
    const struct fields *fields, size_t first, struct gantry_error *error)
{
	const struct property *property = &fields->properties[first];
	const struct bytes name = { VECTOR_NAME, strlen(VECTOR_NAME) };
	size_t i, named = 0, count = fields->count - first;

	for (i = 0; i < count; i++)
		if (bytes_compare(property[i].name, name) == 0)
			named++;
	if (named == 0 || named == count)
		return named > 0;
	return failed(property, error,
	    "expected a map or a vector, found fields beside " VECTOR_NAME);
}

/* Append the vector whose elements are the properties from FIRST on. */
static int
add_vector_map(struct fields *fields, struct gantry_buffer *buffer,
    size_t first, struct gantry_error *error)
{
	struct property *property;
	size_t i;

	for (i = first; i < fields->count; i++) {
		property = &fields->properties[i];
		if (property->meaning != FIELDS_MEANING_NONE)
			return failed(property, error,
			    "expected a number without a meaning in a vector");
		property->meaning = FIELDS_MEANING_VECTOR;
	}
	return add_value(fields, buffer, first, fields->count, error);
}

/* Append the map of the properties from FIRST on. */
static int
add_map(struct fields *fields, struct gantry_buffer *buffer, size_t first,
    struct gantry_error *error)
{
	int status;

	gantry_buffer_puts(buffer, "{\"mapValue\":{\"fields\":");
	fields->depth++;
	status = add_object(fields, buffer, first, error);
	fields->depth--;
	gantry_buffer_puts(buffer, "}}");
	return status;
}

int
fields_add_map(struct fields *fields, struct gantry_buffer *buffer,
    struct protobuf entity, struct gantry_error *error)
{
	size_t first = fields->count;
	int status;

	if (fields->depth == FIELDS_DEPTH_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "byte %zu of the record: expected maps nested at most %d "
		    "deep",
		    protobuf_offset(&entity, entity.at), FIELDS_DEPTH_MAX);
	if (collect(fields, entity, error) == -1)
		return -1;
	if (fields->count == first) {
		gantry_buffer_puts(buffer, "{\"mapValue\":{}}");
		return 0;
	}
	status = is_vector_map(fields, first, error);
	if (status == 1)
		status = add_vector_map(fields, buffer, first, error);
	else if (status == 0)
		status = add_map(fields, buffer, first, error);
	fields->count = first;
	return status;
}
