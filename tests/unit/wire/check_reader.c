/*
 * Records out of a stream: the same, however the stream is cut.
 */
#include <stdlib.h>
#include <string.h>

#include "gantry/buffer.h"
#include "unit.h"
#include "wire/reader.h"

static struct gantry_buffer stream, seen;

static void
put(uint8_t type, uint16_t id, size_t content, uint8_t padding)
{
	const struct record_header header = {
		.version = 1,
		.type = type,
		.request_id = id,
		.content_length = (uint16_t)content,
		.padding_length = padding,
	};
	uint8_t bytes[RECORD_HEADER_SIZE];
	size_t i;

	record_header_encode(&header, bytes);
	gantry_buffer_add(&stream, bytes, sizeof(bytes));
	for (i = 0; i < content; i++)
		gantry_buffer_putc(&stream, (char)(type * 31 + i));
	for (i = 0; i < padding; i++)
		gantry_buffer_putc(&stream, '\xee');
}

/* Note what a piece says, so that two readings can be compared. */
static void
note(const struct record_piece *piece)
{
	if (piece->is_first)
		gantry_buffer_printf(&seen, "[%u/%u/%u ", piece->header.type,
		    piece->header.request_id, piece->header.content_length);
	gantry_buffer_add(&seen, piece->data, piece->size);
	if (piece->is_last)
		gantry_buffer_putc(&seen, ']');
}

/* Read the stream in parts of at most PART bytes. */
static void
read_in_parts(size_t part)
{
	struct record_reader reader;
	struct record_piece piece;
	size_t at, size, used;
	char *copy;

	record_reader_init(&reader);
	gantry_buffer_reset(&seen);
	for (at = 0; at < stream.length; at += size) {
		size = stream.length - at < part ? stream.length - at : part;
		/* On the heap, so that reading beyond it is noticed. */
		copy = malloc(size);
		memcpy(copy, stream.data + at, size);
		for (used = 0; used < size;) {
			size_t step = record_reader_next(
			    &reader, copy + used, size - used, &piece);

			ck_assert_uint_ge(step, 1);
			ck_assert_uint_le(step, size - used);
			used += step;
			if (piece.is_first || piece.is_last || piece.size > 0)
				note(&piece);
		}
		free(copy);
	}
	ck_assert(record_reader_is_idle(&reader));
}

START_TEST(a_stream_reads_the_same_however_it_is_cut)
{
	struct gantry_buffer whole = { 0 };
	size_t part;

	put(1, 1, 8, 0);
	put(4, 1, 300, 4);
	put(4, 1, 0, 0);
	put(9, 0, 17, 255);
	put(200, 65535, 1, 1);
	put(5, 1, 0, 8);
	read_in_parts(stream.length);
	gantry_buffer_add(&whole, seen.data, seen.length);
	ck_assert_uint_ge(whole.length, 8 + 300 + 17 + 1);
	ck_assert_mem_eq(whole.data, "[1/1/8 ", 7);
	for (part = 1; part < 40; part++) {
		read_in_parts(part);
		ck_assert_uint_eq(seen.length, whole.length);
		ck_assert_mem_eq(seen.data, whole.data, whole.length);
	}
	gantry_buffer_clear(&whole);
	gantry_buffer_clear(&seen);
	gantry_buffer_clear(&stream);
}
END_TEST

START_TEST(a_record_without_content_is_a_piece)
{
	struct record_reader reader = { 0 };
	struct record_piece piece;

	put(5, 7, 0, 0);
	ck_assert_uint_eq(
	    record_reader_next(&reader, stream.data, stream.length, &piece), 8);
	ck_assert(piece.is_first && piece.is_last);
	ck_assert_uint_eq(piece.size, 0);
	ck_assert_uint_eq(piece.header.request_id, 7);
	gantry_buffer_clear(&stream);
}
END_TEST

START_TEST(a_reader_within_a_record_is_not_idle)
{
	struct record_reader reader = { 0 };
	struct record_piece piece;
	size_t i;

	put(4, 1, 2, 1);
	for (i = 0; i + 1 < stream.length; i++) {
		record_reader_next(&reader, stream.data + i, 1, &piece);
		ck_assert(!record_reader_is_idle(&reader));
	}
	record_reader_next(&reader, stream.data + i, 1, &piece);
	ck_assert(record_reader_is_idle(&reader));
	gantry_buffer_clear(&stream);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_stream_reads_the_same_however_it_is_cut,
		a_record_without_content_is_a_piece,
		a_reader_within_a_record_is_not_idle,
		NULL,
	};

	return unit_run("wire/reader", tests);
}
