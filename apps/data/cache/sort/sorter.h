#ifndef CACHE_SORT_SORTER_H
#define CACHE_SORT_SORTER_H

#include "data/cache/sort/keysort.h"
#include "data/cache/sort/run_merge.h"

/*
 * Sorts any number of records in memory that is bounded: what does not fit is
 * sorted and written to temporary files, which are merged in the end.
 *
 *	sorter_init(&sorter, &options);
 *	sorter_add ...
 *	sorter_sort
 *	sorter_next ... until it returns 0
 *	sorter_clear(&sorter);
 *
 * Records are in the order of keysort.h.  Equal ones come in any order.
 */

struct sorter_options {
	const char *path; /* temporary files are made beside this one */
	/*
	 * How many bytes of memory the records may take before they are
	 * written. One that is longer is taken anyway.
	 */
	size_t memory;
	size_t tail; /* so many bytes at a record's end are not compared */
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
 * Add a record of LENGTH bytes, the tail among them.  Returns where they go, to
 * be filled in before the next call, or NULL with ERROR filled.
 */
char *sorter_add(
    struct sorter *sorter, size_t length, struct gantry_error *error);

/* After the last record.  0 or -1. */
int sorter_sort(struct sorter *sorter, struct gantry_error *error);

/*
 * Get the next record, which stays until the call after.  Returns 1, or 0 after
 * the last, or -1.
 */
int sorter_next(struct sorter *sorter, struct run_record *record,
    struct gantry_error *error);

#endif
