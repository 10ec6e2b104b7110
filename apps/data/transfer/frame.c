/*
 * Frames by libzstd.
 */
#include <stdlib.h>
#include <zstd.h>

#include "data/transfer/frame.h"

#define LEVEL 6
/* A frame with a prefix needs a window that holds both. */
#define WINDOW_LOG 25

struct frame_codec {
	ZSTD_CCtx *compressor;
	ZSTD_DCtx *expander;
};

struct frame_codec *
frame_codec_new(struct gantry_error *error)
{
	struct frame_codec *codec = calloc(1, sizeof(*codec));

	if (codec != NULL) {
		codec->compressor = ZSTD_createCCtx();
		codec->expander = ZSTD_createDCtx();
	}
	if (codec == NULL || codec->compressor == NULL ||
	    codec->expander == NULL) {
		frame_codec_free(codec);
		gantry_error_memory(error);
		return NULL;
	}
	ZSTD_CCtx_setParameter(
	    codec->compressor, ZSTD_c_compressionLevel, LEVEL);
	ZSTD_DCtx_setParameter(
	    codec->expander, ZSTD_d_windowLogMax, WINDOW_LOG);
	return codec;
}

void
frame_codec_free(struct frame_codec *codec)
{
	if (codec == NULL)
		return;
	ZSTD_freeCCtx(codec->compressor);
	ZSTD_freeDCtx(codec->expander);
	free(codec);
}

/* The logarithm of a window for LENGTH bytes. */
static int
window_for(size_t length)
{
	int log = 10;

	while (log < WINDOW_LOG && ((size_t)1 << log) < length)
		log++;
	return log;
}

int
frame_compress(struct frame_codec *codec, struct frame_bytes data,
    struct frame_bytes prefix, struct gantry_buffer *out,
    struct gantry_error *error)
{
	const size_t room = ZSTD_compressBound(data.length);
	char *place = gantry_buffer_reserve(out, room);
	size_t made;

	if (place == NULL)
		return gantry_error_memory(error);
	/* The window holds both, so that all of the prefix can be used. */
	ZSTD_CCtx_setParameter(codec->compressor, ZSTD_c_windowLog,
	    prefix.length > 0 ? window_for(prefix.length + data.length) : 0);
	if (prefix.length > 0)
		ZSTD_CCtx_refPrefix(
		    codec->compressor, prefix.data, prefix.length);
	made = ZSTD_compress2(
	    codec->compressor, place, room, data.data, data.length);
	if (ZSTD_isError(made))
		return gantry_error_set(error, GANTRY_ERROR_MEMORY,
		    "cannot compress: %s", ZSTD_getErrorName(made));
	out->length += made;
	return 0;
}

int
frame_expand(struct frame_codec *codec, struct frame_bytes frame,
    struct frame_bytes prefix, struct frame_bytes out,
    struct gantry_error *error)
{
	size_t made;

	if (prefix.length > 0)
		ZSTD_DCtx_refPrefix(
		    codec->expander, prefix.data, prefix.length);
	made = ZSTD_decompressDCtx(codec->expander, (void *)out.data,
	    out.length, frame.data, frame.length);
	if (ZSTD_isError(made))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a chunk is damaged: %s", ZSTD_getErrorName(made));
	if (made != out.length)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a chunk has %zu bytes instead of %zu", made, out.length);
	return 0;
}
