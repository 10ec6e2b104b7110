/*
 * Compression of single messages by zlib.
 */
#include <zlib.h>

#include "firestore/grpc/grpc_gzip.h"

#define GZIP_WINDOW 31 /* 15 bits, with the header of gzip */
#define MEMORY	    8
#define STEP	    ((size_t)64 * 1024)

/* zlib does not change its input, but its type says so. */
static Bytef *
get_input(struct bytes text)
{
	union {
		const char *text;
		Bytef *input;
	} pointer = { .text = text.data };

	return pointer.input;
}

int
gzip_compress(
    struct bytes text, struct gantry_buffer *out, struct gantry_error *error)
{
	z_stream stream = { .next_in = get_input(text),
		.avail_in = (uInt)text.length };
	size_t room;
	char *to;
	int status;

	if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
		GZIP_WINDOW, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
		return gantry_error_memory(error);
	room = deflateBound(&stream, (uLong)text.length);
	to = gantry_buffer_reserve(out, room);
	if (to == NULL) {
		deflateEnd(&stream);
		return gantry_error_memory(error);
	}
	stream.next_out = (Bytef *)to;
	stream.avail_out = (uInt)room;
	status = deflate(&stream, Z_FINISH);
	out->length += room - stream.avail_out;
	deflateEnd(&stream);
	return status == Z_STREAM_END ? 0 : gantry_error_memory(error);
}

/* Inflate until the end of STREAM, or until there are more than LIMIT bytes. */
static int
inflate_all(z_stream *stream, size_t limit, struct gantry_buffer *out,
    struct gantry_error *error)
{
	const size_t begin = out->length;
	int status = Z_OK;
	char *to;

	while (status == Z_OK) {
		to = gantry_buffer_reserve(out, STEP);
		if (to == NULL)
			return gantry_error_memory(error);
		stream->next_out = (Bytef *)to;
		stream->avail_out = (uInt)STEP;
		status = inflate(stream, Z_NO_FLUSH);
		out->length += STEP - stream->avail_out;
		if (out->length - begin > limit)
			return gantry_error_set(error, GANTRY_ERROR_LIMIT,
			    "the message is longer than %zu bytes when "
			    "decompressed",
			    limit);
	}
	if (status == Z_MEM_ERROR)
		return gantry_error_memory(error);
	if (status != Z_STREAM_END || stream->avail_in > 0)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "the message is not valid gzip");
	return 0;
}

int
gzip_decompress(struct bytes text, size_t limit, struct gantry_buffer *out,
    struct gantry_error *error)
{
	z_stream stream = { .next_in = get_input(text),
		.avail_in = (uInt)text.length };
	int result;

	if (inflateInit2(&stream, GZIP_WINDOW) != Z_OK)
		return gantry_error_memory(error);
	result = inflate_all(&stream, limit, out, error);
	inflateEnd(&stream);
	return result;
}
