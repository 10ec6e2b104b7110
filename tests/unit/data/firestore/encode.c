/*
 * The encoders behind the tests.  They know the format from its description and
 * share nothing with the decoders but the checksum, which has its own test.
 */
#include <stdlib.h>
#include <string.h>

#include "data/firestore/encode.h"
#include "data/firestore/export/crc32c.h"

#define BLOCK_SIZE  32768
#define HEADER_SIZE 7

void
encode_varint(struct gantry_buffer *buffer, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		gantry_buffer_putc(buffer, (char)(value | 0x80));
	gantry_buffer_putc(buffer, (char)value);
}

void
encode_tag(struct gantry_buffer *buffer, uint32_t number, int type)
{
	encode_varint(buffer, (uint64_t)number << 3 | (uint64_t)type);
}

void
encode_number(struct gantry_buffer *buffer, uint32_t number, uint64_t value)
{
	encode_tag(buffer, number, PROTOBUF_VARINT);
	encode_varint(buffer, value);
}

static void
add_fixed(struct gantry_buffer *buffer, uint64_t value, int size)
{
	for (; size > 0; size--, value >>= 8)
		gantry_buffer_putc(buffer, (char)(value & 0xff));
}

void
encode_double(struct gantry_buffer *buffer, uint32_t number, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	encode_tag(buffer, number, PROTOBUF_FIXED64);
	add_fixed(buffer, bits, 8);
}

void
encode_bytes(struct gantry_buffer *buffer, uint32_t number, const void *data,
    size_t size)
{
	encode_tag(buffer, number, PROTOBUF_BYTES);
	encode_varint(buffer, size);
	gantry_buffer_add(buffer, data, size);
}

void
encode_string(struct gantry_buffer *buffer, uint32_t number, const char *string)
{
	encode_bytes(buffer, number, string, strlen(string));
}

void
encode_message(struct gantry_buffer *buffer, uint32_t number,
    struct gantry_buffer *message)
{
	encode_bytes(buffer, number, message->data, message->length);
	gantry_buffer_clear(message);
}

void
encode_group(struct gantry_buffer *buffer, uint32_t number,
    struct gantry_buffer *message)
{
	encode_tag(buffer, number, PROTOBUF_GROUP);
	gantry_buffer_add(buffer, message->data, message->length);
	encode_tag(buffer, number, PROTOBUF_GROUP_END);
	gantry_buffer_clear(message);
}

void
encode_key(struct gantry_buffer *entity, const char *path)
{
	encode_key_in(entity, path, NULL);
}

void
encode_key_in(struct gantry_buffer *entity, const char *path, const char *space)
{
	struct gantry_buffer element = { 0 }, elements = { 0 }, key = { 0 };
	size_t length;
	uint32_t number = 2;

	for (; *path != '\0'; path += length + (path[length] == '/')) {
		length = strcspn(path, "/");
		encode_bytes(&element, number, path, length);
		if (number == 4)
			encode_group(&elements, 1, &element);
		number = 6 - number;
	}
	encode_string(&key, 13, "e~demo");
	encode_message(&key, 14, &elements);
	if (space != NULL)
		encode_string(&key, 20, space);
	encode_message(entity, 13, &key);
}

void
encode_property(struct gantry_buffer *entity, const char *name, int meaning,
    bool multiple, struct gantry_buffer *value)
{
	struct gantry_buffer property = { 0 }, nothing = { 0 };

	if (meaning != 0)
		encode_number(&property, 1, (uint64_t)meaning);
	encode_string(&property, 3, name);
	encode_number(&property, 4, multiple);
	encode_message(&property, 5, value != NULL ? value : &nothing);
	encode_message(entity, 15, &property);
}

void
encode_string_field(
    struct gantry_buffer *entity, const char *name, const char *string)
{
	struct gantry_buffer value = { 0 };

	encode_string(&value, 3, string);
	encode_property(entity, name, 0, false, &value);
}

void
encode_integer_field(
    struct gantry_buffer *entity, const char *name, int64_t number)
{
	struct gantry_buffer value = { 0 };

	encode_number(&value, 1, (uint64_t)number);
	encode_property(entity, name, 0, false, &value);
}

void
encode_fragment(
    struct gantry_buffer *log, int type, const void *data, size_t size)
{
	unsigned char byte = (unsigned char)type;
	struct crc32c crc;
	uint32_t sum;

	crc32c_init(&crc);
	sum = crc32c_update(&crc, 0, &byte, 1);
	sum = crc32c_update(&crc, sum, data, size);
	add_fixed(log, crc32c_mask(sum), 4);
	add_fixed(log, size, 2);
	gantry_buffer_putc(log, (char)type);
	gantry_buffer_add(log, data, size);
}

void
encode_record(struct gantry_buffer *log, const void *data, size_t size)
{
	const char *at = data;
	bool first = true;
	size_t left, length;

	do {
		left = BLOCK_SIZE - log->length % BLOCK_SIZE;
		if (left < HEADER_SIZE) {
			encode_zeros(log, left);
			left = BLOCK_SIZE;
		}
		length = left - HEADER_SIZE < size ? left - HEADER_SIZE : size;
		encode_fragment(log,
		    length == size ? first ? 1 : 4
			: first	   ? 2
				   : 3,
		    at, length);
		at += length;
		size -= length;
		first = false;
	} while (size > 0);
}

void
encode_zeros(struct gantry_buffer *buffer, size_t size)
{
	while (size-- > 0)
		gantry_buffer_putc(buffer, '\0');
}

void
encode_overall(struct gantry_buffer *log, const char *file, uint64_t documents)
{
	struct gantry_buffer set = { 0 }, pointer = { 0 }, overall = { 0 };

	encode_number(&set, 1, 2);
	encode_number(&set, 3, 3);
	encode_message(&pointer, 1, &set);
	encode_string(&pointer, 2, file);
	encode_number(&pointer, 3, documents);
	encode_number(&pointer, 4, 4711);
	encode_message(&overall, 1, &pointer);
	encode_record(log, "3", 1);
	encode_record(log, overall.data, overall.length);
	gantry_buffer_clear(&overall);
}

void
encode_metadata(struct gantry_buffer *buffer, const char *file, uint64_t start,
    uint64_t end)
{
	struct gantry_buffer export = { 0 }, set = { 0 };

	encode_string(&export, 1, "firestore_export");
	encode_number(&export, 2, start);
	encode_number(&export, 3, end);
	encode_message(buffer, 1, &export);
	encode_string(&set, 1, "");
	encode_string(&set, 2, file);
	encode_message(buffer, 2, &set);
}

struct bytes
encoded(const struct gantry_buffer *buffer)
{
	return (struct bytes){ buffer->data, buffer->length };
}

char *
encode_exact(struct bytes bytes)
{
	char *copy = malloc(bytes.length > 0 ? bytes.length : 1);

	if (copy != NULL && bytes.length > 0)
		memcpy(copy, bytes.data, bytes.length);
	return copy;
}
