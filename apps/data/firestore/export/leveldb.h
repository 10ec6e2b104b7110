#ifndef FIRESTORE_EXPORT_LEVELDB_H
#define FIRESTORE_EXPORT_LEVELDB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/bytes.h"
#include "data/firestore/export/crc32c.h"

/*
 * Reads a LevelDB log: blocks of 32,768 bytes that hold records, whole or in
 * fragments, each after a header with its checksum.
 *
 *	struct leveldb_log log = { 0 };
 *
 *	leveldb_open(&log, "output-0", &error);
 *	while ((status = leveldb_next(&log, &record, &error)) == 1)
 *		...
 *	leveldb_close(&log);
 *
 * This reader is stricter than recovery needs to be: an export is complete or
 * damaged.  Only zeros at the end of a block are skipped, unless the caller
 * skips more.
 */

#define LEVELDB_BLOCK_SIZE  32768
#define LEVELDB_HEADER_SIZE 7
/* A document has at most 1 MiB; this leaves room for its encoding. */
#define LEVELDB_RECORD_MAX (16 << 20)

struct leveldb_log {
	int descriptor; /* valid while open */
	bool is_open;
	bool ended; /* the block is the file's last */
	uint64_t offset; /* of the block in the file */
	size_t length; /* bytes in the block */
	size_t position; /* of the next header in the block */
	uint64_t record; /* where in the file the record began */
	size_t damaged; /* the size of a damaged fragment; 0: not skippable */
	bool is_resuming; /* the beginning of a record was skipped */
	struct gantry_buffer fragments;
	struct crc32c crc;
	unsigned char block[LEVELDB_BLOCK_SIZE];
};

/*
 * Open the file PATH.  LOG is empty or closed; its memory is reused.  Returns 0
 * or -1.
 */
int leveldb_open(
    struct leveldb_log *log, const char *path, struct gantry_error *error);

/*
 * Get the next record, borrowed until the next call.  Returns 1, or 0 at the
 * end, or -1 with ERROR naming the byte offset and what was expected there; the
 * log can then only be closed, unless leveldb_skip succeeds.
 */
int leveldb_next(
    struct leveldb_log *log, struct bytes *record, struct gantry_error *error);

/*
 * After leveldb_next has failed at a wrong checksum: skip the fragment, or, if
 * its length seems to be wrong, too, the rest of the block, and the other
 * fragments of that record.  SKIPPED gets the bytes, borrowed until the next
 * call.  Returns false when it failed for another reason.
 */
bool leveldb_skip(struct leveldb_log *log, struct bytes *skipped);

/* Get the number of bytes that have been read. */
uint64_t leveldb_offset(const struct leveldb_log *log);

/* Close the file but keep the memory for the next one. */
void leveldb_close(struct leveldb_log *log);

/* Close the file and free everything; safe on an empty log. */
void leveldb_clear(struct leveldb_log *log);

#endif
