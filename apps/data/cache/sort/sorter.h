#ifndef CACHE_SORT_SORTER_H
#define CACHE_SORT_SORTER_H

#include "data/cache/sort/keysort.h"
#include "data/cache/sort/run_merge.h"

/*
 * Sorts any number of records in bounded memory: what does not fit is sorted
 * and written to temporary files, which are merged at the end.
 *
 *	sorter_init(&sorter, &options);
 *	sorter_add ...
 *	sorter_sort
 *	sorter_next ... until it returns 0
 *	sorter_clear(&sorter);
 *
 * Records are in the order of keysort.h; equal ones in any order.
 */

struct sorter_options {
	const char *path; /* temporary files are made beside this one */
	/*
	 * The memory for records, in bytes, before they are written.  A longer
	 * record is accepted anyway.
	 */
	size_t memory;
	size_t
	    tail; /* this many bytes at the end of a record are not compared */
};

struct sorter {
	struct sorter_options options;
	char *memory; /* records at its start, an item for each at its end */
	size_t size; /* of the memory, a multiple of an item's */
	size_t used; /* by records */
	size_t count; /* of the records in memory */
	struct run *runs;
	size_t run_count;
	struct run_merge merge;
	size_t next; /* of the records in memory, when there is no run */
};

/* OPTIONS are copied; their path is not. */
void sorter_init(struct sorter *sorter, const struct sorter_options *options);

/* Idempotent, safe on a zeroed struct. */
void sorter_clear(struct sorter *sorter);

/*
 * Add a record of LENGTH bytes, including the tail.  Returns where to write it
 * before the next call, or NULL with ERROR filled.
 */
char *sorter_add(
    struct sorter *sorter, size_t length, struct gantry_error *error);

/* After the last record.  0 or -1. */
int sorter_sort(struct sorter *sorter, struct gantry_error *error);

/*
 * Get the next record, which is valid until the next call.  Returns 1, or 0
 * after the last, or -1.
 */
int sorter_next(struct sorter *sorter, struct run_record *record,
    struct gantry_error *error);

#endif
