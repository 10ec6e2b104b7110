/*
 * The state between two reads: a header in parts, or how much of a record is
 * still to come.  What a record means is not known here.
 */
#include <string.h>

#include "wire/reader.h"

void
record_reader_init(struct record_reader *reader)
{
	*reader = (struct record_reader){ 0 };
}

bool
record_reader_is_idle(const struct record_reader *reader)
{
	return reader->count == 0 && reader->content_left == 0 &&
	    reader->padding_left == 0;
}

/* Collect a header.  Returns the bytes used. */
static size_t
read_header(struct record_reader *reader, const void *data, size_t size)
{
	size_t wanted = RECORD_HEADER_SIZE - reader->count;
	size_t used = size < wanted ? size : wanted;

	if (used < RECORD_HEADER_SIZE) {
		memcpy(reader->bytes + reader->count, data, used);
		data = reader->bytes;
	}
	reader->count += used;
	if (reader->count < RECORD_HEADER_SIZE)
		return used;
	reader->count = 0;
	record_header_decode(&reader->header, data, RECORD_HEADER_SIZE);
	reader->content_left = reader->header.content_length;
	reader->padding_left = reader->header.padding_length;
	return used;
}

static size_t
skip_padding(struct record_reader *reader, size_t size)
{
	size_t used = size < reader->padding_left ? size : reader->padding_left;

	reader->padding_left -= used;
	return used;
}

size_t
record_reader_next(struct record_reader *reader, const void *data, size_t size,
    struct record_piece *piece)
{
	size_t used = 0;

	*piece = (struct record_piece){ .data = data };
	if (reader->content_left == 0) {
		if (reader->padding_left > 0)
			return skip_padding(reader, size);
		used = read_header(reader, data, size);
		if (reader->count > 0)
			return used;
		piece->is_first = true;
	}
	piece->header = reader->header;
	piece->data = (const uint8_t *)data + used;
	piece->size = size - used;
	if (piece->size > reader->content_left)
		piece->size = reader->content_left;
	reader->content_left -= piece->size;
	piece->is_last = reader->content_left == 0;
	return used + piece->size;
}
