#ifndef FIRESTORE_GRPC_GZIP_H
#define FIRESTORE_GRPC_GZIP_H

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/bytes.h"

/* gzip (RFC 1952), the compression of messages. */

/* Append TEXT, compressed, to OUT.  Returns 0, or -1 with ERROR filled. */
int gzip_compress(
    struct bytes text, struct gantry_buffer *out, struct gantry_error *error);

/*
 * Append the content of TEXT, at most LIMIT bytes, to OUT.  Returns 0, or -1
 * with ERROR filled: GANTRY_ERROR_LIMIT when it is longer, GANTRY_ERROR_INPUT
 * when TEXT is not gzip, is truncated, or has something after its end.
 */
int gzip_decompress(struct bytes text, size_t limit, struct gantry_buffer *out,
    struct gantry_error *error);

#endif
