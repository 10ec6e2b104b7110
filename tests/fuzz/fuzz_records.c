/*
 * A libFuzzer target for wire/reader.h.  A stream must give the same records
 * whether it is read at once or in parts, without reading out of bounds.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gantry/buffer.h"
#include "wire/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds, const char *property)
{
	if (holds)
		return;
	fprintf(stderr, "violated property: %s\n", property);
	abort();
}

/* Append the pieces of the next PART bytes to SEEN. */
static void
read_part(struct record_reader *reader, const uint8_t *part, size_t size,
    struct gantry_buffer *seen)
{
	struct record_piece piece;
	size_t used;

	for (; size > 0; part += used, size -= used) {
		used = record_reader_next(reader, part, size, &piece);
		require(used >= 1 && used <= size, "at least a byte is used");
		if (!piece.is_first && piece.size == 0)
			continue;
		require((const uint8_t *)piece.data >= part &&
			(const uint8_t *)piece.data + piece.size <= part + used,
		    "a piece lies in the bytes used");
		if (piece.is_first)
			gantry_buffer_add(
			    seen, &piece.header, sizeof(piece.header));
		gantry_buffer_add(seen, piece.data, piece.size);
		if (piece.is_last)
			gantry_buffer_putc(seen, '|');
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct gantry_buffer whole = { 0 }, parts = { 0 };
	struct record_reader reader = { 0 }, again = { 0 };
	size_t part = 1 + size % 11, at, count;
	uint8_t *copy;

	read_part(&reader, data, size, &whole);
	for (at = 0; at < size; at += count) {
		count = size - at < part ? size - at : part;
		/* On the heap, so that reads beyond it are detected. */
		copy = malloc(count);
		memcpy(copy, data + at, count);
		read_part(&again, copy, count, &parts);
		free(copy);
	}
	require(whole.length == parts.length &&
		memcmp(whole.data != NULL ? whole.data : "",
		    parts.data != NULL ? parts.data : "", whole.length) == 0,
	    "parts give the same records as the whole");
	require(record_reader_is_idle(&reader) == record_reader_is_idle(&again),
	    "parts end in the same state as the whole");
	gantry_buffer_clear(&whole);
	gantry_buffer_clear(&parts);
	return 0;
}
