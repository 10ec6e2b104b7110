#ifndef TRANSFER_FRAME_H
#define TRANSFER_FRAME_H

#include <gantry/buffer.h>
#include <gantry/error.h>

/*
 * Zstandard frames (RFC 8878) of chunks, alone or as the difference from
 * another chunk, the prefix.
 */

struct frame_bytes {
	const char *data;
	size_t length;
};

struct frame_codec;

struct frame_codec *frame_codec_new(struct gantry_error *error);
void frame_codec_free(struct frame_codec *codec);

/* Append the frame of DATA to OUT.  PREFIX may be empty.  Returns 0 or -1. */
int frame_compress(struct frame_codec *codec, struct frame_bytes data,
    struct frame_bytes prefix, struct gantry_buffer *out,
    struct gantry_error *error);

/*
 * Put what FRAME holds into OUT, which has room for exactly LENGTH bytes.
 * Returns 0, or -1 with ERROR if the frame is not one of LENGTH bytes.
 */
int frame_expand(struct frame_codec *codec, struct frame_bytes frame,
    struct frame_bytes prefix, struct frame_bytes out,
    struct gantry_error *error);

#endif
