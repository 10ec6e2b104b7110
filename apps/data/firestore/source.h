#ifndef FIRESTORE_SOURCE_H
#define FIRESTORE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>
#include <zstd.h>

#include <gantry/error.h>

#include "data/firestore/bytes.h"

/*
 * Reads a file, decompressing gzip (RFC 1952) and Zstandard (RFC 8878).  The
 * first bytes decide, not the name.
 *
 *	struct source source = { 0 };
 *
 *	if (source_open(&source, "data.json.gz", &error) == 0) {
 *		while ((status = source_next(&source, &chunk, &error)) == 1)
 *			...
 *	}
 *	source_close(&source);
 */

#define SOURCE_INPUT_SIZE  (64 << 10)
#define SOURCE_OUTPUT_SIZE (256 << 10)

enum source_kind {
	SOURCE_PLAIN,
	SOURCE_GZIP,
	SOURCE_ZSTD,
};

struct source {
	const char *name; /* for errors; borrowed */
	int descriptor; /* valid while open */
	bool is_open;
	bool ended; /* the file is read to its end */
	bool in_frame; /* inside a gzip member or a frame */
	enum source_kind kind;
	uint64_t size; /* 0 when it is not a regular file */
	uint64_t count; /* bytes read from the file so far */
	size_t position, length; /* in the input */
	z_stream gzip;
	ZSTD_DStream *zstd;
	char input[SOURCE_INPUT_SIZE];
	char output[SOURCE_OUTPUT_SIZE];
};

/*
 * Open the file PATH, or standard input when it is "-".  SOURCE is empty and
 * borrows PATH.  Returns 0 or -1; close it in both cases.
 */
int source_open(
    struct source *source, const char *path, struct gantry_error *error);

/*
 * Get the next bytes, borrowed until the next call.  Only the last chunk is
 * smaller than its buffer.  Returns 1, or 0 at the end, or -1; when compressed
 * data is damaged or incomplete, ERROR has the offset in the file.
 */
int source_next(
    struct source *source, struct bytes *chunk, struct gantry_error *error);

/* Close the file and free everything; safe on an empty one. */
void source_close(struct source *source);

#endif
