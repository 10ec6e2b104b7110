/*
 * JSON to Protocol Buffers, in one walk through the text.  The length of a
 * message stands before it and is known after it: the message is written first
 * and then moved by the size of its length.
 */
#include <stdio.h>
#include <string.h>

#include "data/cache/json_scan.h"
#include "data/firestore/rest/rest_read.h"
#include "firestore/protobuf/codec.h"
#include "firestore/protobuf/parts.h"
#include "firestore/protobuf/tables/tables.h"

/* The fields of the entry of a map. */
static const struct proto_field key_field = {
	.name = "key", .number = 1, .kind = PROTO_STRING
};

struct writer {
	struct gantry_buffer *out;
	struct gantry_error *error;
	unsigned depth;
};

static bool
is_null(struct json_part json)
{
	return json.length == 4 && memcmp(json.data, "null", 4) == 0;
}

static int
expected(struct writer *writer, const char *name, const char *what)
{
	return gantry_error_set(
	    writer->error, GANTRY_ERROR_INPUT, "%s is not %s", name, what);
}

/*
 * Begin what has a length before it.  Returns where; pass that to end_length.
 */
static size_t
begin_length(const struct writer *writer)
{
	return writer->out->length;
}

static void
end_length(struct writer *writer, size_t begin)
{
	struct gantry_buffer *out = writer->out;
	const size_t length = out->length - begin;
	char varint[PROTO_VARINT_SIZE];
	const size_t size = proto_encode_varint(varint, length);

	if (gantry_buffer_reserve(out, size) == NULL)
		return;
	memmove(out->data + begin + size, out->data + begin, length);
	memcpy(out->data + begin, varint, size);
	out->length += size;
}

static int write_message(struct writer *writer,
    const struct proto_message *message, struct json_part json);

static int
write_within(struct writer *writer, const struct proto_field *field,
    struct json_part json)
{
	size_t begin;

	if (writer->depth == PROTO_DEPTH_MAX)
		return expected(writer, field->name,
		    "a message that is nested at most 100 deep");
	proto_add_tag(writer->out, field);
	begin = begin_length(writer);
	writer->depth++;
	if (write_message(writer, field->message, json) == -1)
		return -1;
	writer->depth--;
	end_length(writer, begin);
	return 0;
}

/* Write FIELD once, with its tag. */
static int
write_one(struct writer *writer, const struct proto_field *field,
    struct json_part json)
{
	if (field->kind == PROTO_MESSAGE)
		return write_within(writer, field, json);
	proto_add_tag(writer->out, field);
	return proto_add_scalar(writer->out, field, json, writer->error);
}

/* Has the walk through JSON come to its last bracket? */
static bool
has_ended(const struct json_walk *walk, struct json_part json, char bracket)
{
	return walk->at + 1 == json.data + json.length && *walk->at == bracket;
}

/* Numbers come in one field, packed; others each in a field. */
static int
write_list(struct writer *writer, const struct proto_field *field,
    struct json_part json)
{
	const bool is_packed = field->kind != PROTO_STRING &&
	    field->kind != PROTO_BYTES && field->kind != PROTO_MESSAGE;
	struct json_walk walk = json_walk(json);
	struct json_part element;
	size_t begin = 0;
	int result = 0;

	if (json.data[0] != '[')
		return expected(writer, field->name, "an array");
	if (is_packed && walk.at < walk.end && *walk.at != ']') {
		proto_add_packed_tag(writer->out, field);
		begin = begin_length(writer);
	}
	while (result == 0 && json_walk_next(&walk, NULL, &element))
		result = is_packed ? proto_add_scalar(writer->out, field,
					 element, writer->error)
				   : write_one(writer, field, element);
	if (result == 0 && !has_ended(&walk, json, ']'))
		return expected(writer, field->name, "a valid array");
	if (begin > 0)
		end_length(writer, begin);
	return result;
}

static int
write_entry(struct writer *writer, const struct proto_field *field,
    struct json_part name, struct json_part value)
{
	const struct json_part key = { name.data - 1, name.length + 2 };
	struct proto_field value_field = *field;
	size_t begin;

	value_field.number = 2;
	value_field.rule = PROTO_SINGULAR;
	proto_add_packed_tag(writer->out, field);
	begin = begin_length(writer);
	if (write_one(writer, &key_field, key) == -1 ||
	    write_one(writer, &value_field, value) == -1)
		return -1;
	end_length(writer, begin);
	return 0;
}

static int
write_map(struct writer *writer, const struct proto_field *field,
    struct json_part json)
{
	struct json_walk walk = json_walk(json);
	struct json_part name, value;

	if (json.data[0] != '{')
		return expected(writer, field->name, "an object");
	while (json_walk_next(&walk, &name, &value))
		if (write_entry(writer, field, name, value) == -1)
			return -1;
	if (!has_ended(&walk, json, '}'))
		return expected(writer, field->name, "a valid object");
	return 0;
}

/* Write a member; null is none, except where it is a value. */
static int
write_member(struct writer *writer, const struct proto_field *field,
    struct json_part json)
{
	const size_t begin = writer->out->length;

	if (is_null(json) && field->choices != &google_null_value &&
	    field->message != &google_value)
		return 0;
	if (field->rule == PROTO_REPEATED)
		return write_list(writer, field, json);
	if (field->rule == PROTO_MAP)
		return write_map(writer, field, json);
	if (write_one(writer, field, json) == -1)
		return -1;
	if (field->rule == PROTO_SINGULAR && field->oneof == NULL &&
	    proto_is_default(writer->out, field, begin))
		writer->out->length = begin;
	return 0;
}

static int
write_fields(struct writer *writer, const struct proto_message *message,
    struct json_part json)
{
	struct json_walk walk = json_walk(json);
	const struct proto_field *field;
	struct json_part name, value;

	if (json.data[0] != '{')
		return expected(writer, message->name, "an object");
	while (json_walk_next(&walk, &name, &value)) {
		field = proto_find_name(
		    message, (struct bytes){ name.data, name.length });
		if (field == NULL)
			continue;
		if (write_member(writer, field, value) == -1)
			return -1;
	}
	if (!has_ended(&walk, json, '}'))
		return expected(writer, message->name, "a valid object");
	return 0;
}

/* Write the fields of a timestamp or a duration. */
static void
write_seconds(struct writer *writer, const struct proto_message *message,
    int64_t seconds, int64_t nanoseconds)
{
	if (seconds != 0) {
		proto_add_tag(writer->out, &message->fields[0]);
		proto_add_varint(writer->out, (uint64_t)seconds);
	}
	if (nanoseconds != 0) {
		proto_add_tag(writer->out, &message->fields[1]);
		proto_add_varint(writer->out, (uint64_t)nanoseconds);
	}
}

/* What is between the quotes of JSON; false if it is not a string. */
static bool
get_quoted(struct json_part json, struct bytes *text)
{
	if (json.length < 2 || json.data[0] != '"')
		return false;
	*text = (struct bytes){ json.data + 1, json.length - 2 };
	return true;
}

static int
write_timestamp(struct writer *writer, const struct proto_message *message,
    struct json_part json)
{
	struct rest_instant instant;
	struct bytes text;

	if (!get_quoted(json, &text) || rest_read_instant(text, &instant) == -1)
		return expected(writer, "a timestamp", "a time of RFC 3339");
	write_seconds(writer, message, instant.seconds, instant.nanoseconds);
	return 0;
}

static int
write_duration(struct writer *writer, const struct proto_message *message,
    struct json_part json)
{
	int64_t seconds, nanoseconds;
	struct bytes text;

	if (!get_quoted(json, &text) ||
	    !proto_read_duration(text, &seconds, &nanoseconds))
		return expected(
		    writer, "a duration", "a number of seconds with an s");
	write_seconds(writer, message, seconds, nanoseconds);
	return 0;
}

/* Write any value of JSON as the field of google.protobuf.Value for it. */
static int
write_value(struct writer *writer, const struct proto_message *message,
    struct json_part json)
{
	const char *name;

	switch (json.data[0]) {
	case 'n':
		name = "nullValue";
		break;
	case 't':
	case 'f':
		name = "boolValue";
		break;
	case '"':
		name = "stringValue";
		break;
	case '{':
		name = "structValue";
		break;
	case '[':
		name = "listValue";
		break;
	default:
		name = "numberValue";
	}
	return write_one(writer,
	    proto_find_name(message, (struct bytes){ name, strlen(name) }),
	    json);
}

static int
write_message(struct writer *writer, const struct proto_message *message,
    struct json_part json)
{
	if (json.length == 0)
		return expected(writer, message->name, "a value");
	switch (message->form) {
	case PROTO_FORM_TIMESTAMP:
		return write_timestamp(writer, message, json);
	case PROTO_FORM_DURATION:
		return write_duration(writer, message, json);
	case PROTO_FORM_WRAPPED:
		return write_member(writer, &message->fields[0], json);
	case PROTO_FORM_VALUE:
		return write_value(writer, message, json);
	case PROTO_FORM_ANY:
		return expected(writer, message->name, "translated");
	default:
		return write_fields(writer, message, json);
	}
}

int
proto_write(const struct proto_message *message, struct bytes json,
    struct gantry_buffer *out, struct gantry_error *error)
{
	struct writer writer = { .out = out, .error = error };

	if (write_message(&writer, message,
		(struct json_part){ json.data, json.length }) == -1)
		return -1;
	return gantry_buffer_failed(out) ? gantry_error_memory(error) : 0;
}
