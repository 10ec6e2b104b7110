#ifndef QUERY_ROW_SOURCE_H
#define QUERY_ROW_SOURCE_H

#include "data/query/plan/plan.h"

/* Reads the rows of a plan: ranks, and the keys that the index has. */

struct row_source {
	const struct plan *plan;
	struct store *store;
	struct store_scan scans[LEAF_RANGES_MAX];
	bool is_open[LEAF_RANGES_MAX]; /* and has a row, if it is by rank */
	size_t next; /* the range to read, if they are read one after another */
	int64_t rank; /* of the row; 0: none yet */
	struct bytes key; /* of the row, until the next step */
};

/* Start.  PLAN must live as long as SOURCE.  Returns 0 or -1. */
int row_source_open(struct row_source *source, const struct plan *plan,
    struct store *store, struct gantry_error *error);

/* Get the next row.  Returns 1, or 0 after the last, or -1. */
int row_source_next(struct row_source *source, struct gantry_error *error);

/* Idempotent, safe on a zeroed struct. */
void row_source_close(struct row_source *source);

#endif
