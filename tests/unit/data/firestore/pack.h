#ifndef PACK_H
#define PACK_H

#include <gantry/buffer.h>

#include "data/firestore/bytes.h"

/* Append DATA as one gzip member or one Zstandard frame. */
void pack_gzip(struct gantry_buffer *buffer, struct bytes data);
void pack_zstd(struct gantry_buffer *buffer, struct bytes data);

#endif
