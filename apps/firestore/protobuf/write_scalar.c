/*
 * Scalars out of JSON, as Protocol Buffers encode them.  Most have a string as
 * their second form, which is checked as the first is.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/rest/rest_read.h"
#include "firestore/protobuf/parts.h"

#define VARINT 0
#define FIXED  1
#define BYTES  2

#define DURATION_SECONDS INT64_C(315576000000)
#define FRACTION_DIGITS	 9

size_t
proto_encode_varint(char *to, uint64_t value)
{
	size_t size = 0;

	for (; value >= 0x80; value >>= 7)
		to[size++] = (char)(value | 0x80);
	to[size++] = (char)value;
	return size;
}

void
proto_add_varint(struct gantry_buffer *out, uint64_t value)
{
	char varint[PROTO_VARINT_SIZE];

	gantry_buffer_add(out, varint, proto_encode_varint(varint, value));
}

static unsigned
type_on_wire(const struct proto_field *field)
{
	if (field->kind == PROTO_DOUBLE)
		return FIXED;
	return field->kind >= PROTO_STRING && field->kind != PROTO_ENUM
	    ? BYTES
	    : VARINT;
}

void
proto_add_tag(struct gantry_buffer *out, const struct proto_field *field)
{
	proto_add_varint(out, field->number << 3 | type_on_wire(field));
}

void
proto_add_packed_tag(struct gantry_buffer *out, const struct proto_field *field)
{
	proto_add_varint(out, field->number << 3 | BYTES);
}

static bool
is_text(struct json_part json, const char *text)
{
	return json.length == strlen(text) &&
	    memcmp(json.data, text, json.length) == 0;
}

static bool
is_quoted(struct json_part json)
{
	return json.length >= 2 && json.data[0] == '"';
}

/* What is between the quotes, if there are any. */
static struct bytes
strip_quotes(struct json_part json)
{
	if (is_quoted(json))
		return (struct bytes){ json.data + 1, json.length - 2 };
	return (struct bytes){ json.data, json.length };
}

static int
expected(const struct proto_field *field, const char *what,
    struct gantry_error *error)
{
	return gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "%s is not %s", field->name, what);
}

static int
add_bool(struct gantry_buffer *out, const struct proto_field *field,
    struct json_part json, struct gantry_error *error)
{
	const bool is_true = is_text(json, "true");

	if (!is_true && !is_text(json, "false"))
		return expected(field, "true or false", error);
	proto_add_varint(out, is_true);
	return 0;
}

static int
add_integer(struct gantry_buffer *out, const struct proto_field *field,
    struct json_part json, struct gantry_error *error)
{
	int64_t value;

	if (rest_read_whole(strip_quotes(json), &value) == -1)
		return expected(field, "a whole number of 64 bits", error);
	if (field->kind == PROTO_INT32 &&
	    (value < INT32_MIN || value > INT32_MAX))
		return expected(field, "a whole number of 32 bits", error);
	proto_add_varint(out, (uint64_t)value);
	return 0;
}

static bool
read_double(struct json_part json, double *value)
{
	if (is_text(json, "\"NaN\""))
		*value = NAN;
	else if (is_text(json, "\"Infinity\""))
		*value = INFINITY;
	else if (is_text(json, "\"-Infinity\""))
		*value = -INFINITY;
	else
		return rest_read_double(strip_quotes(json), value) == 0;
	return true;
}

static int
add_double(struct gantry_buffer *out, const struct proto_field *field,
    struct json_part json, struct gantry_error *error)
{
	char bytes[8];
	uint64_t bits;
	double value;
	size_t i;

	if (!read_double(json, &value))
		return expected(field, "a number", error);
	memcpy(&bits, &value, sizeof(bits));
	for (i = 0; i < sizeof(bytes); i++, bits >>= 8)
		bytes[i] = (char)bits;
	gantry_buffer_add(out, bytes, sizeof(bytes));
	return 0;
}

static int
add_choice(struct gantry_buffer *out, const struct proto_field *field,
    struct json_part json, struct gantry_error *error)
{
	const struct proto_choice *choice;
	int64_t number;

	if (is_text(json, "null")) {
		proto_add_varint(out, 0);
		return 0;
	}
	if (!is_quoted(json)) {
		if (rest_read_whole(strip_quotes(json), &number) == -1 ||
		    number < INT32_MIN || number > INT32_MAX)
			return expected(field, "a value of its enum", error);
		proto_add_varint(out, (uint64_t)number);
		return 0;
	}
	choice = proto_find_choice_name(field->choices, strip_quotes(json));
	if (choice == NULL)
		return expected(field, "a value of its enum", error);
	proto_add_varint(out, (uint64_t)(int64_t)choice->number);
	return 0;
}

static void
add_with_length(struct gantry_buffer *out, struct bytes bytes)
{
	proto_add_varint(out, bytes.length);
	gantry_buffer_add(out, bytes.data, bytes.length);
}

static int
add_text(struct gantry_buffer *out, const struct proto_field *field,
    struct bytes text, struct gantry_error *error)
{
	if (!bytes_is_utf8(text))
		return expected(field, "UTF-8", error);
	add_with_length(out, text);
	return 0;
}

static int
add_base64(struct gantry_buffer *out, const struct proto_field *field,
    struct bytes text, struct gantry_error *error)
{
	struct gantry_buffer decoded = { 0 };
	int result = rest_decode_base64(&decoded, text);

	if (result == -1)
		expected(field, "base64", error);
	else
		add_with_length(
		    out, (struct bytes){ decoded.data, decoded.length });
	out->failed |= decoded.failed;
	gantry_buffer_clear(&decoded);
	return result;
}

/* A string of JSON, as text or as the bytes that it has in base64. */
static int
add_string(struct gantry_buffer *out, const struct proto_field *field,
    struct json_part json, struct gantry_error *error)
{
	struct gantry_buffer plain = { 0 };
	struct bytes text;
	int result;

	if (!is_quoted(json))
		return expected(field, "a string", error);
	text = strip_quotes(json);
	if (memchr(text.data, '\\', text.length) != NULL) {
		json_unescape(&plain, text.data, text.data + text.length);
		text = (struct bytes){ plain.data, plain.length };
	}
	result = field->kind == PROTO_BYTES
	    ? add_base64(out, field, text, error)
	    : add_text(out, field, text, error);
	out->failed |= plain.failed;
	gantry_buffer_clear(&plain);
	return result;
}

int
proto_add_scalar(struct gantry_buffer *out, const struct proto_field *field,
    struct json_part json, struct gantry_error *error)
{
	switch (field->kind) {
	case PROTO_BOOL:
		return add_bool(out, field, json, error);
	case PROTO_INT32:
	case PROTO_INT64:
		return add_integer(out, field, json, error);
	case PROTO_DOUBLE:
		return add_double(out, field, json, error);
	case PROTO_ENUM:
		return add_choice(out, field, json, error);
	default:
		return add_string(out, field, json, error);
	}
}

bool
proto_is_default(const struct gantry_buffer *out,
    const struct proto_field *field, size_t begin)
{
	char tag[PROTO_VARINT_SIZE];
	size_t size =
	    proto_encode_varint(tag, field->number << 3 | type_on_wire(field));
	size_t i;

	if (field->kind == PROTO_MESSAGE || gantry_buffer_failed(out))
		return false;
	for (i = begin + size; i < out->length; i++)
		if (out->data[i] != 0)
			return false;
	return out->length <= begin + size + sizeof(double);
}

/* Read digits, at most MOST of them; returns how many there were. */
static int
read_digits(struct bytes *text, int most, int64_t *value)
{
	int count = 0;

	for (*value = 0; count < most && text->length > 0 &&
	     text->data[0] >= '0' && text->data[0] <= '9';
	     count++) {
		*value = *value * 10 + (text->data[0] - '0');
		text->data++;
		text->length--;
	}
	return count;
}

bool
proto_read_duration(struct bytes text, int64_t *seconds, int64_t *nanoseconds)
{
	const bool is_negative = text.length > 0 && text.data[0] == '-';
	int digits = 1, i;

	*nanoseconds = 0;
	if (is_negative) {
		text.data++;
		text.length--;
	}
	if (read_digits(&text, 12, seconds) == 0 || *seconds > DURATION_SECONDS)
		return false;
	if (text.length > 0 && text.data[0] == '.') {
		text.data++;
		text.length--;
		digits = read_digits(&text, FRACTION_DIGITS, nanoseconds);
		for (i = digits; i < FRACTION_DIGITS; i++)
			*nanoseconds *= 10;
	}
	if (is_negative) {
		*seconds = -*seconds;
		*nanoseconds = -*nanoseconds;
	}
	return digits > 0 && bytes_is_equal(text, "s");
}
