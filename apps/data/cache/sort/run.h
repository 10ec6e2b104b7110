#ifndef CACHE_SORT_RUN_H
#define CACHE_SORT_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

/*
 * A run: records of any bytes that are written to a file and read back in
 * order.  The file has no name, so that nothing is left of it however the
 * program ends.
 */

struct run {
	int descriptor; /* -1: none */
	struct gantry_buffer buffer;
	size_t begin; /* where in the buffer the next record is */
	unsigned level; /* how many merges made it */
};

struct run_record {
	const char *data; /* until the next call */
	size_t length;
};

/* A run that has no file yet. */
#define RUN_INIT ((struct run){ .descriptor = -1 })

/*
 * Create the file, briefly under a name beside PATH.  Returns 0, or -1 with
 * ERROR filled.
 */
int run_open(struct run *run, const char *path, struct gantry_error *error);

/* Close, which removes the file; idempotent. */
void run_clear(struct run *run);

/* Append a record, which is shorter than 4 GiB.  0 or -1. */
int run_add(struct run *run, const struct run_record *record,
    struct gantry_error *error);

/* After the last record: flush and rewind. */
int run_rewind(struct run *run, struct gantry_error *error);

/* Get the next record.  Returns 1, or 0 after the last, or -1. */
int run_next(
    struct run *run, struct run_record *record, struct gantry_error *error);

#endif
