#ifndef CACHE_SORT_RUN_MERGE_H
#define CACHE_SORT_RUN_MERGE_H

#include "data/cache/sort/run.h"

/* Merges sorted runs: returns their records, the smallest first. */

/* The most runs that are merged at once; each holds a record in memory. */
#define RUN_MERGE_MAX 16

struct run_merge_source {
	struct run *run;
	struct run_record record; /* the next of it */
};

struct run_merge {
	size_t
	    tail; /* this many bytes at the end of a record are not compared */
	bool was_given; /* the first record was returned: advance its run */
	size_t count;
	struct run_merge_source heap[RUN_MERGE_MAX]; /* the smallest first */
};

/*
 * Start with COUNT rewound runs, at most RUN_MERGE_MAX, which stay the
 * caller's.  Returns 0, or -1 with ERROR filled.
 */
int run_merge_init(struct run_merge *merge, struct run *runs, size_t count,
    size_t tail, struct gantry_error *error);

/*
 * Get the next record, which is valid until the next call.  Returns 1, or 0
 * after the last, or -1.
 */
int run_merge_next(struct run_merge *merge, struct run_record *record,
    struct gantry_error *error);

#endif
