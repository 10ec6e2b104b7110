/*
 * The wire format of Protocol Buffers.  Every step is checked against the end
 * of the message.  At the start of a group its end is searched, so that callers
 * see groups and embedded messages alike.
 */
#include <stdbool.h>

#include "data/firestore/export/protobuf.h"

#define VARINT_SIZE_MAX 10

struct protobuf
protobuf_open(struct bytes record)
{
	/* An empty record may have no address, and NULL + 0 is undefined. */
	static const char nothing[1];
	const char *data = record.length > 0 ? record.data : nothing;

	return (struct protobuf){ data, data, data + record.length };
}

struct protobuf
protobuf_enter(
    const struct protobuf *message, const struct protobuf_field *field)
{
	return (struct protobuf){ message->base, field->bytes.data,
		field->bytes.data + field->bytes.length };
}

size_t
protobuf_offset(const struct protobuf *message, const char *at)
{
	return (size_t)(at - message->base);
}

static int
expected(const struct protobuf *message, struct gantry_error *error,
    const char *what)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "byte %zu of the record: expected %s",
	    protobuf_offset(message, message->at), what);
}

static size_t
bytes_left(const struct protobuf *message)
{
	return (size_t)(message->end - message->at);
}

static int
read_long_varint(
    struct protobuf *message, uint64_t *value, struct gantry_error *error)
{
	size_t i, left = bytes_left(message);
	uint64_t byte;

	*value = 0;
	for (i = 0; i < left && i < VARINT_SIZE_MAX; i++) {
		byte = (unsigned char)message->at[i];
		if (i == VARINT_SIZE_MAX - 1 && byte > 1)
			break;
		*value |= (byte & 0x7f) << (7 * i);
		if (byte < 0x80) {
			message->at += i + 1;
			return 0;
		}
	}
	return expected(message, error, "a varint of at most 64 bits");
}

/* Most varints, being tags and lengths, are one byte. */
static inline int
read_varint(
    struct protobuf *message, uint64_t *value, struct gantry_error *error)
{
	if (message->at == message->end || (*message->at & 0x80) != 0)
		return read_long_varint(message, value, error);
	*value = (unsigned char)*message->at++;
	return 0;
}

static int
read_fixed(struct protobuf *message, size_t size, uint64_t *value,
    struct gantry_error *error)
{
	size_t i;

	if (bytes_left(message) < size)
		return expected(message, error, "a number of fixed size");
	*value = 0;
	for (i = 0; i < size; i++)
		*value |= (uint64_t)(unsigned char)message->at[i] << (8 * i);
	message->at += size;
	return 0;
}

static int
read_bytes(
    struct protobuf *message, struct bytes *bytes, struct gantry_error *error)
{
	const char *at = message->at;
	uint64_t length;

	if (read_varint(message, &length, error) == -1)
		return -1;
	if (length > bytes_left(message)) {
		message->at = at;
		return expected(message, error, "a length within the message");
	}
	*bytes = (struct bytes){ message->at, (size_t)length };
	message->at += length;
	return 0;
}

static int
read_tag(struct protobuf *message, struct protobuf_field *field,
    struct gantry_error *error)
{
	const char *at = message->at;
	uint64_t tag;

	if (read_varint(message, &tag, error) == -1)
		return -1;
	field->tag = at;
	field->number = (uint32_t)(tag >> 3);
	field->type = (enum protobuf_type)(tag & 7);
	if (tag < 8 || tag > UINT32_MAX || field->type > PROTOBUF_FIXED32) {
		message->at = at;
		return expected(message, error, "the tag of a field");
	}
	return 0;
}

/* Read the value after a tag, except for groups. */
static int
read_value(struct protobuf *message, struct protobuf_field *field,
    struct gantry_error *error)
{
	switch (field->type) {
	case PROTOBUF_VARINT:
		return read_varint(message, &field->value, error);
	case PROTOBUF_FIXED64:
		return read_fixed(message, 8, &field->value, error);
	case PROTOBUF_FIXED32:
		return read_fixed(message, 4, &field->value, error);
	default:
		return read_bytes(message, &field->bytes, error);
	}
}

/* Read the content of a group and the tag that ends it. */
static int
read_group(struct protobuf *message, struct protobuf_field *group,
    struct gantry_error *error)
{
	uint32_t open[PROTOBUF_GROUP_DEPTH_MAX];
	unsigned depth = 0;
	const char *start = message->at;
	struct protobuf_field field = { 0 };

	open[depth++] = group->number;
	while (depth > 0) {
		if (message->at == message->end)
			return expected(message, error, "the end of a group");
		if (read_tag(message, &field, error) == -1)
			return -1;
		if (field.type == PROTOBUF_GROUP) {
			if (depth == PROTOBUF_GROUP_DEPTH_MAX)
				return expected(message, error,
				    "groups nested at most 32 deep");
			open[depth++] = field.number;
		} else if (field.type == PROTOBUF_GROUP_END) {
			if (field.number != open[--depth])
				return expected(message, error,
				    "the end of the innermost group before");
		} else if (read_value(message, &field, error) == -1)
			return -1;
	}
	group->bytes = (struct bytes){ start, (size_t)(field.tag - start) };
	return 0;
}

int
protobuf_next(struct protobuf *message, struct protobuf_field *field,
    struct gantry_error *error)
{
	int status;

	if (message->at == message->end)
		return 0;
	if (read_tag(message, field, error) == -1)
		return -1;
	if (field->type == PROTOBUF_GROUP_END) {
		message->at = field->tag;
		return expected(message, error, "no end of a group");
	}
	if (field->type == PROTOBUF_GROUP)
		status = read_group(message, field, error);
	else
		status = read_value(message, field, error);
	return status == 0 ? 1 : -1;
}

int
protobuf_next_packed(struct protobuf *list, enum protobuf_type type,
    uint64_t *value, struct gantry_error *error)
{
	struct protobuf_field field = { .type = type };

	if (list->at == list->end)
		return 0;
	if (read_value(list, &field, error) == -1)
		return -1;
	*value = field.value;
	return 1;
}

int
protobuf_expect(const struct protobuf *message,
    const struct protobuf_field *field, enum protobuf_type type,
    const char *what, struct gantry_error *error)
{
	if (field->type == type)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "byte %zu of the record: expected %s with wire type %d, found "
	    "wire type %d",
	    protobuf_offset(message, field->tag), what, type, field->type);
}
