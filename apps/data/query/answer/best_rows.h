#ifndef QUERY_BEST_ROWS_H
#define QUERY_BEST_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/bytes.h"

/*
 * The first rows of a query in its order, out of rows that come in any order.
 * Of equal keys one is kept.  Memory is bounded: all rows of a query without a
 * limit may be too many.
 */

/* Small, since many are sorted. */
struct best_row {
	uint32_t offset, length; /* of its key */
	uint32_t rank;
};

struct best_rows {
	size_t wanted; /* SIZE_MAX: all */
	size_t memory; /* the most bytes */
	struct gantry_buffer keys;
	struct best_row *items;
	size_t count, capacity;
	bool is_full; /* there were as many as are wanted */
	struct gantry_buffer last; /* the key of the last one, if it is full */
};

void best_rows_init(struct best_rows *rows, size_t wanted, size_t memory);

/* Free everything; safe on a zeroed one. */
void best_rows_clear(struct best_rows *rows);

/*
 * Add a row.  Returns 0, or -1 with ERROR: GANTRY_ERROR_LIMIT when the rows
 * take too much memory.
 */
int best_rows_add(struct best_rows *rows, struct bytes key, int64_t rank,
    struct gantry_error *error);

/*
 * Are all later rows useless, whose keys are not below one that begins with
 * PREFIX?
 */
bool best_rows_end_before(const struct best_rows *rows, struct bytes prefix);

/* After the last row: sort them, and free their keys. */
void best_rows_sort(struct best_rows *rows);

#endif
