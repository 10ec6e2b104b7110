#ifndef GANTRY_CACHE_OUTPUT_FILE_H
#define GANTRY_CACHE_OUTPUT_FILE_H

#include <stdint.h>
#include <stdio.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/cache/temporary.h"

/*
 * Where a command writes: standard output, or a file that takes its name when
 * it is whole.  A file that was there stays until then.
 */
struct output_file {
	const char *path; /* NULL: standard output */
	FILE *file;
	struct temporary temporary;
	uint64_t written; /* bytes */
};

/* PATH "-" or NULL: standard output.  Returns 0 or -1. */
int output_file_open(
    struct output_file *output, const char *path, struct gantry_error *error);

/* Write what is in BUFFER, and empty it.  Returns 0 or -1. */
int output_file_write(struct output_file *output, struct gantry_buffer *buffer,
    struct gantry_error *error);

/* Everything was written.  Returns 0 or -1. */
int output_file_publish(struct output_file *output, struct gantry_error *error);

/* Remove what was not published. */
void output_file_close(struct output_file *output);

#endif
