#ifndef QUERY_INDEX_BLOCK_H
#define QUERY_INDEX_BLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/bytes.h"

/*
 * Rows of an index, packed into blocks: a row each would cost twice the space,
 * and SQLite several times the time.  A block has rows of one field in one
 * collection or group, in the order of their keys and ranks.  Its first row is
 * kept beside it, see index_schema.h.
 *
 * Each row, the first one too, is what differs from the one before it, where
 * the first one differs from itself:
 *
 *	2 * N		the same key, and a rank that is greater by N
 *	2 * N + 1	the number of bytes that the key begins with as the last
 *			one does; N more bytes of it; the rank
 *
 * Numbers are written seven bits a byte, the lowest first; the highest bit says
 * that more follow.
 */

/* A block ends with the first row that makes it as long as this. */
#define INDEX_BLOCK_SIZE 990

/* A shorter one is kept in the row of its first row. */
#define INDEX_BLOCK_INLINE 200

struct index_block_writer {
	struct gantry_buffer rows;
	struct gantry_buffer first_key, last_key;
	uint32_t first_rank, last_rank;
	uint32_t count;
	size_t key_size; /* of all keys, as the reader keeps them */
};

/* Begin a block with its first row. */
void index_block_begin(
    struct index_block_writer *writer, struct bytes key, uint32_t rank);

/* Add the next row. */
void index_block_add(
    struct index_block_writer *writer, struct bytes key, uint32_t rank);

/* Has it as many rows as it should have? */
bool index_block_is_full(const struct index_block_writer *writer);

/* Did memory run out? */
bool index_block_failed(const struct index_block_writer *writer);

/* Free everything; safe on a zeroed one. */
void index_block_writer_clear(struct index_block_writer *writer);

struct index_block_row {
	size_t offset; /* of the key */
	size_t length;
	uint32_t rank;
};

/* A block that was read.  It may be read into again. */
struct index_block {
	struct gantry_buffer keys;
	struct index_block_row *items;
	size_t count, capacity;
};

/*
 * Read ROWS, a block that begins with the row of FIRST_KEY and FIRST_RANK.
 * Returns 0, or -1 with ERROR: GANTRY_ERROR_UNAVAILABLE: it is damaged.
 */
int index_block_read(struct index_block *block, struct bytes first_key,
    uint32_t first_rank, struct bytes rows, struct gantry_error *error);

/* The key of row I. */
struct bytes index_block_key(const struct index_block *block, size_t i);

/* How many rows are before KEY and RANK? */
size_t index_block_find(
    const struct index_block *block, struct bytes key, int64_t rank);

/* Is row I the one of KEY and RANK? */
bool index_block_has(
    const struct index_block *block, size_t i, struct bytes key, int64_t rank);

/* Free everything; safe on a zeroed one. */
void index_block_clear(struct index_block *block);

#endif
