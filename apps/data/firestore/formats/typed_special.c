/*
 * Recognizes objects by all of their members: one with another member is a map
 * that only looks similar.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/json.h>

#include "data/firestore/bytes.h"
#include "data/firestore/formats/typed.h"
#include "data/firestore/rest/rest.h"
#include "data/firestore/rest/rest_name.h"
#include "data/firestore/rest/rest_read.h"

#define SECOND	    1000000 /* in microseconds */
#define NANOSECONDS 1000000000
/* The seconds of the years 1 to 9999. */
#define FIRST_SECOND (-62135596800)
#define LAST_SECOND  253402300799

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

/* Are the members of OBJECT A and B, and no others? */
static bool
is_pair(const json_t *object, const char *a, const char *b)
{
	return json_object_size(object) == 2 &&
	    json_object_get(object, a) != NULL &&
	    json_object_get(object, b) != NULL;
}

static bool
is_time(const json_t *seconds, const json_t *nanoseconds)
{
	return json_is_integer(seconds) && json_is_integer(nanoseconds) &&
	    json_integer_value(seconds) >= FIRST_SECOND &&
	    json_integer_value(seconds) <= LAST_SECOND &&
	    json_integer_value(nanoseconds) >= 0 &&
	    json_integer_value(nanoseconds) < NANOSECONDS;
}

static int
add_time(struct gantry_buffer *buffer, const json_t *seconds,
    const json_t *nanoseconds, struct gantry_error *error)
{
	if (!is_time(seconds, nanoseconds))
		return expected(error,
		    "a time as seconds in the years 1 to 9999, and nanoseconds "
		    "from 0 to 999999999");
	gantry_buffer_puts(buffer, "\"timestampValue\":");
	rest_add_timestamp(buffer,
	    (int64_t)json_integer_value(seconds) * SECOND +
		json_integer_value(nanoseconds) / 1000);
	return 1;
}

static bool
is_point(const json_t *latitude, const json_t *longitude)
{
	return json_is_number(latitude) && json_is_number(longitude) &&
	    fabs(json_number_value(latitude)) <= 90 &&
	    fabs(json_number_value(longitude)) <= 180;
}

static int
add_point(struct gantry_buffer *buffer, const json_t *latitude,
    const json_t *longitude, struct gantry_error *error)
{
	if (!is_point(latitude, longitude))
		return expected(error,
		    "a latitude from -90 to 90 and a longitude from -180 to "
		    "180");
	gantry_buffer_puts(buffer, "\"geoPointValue\":{\"latitude\":");
	rest_add_double(buffer, json_number_value(latitude));
	gantry_buffer_puts(buffer, ",\"longitude\":");
	rest_add_double(buffer, json_number_value(longitude));
	gantry_buffer_putc(buffer, '}');
	return 1;
}

/* Without a project it stays the text of the path. */
static int
add_reference(struct typed *typed, struct gantry_buffer *buffer,
    struct bytes path, struct gantry_error *error)
{
	struct gantry_buffer name = { 0 };
	struct rest_name parts;
	int status;

	status = rest_name_read(path, &parts, error);
	if (status == 0 && parts.project.length > 0) {
		gantry_buffer_puts(buffer, "\"referenceValue\":");
		gantry_json_string(buffer, path.data, path.length);
	} else if (status == 0 && typed->project == NULL) {
		typed->counts.references++;
		gantry_buffer_puts(buffer, "\"stringValue\":");
		gantry_json_string(buffer, path.data, path.length);
	} else if (status == 0) {
		gantry_buffer_printf(&name,
		    "projects/%s/databases/%s/documents/", typed->project,
		    typed->database);
		gantry_buffer_add(&name, path.data, path.length);
		gantry_buffer_puts(buffer, "\"referenceValue\":");
		if (gantry_buffer_failed(&name))
			status = gantry_error_memory(error);
		else
			gantry_json_string(buffer, name.data, name.length);
	}
	gantry_buffer_clear(&name);
	return status == 0 ? 1 : -1;
}

/* {"_firestore":{"projectId":"p"},"_path":{"segments":["users","alice"]}} */
static int
add_segments(struct typed *typed, struct gantry_buffer *buffer,
    const json_t *object, struct gantry_error *error)
{
	const json_t *segments =
	    json_object_get(json_object_get(object, "_path"), "segments");
	const char *project = json_string_value(json_object_get(
	    json_object_get(object, "_firestore"), "projectId"));
	struct typed own = *typed;
	struct gantry_buffer path = { 0 };
	const json_t *segment;
	int status = 0;
	size_t i;

	if (project != NULL)
		own.project = project;
	for (i = 0; i < json_array_size(segments) && status == 0; i++) {
		segment = json_array_get(segments, i);
		if (!json_is_string(segment))
			status = expected(error, "texts in \"segments\"");
		if (i > 0)
			gantry_buffer_putc(&path, '/');
		gantry_buffer_add(&path, json_string_value(segment),
		    json_string_length(segment));
	}
	if (status == 0 && gantry_buffer_failed(&path))
		status = gantry_error_memory(error);
	if (status == 0)
		status = add_reference(&own, buffer,
		    (struct bytes){ path.data, path.length }, error);
	typed->counts = own.counts;
	gantry_buffer_clear(&path);
	return status;
}

/* The elements are bytes, 0 to 255. */
static int
add_bytes(struct gantry_buffer *buffer, const json_t *data,
    struct gantry_error *error)
{
	struct gantry_buffer raw = { 0 };
	const json_t *byte;
	size_t i;

	for (i = 0; i < json_array_size(data); i++) {
		byte = json_array_get(data, i);
		if (!json_is_integer(byte) || json_integer_value(byte) < 0 ||
		    json_integer_value(byte) > 255) {
			gantry_buffer_clear(&raw);
			return expected(error, "bytes from 0 to 255");
		}
		gantry_buffer_putc(&raw, (char)json_integer_value(byte));
	}
	gantry_buffer_puts(buffer, "\"bytesValue\":");
	rest_add_bytes(buffer, (struct bytes){ raw.data, raw.length });
	if (gantry_buffer_failed(&raw))
		buffer->failed = true;
	gantry_buffer_clear(&raw);
	return 1;
}

static bool
are_numbers(const json_t *values)
{
	size_t i;

	if (!json_is_array(values))
		return false;
	for (i = 0; i < json_array_size(values); i++)
		if (!json_is_number(json_array_get(values, i)))
			return false;
	return true;
}

/* As Firestore's REST API gives a vector. */
static int
add_vector(struct gantry_buffer *buffer, const json_t *values)
{
	size_t i;

	gantry_buffer_puts(buffer,
	    "\"mapValue\":{\"fields\":{\"__type__\":{\"stringValue\":"
	    "\"__vector__\"},\"value\":{\"arrayValue\":{\"values\":[");
	for (i = 0; i < json_array_size(values); i++) {
		gantry_buffer_puts(
		    buffer, i > 0 ? ",{\"doubleValue\":" : "{\"doubleValue\":");
		rest_add_double(
		    buffer, json_number_value(json_array_get(values, i)));
		gantry_buffer_putc(buffer, '}');
	}
	gantry_buffer_puts(buffer, "]}}}}");
	return 1;
}

/* {"type":"firestore/timestamp/1.0","seconds":1,"nanoseconds":0} */
static int
add_marked(struct typed *typed, struct gantry_buffer *buffer,
    const json_t *object, struct gantry_error *error)
{
	const char *type = json_string_value(json_object_get(object, "type"));
	const json_t *key = json_object_get(object, "referencePath");

	if (type == NULL || strncmp(type, "firestore/", 10) != 0)
		return 0;
	if (strncmp(type, "firestore/timestamp/", 20) == 0)
		return add_time(buffer, json_object_get(object, "seconds"),
		    json_object_get(object, "nanoseconds"), error);
	if (strncmp(type, "firestore/geoPoint/", 19) == 0)
		return add_point(buffer, json_object_get(object, "latitude"),
		    json_object_get(object, "longitude"), error);
	if (strncmp(type, "firestore/documentReference/", 28) == 0 &&
	    json_is_string(key))
		return add_reference(typed, buffer, bytes_of(key), error);
	if (strncmp(type, "firestore/vectorValue/", 22) == 0 &&
	    are_numbers(json_object_get(object, "vectorValues")))
		return add_vector(
		    buffer, json_object_get(object, "vectorValues"));
	return 0;
}

int
typed_add_client(struct typed *typed, struct gantry_buffer *buffer,
    const json_t *object, struct gantry_error *error)
{
	static const struct {
		const char *a, *b;
		bool (*is)(const json_t *a, const json_t *b);
		int (*add)(struct gantry_buffer *buffer, const json_t *a,
		    const json_t *b, struct gantry_error *error);
	} pairs[] = {
		{ "_seconds", "_nanoseconds", is_time, add_time },
		{ "seconds", "nanoseconds", is_time, add_time },
		{ "_latitude", "_longitude", is_point, add_point },
	};
	const char *type = json_string_value(json_object_get(object, "type"));
	const json_t *data = json_object_get(object, "data");
	const json_t *a, *b;
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		a = json_object_get(object, pairs[i].a);
		b = json_object_get(object, pairs[i].b);
		if (is_pair(object, pairs[i].a, pairs[i].b) &&
		    pairs[i].is(a, b))
			return pairs[i].add(buffer, a, b, error);
	}
	if (json_array_size(json_object_get(
		json_object_get(object, "_path"), "segments")) > 0)
		return add_segments(typed, buffer, object, error);
	if (type != NULL && strcmp(type, "Buffer") == 0 &&
	    json_object_size(object) == 2 && json_is_array(data))
		return add_bytes(buffer, data, error);
	if (json_object_size(object) == 1 &&
	    are_numbers(json_object_get(object, "_values")))
		return add_vector(buffer, json_object_get(object, "_values"));
	return add_marked(typed, buffer, object, error);
}

static int
add_text_time(struct gantry_buffer *buffer, const json_t *value,
    struct gantry_error *error)
{
	int64_t microseconds;

	if (!json_is_string(value) ||
	    rest_read_timestamp(bytes_of(value), &microseconds) == -1)
		return expected(
		    error, "a time such as \"2024-02-29T12:34:56.789Z\"");
	gantry_buffer_puts(buffer, "\"timestampValue\":");
	rest_add_timestamp(buffer, microseconds);
	return 1;
}

int
typed_add_datatype(struct typed *typed, struct gantry_buffer *buffer,
    const json_t *object, struct gantry_error *error)
{
	const char *type =
	    json_string_value(json_object_get(object, "__datatype__"));
	const json_t *value = json_object_get(object, "value");

	if (type == NULL || value == NULL || json_object_size(object) != 2)
		return 0;
	if (strcmp(type, "timestamp") == 0)
		return json_is_string(value)
		    ? add_text_time(buffer, value, error)
		    : add_time(buffer, json_object_get(value, "_seconds"),
			  json_object_get(value, "_nanoseconds"), error);
	if (strcmp(type, "geopoint") == 0)
		return add_point(buffer, json_object_get(value, "_latitude"),
		    json_object_get(value, "_longitude"), error);
	if (strcmp(type, "documentReference") == 0 && json_is_string(value))
		return add_reference(typed, buffer, bytes_of(value), error);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "expected timestamp, geopoint or documentReference as "
	    "\"__datatype__\", found %s",
	    bytes_show((struct bytes){ type, strlen(type) }).text);
}

/* {"$date":"2024-...Z"}, or milliseconds as a number or {"$numberLong"}. */
static int
add_mongo_date(struct gantry_buffer *buffer, const json_t *value,
    struct gantry_error *error)
{
	const json_t *text = json_object_get(value, "$numberLong");
	const int64_t most = LAST_SECOND * (int64_t)1000 + 999;
	int64_t milliseconds;

	if (json_is_string(value))
		return add_text_time(buffer, value, error);
	if (json_is_integer(value))
		milliseconds = json_integer_value(value);
	else if (!json_is_string(text) ||
	    rest_read_integer(bytes_of(text), &milliseconds) == -1)
		return expected(error, "a time or milliseconds as \"$date\"");
	if (milliseconds < FIRST_SECOND * 1000 || milliseconds > most)
		return expected(error, "a time in the years 1 to 9999");
	gantry_buffer_puts(buffer, "\"timestampValue\":");
	rest_add_timestamp(buffer, milliseconds * 1000);
	return 1;
}

static int
add_mongo_integer(struct gantry_buffer *buffer, const json_t *value,
    struct gantry_error *error)
{
	int64_t integer = json_integer_value(value);

	if (!json_is_integer(value) &&
	    (!json_is_string(value) ||
		rest_read_integer(bytes_of(value), &integer) == -1))
		return expected(error, "an integer from -2^63 to 2^63-1");
	gantry_buffer_printf(
	    buffer, "\"integerValue\":\"%" PRId64 "\"", integer);
	return 1;
}

static int
add_mongo_double(struct gantry_buffer *buffer, const json_t *value,
    struct gantry_error *error)
{
	const struct bytes text = bytes_of(value);
	double number = json_number_value(value);

	if (json_is_string(value) && bytes_is_equal(text, "NaN"))
		number = NAN;
	else if (json_is_string(value) && bytes_is_equal(text, "Infinity"))
		number = INFINITY;
	else if (json_is_string(value) && bytes_is_equal(text, "-Infinity"))
		number = -INFINITY;
	else if (!json_is_number(value) &&
	    (!json_is_string(value) || rest_read_double(text, &number) == -1))
		return expected(error, "a number as \"$numberDouble\"");
	gantry_buffer_puts(buffer, "\"doubleValue\":");
	rest_add_double(buffer, number);
	return 1;
}

/* A map with the reserved name that Firestore's REST API has for the type. */
static int
add_reserved(struct gantry_buffer *buffer, const char *name,
    const json_t *value, struct gantry_error *error)
{
	if (!json_is_string(value))
		return expected(error, "a text in Extended JSON");
	gantry_buffer_printf(
	    buffer, "\"mapValue\":{\"fields\":{\"%s\":{\"stringValue\":", name);
	gantry_json_string(
	    buffer, json_string_value(value), json_string_length(value));
	gantry_buffer_puts(buffer, "}}}");
	return 1;
}

/* {"$binary":{"base64":"...","subType":"00"}}, other subtypes stay maps. */
static int
add_mongo_binary(struct gantry_buffer *buffer, const json_t *value,
    struct gantry_error *error)
{
	const json_t *text = json_object_get(value, "base64");
	const char *type = json_string_value(json_object_get(value, "subType"));

	if (!json_is_string(text) || type == NULL ||
	    strtol(type, NULL, 16) != 0)
		return 0;
	gantry_buffer_puts(buffer, "\"bytesValue\":");
	if (rest_add_base64(buffer, bytes_of(text)) == -1)
		return expected(error, "base64 in \"$binary\"");
	return 1;
}

int
typed_add_mongo(struct typed *typed, struct gantry_buffer *buffer,
    const json_t *object, struct gantry_error *error)
{
	const json_t *value;

	(void)typed;
	if (json_object_size(object) != 1)
		return 0;
	if ((value = json_object_get(object, "$date")) != NULL)
		return add_mongo_date(buffer, value, error);
	if ((value = json_object_get(object, "$numberLong")) != NULL ||
	    (value = json_object_get(object, "$numberInt")) != NULL)
		return add_mongo_integer(buffer, value, error);
	if ((value = json_object_get(object, "$numberDouble")) != NULL)
		return add_mongo_double(buffer, value, error);
	if ((value = json_object_get(object, "$oid")) != NULL)
		return add_reserved(buffer, "__oid__", value, error);
	if ((value = json_object_get(object, "$numberDecimal")) != NULL)
		return add_reserved(buffer, "__decimal128__", value, error);
	if ((value = json_object_get(object, "$binary")) != NULL)
		return add_mongo_binary(buffer, value, error);
	return 0;
}

int
typed_add_inferred(struct typed *typed, struct gantry_buffer *buffer,
    const json_t *object, struct gantry_error *error)
{
	const json_t *latitude = json_object_get(object, "latitude");
	const json_t *longitude = json_object_get(object, "longitude");

	if (!is_pair(object, "latitude", "longitude") ||
	    !is_point(latitude, longitude))
		return 0;
	if (typed->conventions & TYPED_INFERRED)
		return add_point(buffer, latitude, longitude, error);
	typed->counts.points++;
	return 0;
}
