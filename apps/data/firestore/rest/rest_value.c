/*
 * Writes REST values in one canonical form.  A value has one kind; a value that
 * does not fit its kind, or would lose data, is an error.
 */
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <gantry/json.h>

#include "data/firestore/members.h"
#include "data/firestore/rest/rest.h"
#include "data/firestore/rest/rest_name.h"
#include "data/firestore/rest/rest_read.h"
#include "data/firestore/rest/rest_value.h"
#include "data/firestore/rest/rest_write.h"

static int
expected(struct gantry_error *error, const char *what)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT, "expected %s", what);
}

static struct bytes
bytes_of(const json_t *string)
{
	return (struct bytes){ json_string_value(string),
		json_string_length(string) };
}

/* The same, quoting the value when it is a string. */
static int
not_expected(struct gantry_error *error, const char *what, const json_t *value)
{
	if (!json_is_string(value))
		return expected(error, what);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "expected %s, found %s", what, bytes_show(bytes_of(value)).text);
}

static int
add_null(
    struct rest_writer *writer, const json_t *value, struct gantry_error *error)
{
	if (!json_is_null(value) &&
	    !(json_is_integer(value) && json_integer_value(value) == 0) &&
	    !(json_is_string(value) &&
		bytes_is_equal(bytes_of(value), "NULL_VALUE")))
		return not_expected(error, "null", value);
	gantry_buffer_puts(writer->buffer, "null");
	return 0;
}

static int
add_boolean(
    struct rest_writer *writer, const json_t *value, struct gantry_error *error)
{
	if (!json_is_boolean(value))
		return not_expected(error, "true or false", value);
	gantry_buffer_puts(
	    writer->buffer, json_is_true(value) ? "true" : "false");
	return 0;
}

/* Is it a whole number that a double stands for alone, such as 5.0? */
static bool
is_exact(double value)
{
	const double most = 9007199254740991.0; /* 2^53-1 */

	return value >= -most && value <= most && floor(value) == value;
}

static int
add_integer(
    struct rest_writer *writer, const json_t *value, struct gantry_error *error)
{
	int64_t integer;

	if (json_is_integer(value))
		integer = json_integer_value(value);
	else if (json_is_real(value) && is_exact(json_real_value(value)))
		integer = (int64_t)json_real_value(value);
	else if (!json_is_string(value) ||
	    rest_read_whole(bytes_of(value), &integer) == -1)
		return not_expected(
		    error, "an integer from -2^63 to 2^63-1", value);
	gantry_buffer_putc(writer->buffer, '"');
	gantry_json_integer(writer->buffer, integer);
	gantry_buffer_putc(writer->buffer, '"');
	return 0;
}

/* Read a number, or one in a string, as protobuf's JSON allows. */
static bool
read_number(const json_t *value, double *number)
{
	if (json_is_string(value))
		return rest_read_double(bytes_of(value), number) == 0;
	*number = json_number_value(value);
	return json_is_number(value);
}

static int
add_double(
    struct rest_writer *writer, const json_t *value, struct gantry_error *error)
{
	double number;

	if (read_number(value, &number))
		rest_add_double(writer->buffer, number);
	else if (json_is_string(value) &&
	    bytes_is_equal(bytes_of(value), "NaN"))
		rest_add_double(writer->buffer, NAN);
	else if (json_is_string(value) &&
	    bytes_is_equal(bytes_of(value), "Infinity"))
		rest_add_double(writer->buffer, INFINITY);
	else if (json_is_string(value) &&
	    bytes_is_equal(bytes_of(value), "-Infinity"))
		rest_add_double(writer->buffer, -INFINITY);
	else
		return not_expected(error,
		    "a number, \"NaN\", \"Infinity\" or \"-Infinity\"", value);
	return 0;
}

static int
add_string(
    struct rest_writer *writer, const json_t *value, struct gantry_error *error)
{
	if (!json_is_string(value))
		return expected(error, "a string");
	gantry_json_string(writer->buffer, json_string_value(value),
	    json_string_length(value));
	return 0;
}

static int
add_timestamp(
    struct rest_writer *writer, const json_t *value, struct gantry_error *error)
{
	struct rest_instant instant;
	int64_t microseconds;

	if (writer->is_operand && json_is_string(value) &&
	    rest_read_instant(bytes_of(value), &instant) == 0)
		return add_string(writer, value, error);
	if (json_is_string(value) &&
	    rest_read_timestamp(bytes_of(value), &microseconds) == 0 &&
	    rest_add_timestamp(writer->buffer, microseconds) == 0)
		return 0;
	return not_expected(error,
	    "a time such as \"2024-02-29T12:34:56.789Z\" in the years 1 to "
	    "9999",
	    value);
}

static int
add_bytes(
    struct rest_writer *writer, const json_t *value, struct gantry_error *error)
{
	if (json_is_string(value) &&
	    rest_add_base64(writer->buffer, bytes_of(value)) == 0)
		return 0;
	return not_expected(error, "bytes in base64", value);
}

static int
add_reference(
    struct rest_writer *writer, const json_t *value, struct gantry_error *error)
{
	struct rest_name name;

	if (!json_is_string(value))
		return expected(error, "a document's name in a string");
	if (rest_name_read(bytes_of(value), &name, error) == -1)
		return -1;
	if (name.project.length == 0)
		return not_expected(error,
		    "a reference that begins with projects/PROJECT/databases/"
		    "DATABASE/documents/",
		    value);
	return add_string(writer, value, error);
}

/* Null is as good as nothing in protobuf's JSON. */
static bool
is_absent(const json_t *value)
{
	return value == NULL || json_is_null(value);
}

struct coordinate {
	const char *name;
	int most; /* degrees */
};

static const struct coordinate latitude = { "latitude", 90 };
static const struct coordinate longitude = { "longitude", 180 };

static int
add_coordinate(struct rest_writer *writer, const json_t *point,
    const struct coordinate *of, struct gantry_error *error)
{
	const json_t *value = json_object_get(point, of->name);
	double number = 0;

	if ((!is_absent(value) && !read_number(value, &number)) ||
	    number < -of->most || number > of->most)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected a number from -%d to %d as the %s", of->most,
		    of->most, of->name);
	rest_add_double(writer->buffer, number);
	return 0;
}

static int
add_point(
    struct rest_writer *writer, const json_t *value, struct gantry_error *error)
{
	size_t known = (json_object_get(value, "latitude") != NULL) +
	    (json_object_get(value, "longitude") != NULL);

	if (!json_is_object(value) || json_object_size(value) != known)
		return expected(error, "a latitude and a longitude");
	gantry_buffer_puts(writer->buffer, "{\"latitude\":");
	if (add_coordinate(writer, value, &latitude, error) == -1)
		return -1;
	gantry_buffer_puts(writer->buffer, ",\"longitude\":");
	if (add_coordinate(writer, value, &longitude, error) == -1)
		return -1;
	gantry_buffer_putc(writer->buffer, '}');
	return 0;
}

static int
add_array(
    struct rest_writer *writer, const json_t *value, struct gantry_error *error)
{
	const json_t *values = json_object_get(value, "values");

	if (!json_is_object(value) ||
	    json_object_size(value) != (values != NULL) ||
	    (!is_absent(values) && !json_is_array(values)))
		return expected(
		    error, "an object with the array \"values\" or nothing");
	return rest_write_array(
	    writer, is_absent(values) ? NULL : values, error);
}

static int
add_map(
    struct rest_writer *writer, const json_t *value, struct gantry_error *error)
{
	const json_t *fields = json_object_get(value, "fields");

	if (!json_is_object(value) ||
	    json_object_size(value) != (fields != NULL) ||
	    (!is_absent(fields) && !json_is_object(fields)))
		return expected(
		    error, "an object with the object \"fields\" or nothing");
	return rest_write_map(writer, is_absent(fields) ? NULL : fields, error);
}

static const struct kind {
	const char *name, *snake;
	rest_write_value *add;
} kinds[] = {
	{ "stringValue", "string_value", add_string },
	{ "integerValue", "integer_value", add_integer },
	{ "doubleValue", "double_value", add_double },
	{ "booleanValue", "boolean_value", add_boolean },
	{ "timestampValue", "timestamp_value", add_timestamp },
	{ "mapValue", "map_value", add_map },
	{ "arrayValue", "array_value", add_array },
	{ "nullValue", "null_value", add_null },
	{ "referenceValue", "reference_value", add_reference },
	{ "geoPointValue", "geo_point_value", add_point },
	{ "bytesValue", "bytes_value", add_bytes },
};

static const struct kind *
find_kind(struct bytes name)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (bytes_is_equal(name, kinds[i].name) ||
		    bytes_is_equal(name, kinds[i].snake))
			return &kinds[i];
	}
	return NULL;
}

static int
add_value(
    struct rest_writer *writer, const json_t *value, struct gantry_error *error)
{
	json_t *object = members_of(value);
	const struct kind *kind;
	struct bytes name;
	void *member;

	if (!json_is_object(value))
		return expected(
		    error, "a value such as {\"stringValue\":\"...\"}");
	if (json_object_size(value) != 1)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected a value of one kind, found %zu",
		    json_object_size(value));
	member = json_object_iter(object);
	name = (struct bytes){ json_object_iter_key(member),
		json_object_iter_key_len(member) };
	kind = find_kind(name);
	if (kind == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected a kind of value that Firestore has, found %s",
		    bytes_show(name).text);
	gantry_buffer_puts(writer->buffer, "{\"");
	gantry_buffer_puts(writer->buffer, kind->name);
	gantry_buffer_puts(writer->buffer, "\":");
	if (kind->add(writer, json_object_iter_value(member), error) == -1)
		return -1;
	gantry_buffer_putc(writer->buffer, '}');
	return 0;
}

int
rest_fields_add(struct gantry_buffer *buffer, const json_t *fields,
    struct gantry_error *error)
{
	struct rest_writer writer = { .buffer = buffer, .write = add_value };

	if (is_absent(fields)) {
		gantry_buffer_puts(buffer, "{}");
		return 0;
	}
	if (!json_is_object(fields))
		return expected(error, "an object of fields");
	return rest_write_fields(&writer, fields, error);
}

int
rest_operand_add(struct gantry_buffer *buffer, const json_t *value,
    struct gantry_error *error)
{
	struct rest_writer writer = {
		.buffer = buffer,
		.write = add_value,
		.is_operand = true,
	};

	return add_value(&writer, value, error);
}
