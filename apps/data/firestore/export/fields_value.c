/*
 * Writes one PropertyValue with its meaning as a REST value.  Each meaning is
 * valid for certain types only.  Any other pair is an error: guessing would
 * silently change the data.
 */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include <gantry/json.h>

#include "data/firestore/export/fields.h"
#include "data/firestore/export/reference.h"
#include "data/firestore/rest/rest.h"

/* The fields of a PropertyValue.  It has one or none. */
enum value_type {
	VALUE_NULL = 0,
	VALUE_INTEGER = 1,
	VALUE_BOOLEAN = 2,
	VALUE_STRING = 3,
	VALUE_DOUBLE = 4,
	VALUE_POINT = 5,
	VALUE_REFERENCE = 12,
};

#define POINT_X 6 /* the latitude */
#define POINT_Y 7 /* the longitude */

struct value {
	enum value_type type;
	struct protobuf message;
	struct protobuf_field field; /* unless it is VALUE_NULL */
};

static int
failed(
    const struct value *value, struct gantry_error *error, const char *reason)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "byte %zu of the record: %s",
	    protobuf_offset(&value->message, value->message.at), reason);
}

/* The wire type of a field of PropertyValue; -1 when it is unknown. */
static int
wire_type_of(uint32_t number)
{
	switch (number) {
	case VALUE_INTEGER:
	case VALUE_BOOLEAN:
		return PROTOBUF_VARINT;
	case VALUE_STRING:
		return PROTOBUF_BYTES;
	case VALUE_DOUBLE:
		return PROTOBUF_FIXED64;
	case VALUE_POINT:
	case VALUE_REFERENCE:
		return PROTOBUF_GROUP;
	default:
		return -1;
	}
}

static int
read_value(struct value *value, struct gantry_error *error)
{
	struct protobuf_field field;
	int type, status;

	status = protobuf_next(&value->message, &value->field, error);
	if (status != 1)
		return status;
	type = wire_type_of(value->field.number);
	if (type == -1)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "byte %zu of the record: expected a value of a type that "
		    "Firestore has, found type %" PRIu32,
		    protobuf_offset(&value->message, value->field.tag),
		    value->field.number);
	if (protobuf_expect(&value->message, &value->field,
		(enum protobuf_type)type, "a value", error) == -1)
		return -1;
	value->type = (enum value_type)value->field.number;
	status = protobuf_next(&value->message, &field, error);
	if (status == 1)
		return failed(value, error, "expected one value, found two");
	return status;
}

static double
double_of(uint64_t bits)
{
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

static int
add_string(const struct value *value, struct gantry_buffer *buffer,
    struct gantry_error *error)
{
	struct bytes string = value->field.bytes;

	if (!bytes_is_utf8(string))
		return failed(value, error, "expected a string in UTF-8");
	gantry_buffer_puts(buffer, "{\"stringValue\":");
	gantry_json_string(buffer, string.data, string.length);
	gantry_buffer_putc(buffer, '}');
	return 0;
}

static void
add_integer(const struct value *value, struct gantry_buffer *buffer)
{
	gantry_buffer_puts(buffer, "{\"integerValue\":\"");
	gantry_json_integer(buffer, (int64_t)value->field.value);
	gantry_buffer_puts(buffer, "\"}");
}

static void
add_double(const struct value *value, struct gantry_buffer *buffer)
{
	gantry_buffer_puts(buffer, "{\"doubleValue\":");
	rest_add_double(buffer, double_of(value->field.value));
	gantry_buffer_putc(buffer, '}');
}

static void
add_bytes(const struct value *value, struct gantry_buffer *buffer)
{
	gantry_buffer_puts(buffer, "{\"bytesValue\":");
	rest_add_bytes(buffer, value->field.bytes);
	gantry_buffer_putc(buffer, '}');
}

static int
add_timestamp(const struct value *value, struct gantry_buffer *buffer,
    struct gantry_error *error)
{
	gantry_buffer_puts(buffer, "{\"timestampValue\":");
	if (rest_add_timestamp(buffer, (int64_t)value->field.value) == -1)
		return failed(
		    value, error, "expected a time in the years 1 to 9999");
	gantry_buffer_putc(buffer, '}');
	return 0;
}

static int
add_point(const struct value *value, struct gantry_buffer *buffer,
    struct gantry_error *error)
{
	struct protobuf point = protobuf_enter(&value->message, &value->field);
	struct protobuf_field field;
	double latitude = NAN, longitude = NAN;
	int status;

	while ((status = protobuf_next(&point, &field, error)) == 1) {
		if (field.number != POINT_X && field.number != POINT_Y)
			continue;
		if (protobuf_expect(&point, &field, PROTOBUF_FIXED64,
			"a point's latitude or longitude", error) == -1)
			return -1;
		if (field.number == POINT_X)
			latitude = double_of(field.value);
		else
			longitude = double_of(field.value);
	}
	if (status == -1)
		return -1;
	/* A NaN is not in a range. */
	if (!(fabs(latitude) <= 90 && fabs(longitude) <= 180))
		return failed(value, error,
		    "expected a point's latitude from -90 to 90 and longitude "
		    "from -180 to 180");
	gantry_buffer_puts(buffer, "{\"geoPointValue\":{\"latitude\":");
	rest_add_double(buffer, latitude);
	gantry_buffer_puts(buffer, ",\"longitude\":");
	rest_add_double(buffer, longitude);
	gantry_buffer_puts(buffer, "}}");
	return 0;
}

static int
add_reference(struct fields *fields, struct gantry_buffer *buffer,
    const struct value *value, struct gantry_error *error)
{
	struct gantry_buffer *path = &fields->path, *name = &fields->name;
	struct reference reference;

	gantry_buffer_reset(path);
	gantry_buffer_reset(name);
	if (reference_read_value(protobuf_enter(&value->message, &value->field),
		&reference, path, error) == -1)
		return -1;
	/* The name of a document has no place for a namespace. */
	if (bytes_compare(reference.space, fields->space) != 0)
		return failed(value, error,
		    "expected a reference within the document's namespace");
	gantry_buffer_puts(name, "projects/");
	gantry_buffer_add(
	    name, reference.project.data, reference.project.length);
	gantry_buffer_puts(name, "/databases/");
	gantry_buffer_add(
	    name, reference.database.data, reference.database.length);
	gantry_buffer_puts(name, "/documents/");
	gantry_buffer_add(name, path->data, path->length);
	if (gantry_buffer_failed(path) || gantry_buffer_failed(name))
		return gantry_error_memory(error);
	gantry_buffer_puts(buffer, "{\"referenceValue\":");
	gantry_json_string(buffer, name->data, name->length);
	gantry_buffer_putc(buffer, '}');
	return 0;
}

/* Append a value that has no meaning of its own. */
static int
add_plain(struct fields *fields, struct gantry_buffer *buffer,
    const struct value *value, struct gantry_error *error)
{
	switch (value->type) {
	case VALUE_NULL:
		gantry_buffer_puts(buffer, "{\"nullValue\":null}");
		return 0;
	case VALUE_INTEGER:
		add_integer(value, buffer);
		return 0;
	case VALUE_BOOLEAN:
		gantry_buffer_puts(buffer,
		    value->field.value != 0 ? "{\"booleanValue\":true}"
					    : "{\"booleanValue\":false}");
		return 0;
	case VALUE_STRING:
		return add_string(value, buffer, error);
	case VALUE_DOUBLE:
		add_double(value, buffer);
		return 0;
	case VALUE_POINT:
		return add_point(value, buffer, error);
	case VALUE_REFERENCE:
		return add_reference(fields, buffer, value, error);
	}
	return failed(value, error, "expected a value");
}

/* The type that MEANING requires; -1 when Firestore has no such meaning. */
static int
type_of(int meaning)
{
	switch (meaning) {
	case FIELDS_MEANING_TIMESTAMP:
		return VALUE_INTEGER;
	case FIELDS_MEANING_POINT:
		return VALUE_POINT;
	case FIELDS_MEANING_VECTOR:
		return VALUE_DOUBLE;
	case FIELDS_MEANING_EMPTY_LIST:
		return VALUE_NULL;
	case FIELDS_MEANING_BLOB:
	case FIELDS_MEANING_TEXT:
	case FIELDS_MEANING_BYTE_STRING:
	case FIELDS_MEANING_ENTITY:
		return VALUE_STRING;
	default:
		return -1;
	}
}

/* The types of Enterprise edition, by their meanings from 32 on. */
#define ENTERPRISE_FIRST 32

static const char *const enterprise[] = { "DECIMAL128", "BYTES_WITH_SUBTYPE",
	"OBJECT_ID", "REGEX", "INT32", "REQUEST_TIMESTAMP", "MIN_VALUE",
	"MAX_VALUE" };

#define ENTERPRISE_COUNT (int)(sizeof(enterprise) / sizeof(enterprise[0]))

static int
check_meaning(
    const struct value *value, int meaning, struct gantry_error *error)
{
	int type = type_of(meaning);

	if (type == (int)value->type)
		return 0;
	if (meaning >= ENTERPRISE_FIRST &&
	    meaning < ENTERPRISE_FIRST + ENTERPRISE_COUNT)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "byte %zu of the record: expected a meaning of Standard "
		    "edition, found meaning %d, the %s of Enterprise edition, "
		    "whose encoding is not documented; --quarantine keeps such "
		    "documents",
		    protobuf_offset(&value->message, value->message.at),
		    meaning, enterprise[meaning - ENTERPRISE_FIRST]);
	if (type == -1)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "byte %zu of the record: expected a meaning that Firestore "
		    "has, found meaning %d",
		    protobuf_offset(&value->message, value->message.at),
		    meaning);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "byte %zu of the record: expected a value of type %d for meaning "
	    "%d, found type %d",
	    protobuf_offset(&value->message, value->message.at), type, meaning,
	    (int)value->type);
}

/* Append a value as its meaning says. */
static int
add_meant(struct fields *fields, struct gantry_buffer *buffer,
    const struct value *value, int meaning, struct gantry_error *error)
{
	if (check_meaning(value, meaning, error) == -1)
		return -1;
	switch (meaning) {
	case FIELDS_MEANING_TIMESTAMP:
		return add_timestamp(value, buffer, error);
	case FIELDS_MEANING_BLOB:
	case FIELDS_MEANING_BYTE_STRING:
		add_bytes(value, buffer);
		return 0;
	case FIELDS_MEANING_ENTITY:
		return fields_add_map(fields, buffer,
		    protobuf_enter(&value->message, &value->field), error);
	case FIELDS_MEANING_EMPTY_LIST:
		gantry_buffer_puts(buffer, "{\"arrayValue\":{}}");
		return 0;
	default:
		return add_plain(fields, buffer, value, error);
	}
}

int
fields_add_value(struct fields *fields, struct gantry_buffer *buffer,
    const struct property *property, struct gantry_error *error)
{
	struct value value = { .type = VALUE_NULL, .message = property->value };

	if (read_value(&value, error) == -1)
		return -1;
	if (property->meaning == FIELDS_MEANING_NONE)
		return add_plain(fields, buffer, &value, error);
	return add_meant(fields, buffer, &value, property->meaning, error);
}
