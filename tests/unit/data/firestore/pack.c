/*
 * Compressing what the tests read.
 */
#include <check.h>
#include <stdint.h>
#include <zlib.h>
#include <zstd.h>

#include "data/firestore/pack.h"

void
pack_gzip(struct gantry_buffer *buffer, struct bytes data)
{
	z_stream stream = { .zalloc = NULL };
	size_t room = data.length + data.length / 8 + 1024;

	ck_assert_int_eq(deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED,
			     15 + 16, 8, Z_DEFAULT_STRATEGY),
	    Z_OK);
	stream.next_in = (unsigned char *)(uintptr_t)data.data;
	stream.avail_in = (unsigned)data.length;
	stream.next_out = (unsigned char *)gantry_buffer_reserve(buffer, room);
	stream.avail_out = (unsigned)room;
	ck_assert_ptr_nonnull(stream.next_out);
	ck_assert_int_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
	buffer->length += room - stream.avail_out;
	deflateEnd(&stream);
}

/* With a checksum, as the program zstd writes it. */
void
pack_zstd(struct gantry_buffer *buffer, struct bytes data)
{
	ZSTD_CCtx *context = ZSTD_createCCtx();
	size_t room = ZSTD_compressBound(data.length), length;
	char *to = gantry_buffer_reserve(buffer, room);

	ck_assert_ptr_nonnull(context);
	ck_assert_ptr_nonnull(to);
	ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
	length = ZSTD_compress2(context, to, room, data.data, data.length);
	ck_assert(!ZSTD_isError(length));
	buffer->length += length;
	ZSTD_freeCCtx(context);
}
