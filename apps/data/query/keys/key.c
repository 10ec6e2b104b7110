/*
 * The tags are those of Firestore's own index.  A number is the greatest double
 * that is not above it, and what is left of it, which only an integer has: so
 * 2^53 is below 2^53+1, and 1 is 1.0.
 */
#include <endian.h>
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "data/firestore/rest/rest_name.h"
#include "data/firestore/rest/rest_read.h"
#include "data/query/keys/key.h"

/* Deeper values are not ours: Firestore allows 20 levels. */
#define DEPTH_MAX 64

static bool add(
    struct gantry_buffer *buffer, const struct value *value, unsigned depth);

static void
add_u64(struct gantry_buffer *buffer, uint64_t value)
{
	value = htobe64(value);
	gantry_buffer_add(buffer, &value, sizeof(value));
}

static void
add_u32(struct gantry_buffer *buffer, uint32_t value)
{
	value = htobe32(value);
	gantry_buffer_add(buffer, &value, sizeof(value));
}

static void
add_u16(struct gantry_buffer *buffer, uint16_t value)
{
	value = htobe16(value);
	gantry_buffer_add(buffer, &value, sizeof(value));
}

static void
add_tag(struct gantry_buffer *buffer, enum key_tag tag)
{
	gantry_buffer_putc(buffer, (char)tag);
}

/* Append NUMBER, which is not NaN, in the order of numbers; -0 is 0. */
static void
add_ordered(struct gantry_buffer *buffer, double number)
{
	const uint64_t sign = UINT64_C(1) << 63;
	uint64_t bits;

	number += 0.0;
	memcpy(&bits, &number, sizeof(bits));
	add_u64(buffer, (bits & sign) != 0 ? ~bits : bits | sign);
}

static bool
add_integer(struct gantry_buffer *buffer, const struct value *value)
{
	int64_t integer;
	double below;

	if (!value_to_integer(value, &integer))
		return false;
	below = (double)integer;
	if (below >= 0x1p63 || (int64_t)below > integer)
		below = nextafter(below, -INFINITY);
	add_tag(buffer, KEY_NUMBER);
	add_ordered(buffer, below);
	add_u16(buffer, (uint16_t)(integer - (int64_t)below));
	return true;
}

static bool
add_double(struct gantry_buffer *buffer, const struct value *value)
{
	double number;

	if (!value_to_double(value, &number))
		return false;
	if (isnan(number)) {
		add_tag(buffer, KEY_NAN);
		return true;
	}
	add_tag(buffer, KEY_NUMBER);
	add_ordered(buffer, number);
	add_u16(buffer, 0);
	return true;
}

static bool
add_timestamp(struct gantry_buffer *buffer, const struct value *value)
{
	struct bytes text = { value->text.data, value->text.length };
	struct rest_instant instant;

	if (rest_read_instant(text, &instant) == -1)
		return false;
	add_tag(buffer, KEY_TIMESTAMP);
	add_u64(buffer, (uint64_t)instant.seconds ^ UINT64_C(1) << 63);
	add_u32(buffer, (uint32_t)instant.nanoseconds);
	return true;
}

/* Escape what follows OFFSET, and end it. */
static void
escape(struct gantry_buffer *buffer, size_t offset)
{
	size_t i, zeros = 0, length = buffer->length;
	char *to;

	for (i = offset; i < length; i++)
		zeros += buffer->data[i] == '\0';
	to = gantry_buffer_reserve(buffer, zeros + 2);
	if (to == NULL)
		return;
	buffer->length += zeros;
	for (i = length; zeros > 0; i--) {
		if (buffer->data[i - 1] == '\0')
			buffer->data[i - 1 + zeros--] = '\xff';
		buffer->data[i - 1 + zeros] = buffer->data[i - 1];
	}
	gantry_buffer_add(buffer, "\0\1", 2);
}

void
key_add_text(struct gantry_buffer *buffer, struct bytes text)
{
	size_t offset = buffer->length;

	gantry_buffer_add(buffer, text.data, text.length);
	if (!gantry_buffer_failed(buffer))
		escape(buffer, offset);
}

static bool
add_string(struct gantry_buffer *buffer, const struct value *value)
{
	size_t offset;

	add_tag(buffer, KEY_STRING);
	offset = buffer->length;
	value_add_text(buffer, value);
	if (!gantry_buffer_failed(buffer))
		escape(buffer, offset);
	return true;
}

static bool
add_bytes(struct gantry_buffer *buffer, const struct value *value)
{
	struct bytes text = { value->text.data, value->text.length };
	size_t offset;

	add_tag(buffer, KEY_BYTES);
	offset = buffer->length;
	if (rest_decode_base64(buffer, text) == -1)
		return false;
	if (!gantry_buffer_failed(buffer))
		escape(buffer, offset);
	return true;
}

/* Read "__id12__" as 12. */
static bool
read_number(struct bytes id, int64_t *number)
{
	static const char before[] = "__id", after[] = "__";
	size_t length = strlen(before) + strlen(after);

	if (id.length <= length ||
	    memcmp(id.data, before, strlen(before)) != 0 ||
	    memcmp(id.data + id.length - strlen(after), after, strlen(after)) !=
		0)
		return false;
	id.data += strlen(before);
	id.length -= length;
	return rest_read_integer(id, number) == 0;
}

static void
add_id(struct gantry_buffer *buffer, struct bytes id)
{
	int64_t number;

	if (read_number(id, &number)) {
		gantry_buffer_putc(buffer, 1);
		add_u64(buffer, (uint64_t)number ^ UINT64_C(1) << 63);
	} else {
		gantry_buffer_putc(buffer, 2);
		key_add_text(buffer, id);
	}
}

void
key_add_path(struct gantry_buffer *buffer, struct bytes path)
{
	const char *slash;
	struct bytes id;

	while (path.length > 0) {
		slash = memchr(path.data, '/', path.length);
		id = path;
		if (slash != NULL)
			id.length = (size_t)(slash - path.data);
		add_id(buffer, id);
		path.data += id.length + (slash != NULL);
		path.length -= id.length + (slash != NULL);
	}
}

/* Append the text that key_add_text wrote.  Returns the length of its key. */
static size_t
read_text(struct gantry_buffer *text, struct bytes key)
{
	size_t i;

	for (i = 0; i + 1 < key.length; i++) {
		if (key.data[i] == '\0' && key.data[i + 1] == '\1')
			return i + 2;
		gantry_buffer_putc(text, key.data[i]);
		i += key.data[i] == '\0';
	}
	return 0;
}

size_t
key_read_id(struct gantry_buffer *id, struct bytes key)
{
	uint64_t number;
	size_t length;

	if (key.length == 0)
		return 0;
	if (key.data[0] == 1 && key.length > sizeof(number)) {
		memcpy(&number, key.data + 1, sizeof(number));
		number = be64toh(number) ^ UINT64_C(1) << 63;
		gantry_buffer_printf(id, "__id%" PRId64 "__", (int64_t)number);
		return 1 + sizeof(number);
	}
	if (key.data[0] != 2)
		return 0;
	length = read_text(id, (struct bytes){ key.data + 1, key.length - 1 });
	return length == 0 ? 0 : length + 1;
}

bool
key_read_number(struct bytes key, double *number, int64_t *integer)
{
	const uint64_t sign = UINT64_C(1) << 63;
	uint64_t bits;
	uint16_t rest;

	*integer = 0;
	if (key.length == 1 && key.data[0] == KEY_NAN) {
		*number = (double)NAN;
		return true;
	}
	if (key.length != 1 + sizeof(bits) + sizeof(rest) ||
	    key.data[0] != KEY_NUMBER)
		return false;
	memcpy(&bits, key.data + 1, sizeof(bits));
	memcpy(&rest, key.data + 1 + sizeof(bits), sizeof(rest));
	bits = be64toh(bits);
	bits = (bits & sign) != 0 ? bits & ~sign : ~bits;
	memcpy(number, &bits, sizeof(*number));
	if (*number >= -0x1p63 && *number < 0x1p63)
		*integer = (int64_t)*number + be16toh(rest);
	return true;
}

static bool
add_reference(struct gantry_buffer *buffer, const struct value *value)
{
	struct gantry_buffer text = { 0 };
	struct rest_name name;
	struct bytes bytes;

	value_add_text(&text, value);
	bytes = (struct bytes){ text.data, text.length };
	if (gantry_buffer_failed(&text) || text.length == 0 ||
	    rest_name_split(bytes, &name) == -1) {
		gantry_buffer_clear(&text);
		return false;
	}
	add_tag(buffer, KEY_REFERENCE);
	key_add_text(buffer, name.project);
	key_add_text(buffer, name.database);
	key_add_path(buffer, name.path);
	add_tag(buffer, KEY_END);
	gantry_buffer_clear(&text);
	return true;
}

static bool
add_coordinate(struct gantry_buffer *buffer, struct json_part point,
    const char *coordinate)
{
	struct bytes wanted = { coordinate, strlen(coordinate) };
	struct json_walk walk = json_walk(point);
	struct value value = { .kind = VALUE_DOUBLE };
	struct json_part name;
	double number = 0;

	while (json_walk_next(&walk, &name, &value.text))
		if (value_is_named(name, wanted) &&
		    (!value_to_double(&value, &number) || isnan(number)))
			return false;
	add_ordered(buffer, number);
	return true;
}

static bool
add_point(struct gantry_buffer *buffer, const struct value *value)
{
	add_tag(buffer, KEY_POINT);
	return add_coordinate(buffer, value->text, "latitude") &&
	    add_coordinate(buffer, value->text, "longitude");
}

static bool
add_elements(
    struct gantry_buffer *buffer, struct json_part elements, unsigned depth)
{
	struct json_walk walk = json_walk(elements);
	struct json_part json;
	struct value value;

	while (json_walk_next(&walk, NULL, &json))
		if (!value_read(json, &value) || !add(buffer, &value, depth))
			return false;
	return true;
}

static bool
add_vector(
    struct gantry_buffer *buffer, struct json_part elements, unsigned depth)
{
	struct json_walk walk = json_walk(elements);
	struct json_part json;
	uint32_t count = 0;

	while (json_walk_next(&walk, NULL, &json))
		count++;
	add_tag(buffer, KEY_VECTOR);
	add_u32(buffer, count);
	return add_elements(buffer, elements, depth);
}

/* The fields of a map are in the order of their names already. */
static bool
add_map(struct gantry_buffer *buffer, struct json_part fields, unsigned depth)
{
	struct json_walk walk = json_walk(fields);
	struct json_part name, json, elements;
	struct value value;
	size_t offset;

	if (value_is_vector(fields, &elements))
		return add_vector(buffer, elements, depth);
	add_tag(buffer, KEY_MAP);
	while (json_walk_next(&walk, &name, &json)) {
		add_tag(buffer, KEY_STRING);
		offset = buffer->length;
		json_unescape(buffer, name.data, name.data + name.length);
		if (gantry_buffer_failed(buffer))
			return true;
		escape(buffer, offset);
		if (!value_read(json, &value) || !add(buffer, &value, depth))
			return false;
	}
	add_tag(buffer, KEY_END);
	return true;
}

static bool
add_array(
    struct gantry_buffer *buffer, struct json_part elements, unsigned depth)
{
	add_tag(buffer, KEY_ARRAY);
	if (!add_elements(buffer, elements, depth))
		return false;
	add_tag(buffer, KEY_END);
	return true;
}

static bool
add(struct gantry_buffer *buffer, const struct value *value, unsigned depth)
{
	if (depth == DEPTH_MAX)
		return false;
	switch (value->kind) {
	case VALUE_NULL:
		add_tag(buffer, KEY_NULL);
		return true;
	case VALUE_BOOLEAN:
		add_tag(buffer, KEY_BOOLEAN);
		gantry_buffer_putc(buffer,
		    value->text.length > 0 && value->text.data[0] == 't');
		return true;
	case VALUE_INTEGER:
		return add_integer(buffer, value);
	case VALUE_DOUBLE:
		return add_double(buffer, value);
	case VALUE_TIMESTAMP:
		return add_timestamp(buffer, value);
	case VALUE_STRING:
		return add_string(buffer, value);
	case VALUE_BYTES:
		return add_bytes(buffer, value);
	case VALUE_REFERENCE:
		return add_reference(buffer, value);
	case VALUE_POINT:
		return add_point(buffer, value);
	case VALUE_ARRAY:
		return add_array(buffer, value->text, depth + 1);
	case VALUE_MAP:
		return add_map(buffer, value->text, depth + 1);
	}
	return false;
}

bool
key_add(struct gantry_buffer *buffer, const struct value *value)
{
	return add(buffer, value, 0);
}

void
key_invert(struct gantry_buffer *buffer, size_t offset)
{
	size_t i;

	for (i = offset; i < buffer->length; i++)
		buffer->data[i] = (char)~buffer->data[i];
}
