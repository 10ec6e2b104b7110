#ifndef CACHE_SORT_RUN_MERGE_H
#define CACHE_SORT_RUN_MERGE_H

#include "data/cache/sort/run.h"

/* Sorted runs as one: each record of theirs, the smallest first. */

/* So many runs are read at once; each holds a record in memory. */
#define RUN_MERGE_MAX 16

struct run_merge_source {
	struct run *run;
	struct run_record record; /* the next of it */
};

struct run_merge {
	size_t tail; /* so many bytes at a record's end are not compared */
	bool was_given; /* was the first record, so that it is to go on? */
	size_t count;
	struct run_merge_source heap[RUN_MERGE_MAX]; /* the smallest first */
};

/*
 * Begin with COUNT runs, RUN_MERGE_MAX at the most, which were rewound and
 * stay the caller's.  0, or -1 with ERROR filled.
 */
int run_merge_init(struct run_merge *merge, struct run *runs, size_t count,
    size_t tail, struct gantry_error *error);

/*
 * Get the next record, which stays until the call after.  Returns 1, or 0 after
 * the last, or -1.
 */
int run_merge_next(struct run_merge *merge, struct run_record *record,
    struct gantry_error *error);

#endif
