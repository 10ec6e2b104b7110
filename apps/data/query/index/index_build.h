#ifndef QUERY_INDEX_BUILD_H
#define QUERY_INDEX_BUILD_H

#include "data/query/store/index_choice.h"

/*
 * Makes the tables of index_schema.h out of the documents of a cache.  It takes
 * three passes: the paths, which are sorted; the collections; the fields, whose
 * keys are sorted.  Memory is bounded, see SORTER_MEMORY.
 */

struct index_options {
	const char *path; /* temporary files are made beside this one */
	const struct index_choices *choices;
	/* Called now and then with the documents that were read; may be NULL */
	void (*progress)(void *argument, int64_t documents);
	void *argument;
};

/*
 * Make the tables in DB, in place of those that it has, in the transaction that
 * is open.  Returns 0, or -1 with ERROR filled.
 */
int index_build(struct db *db, const struct index_options *options,
    struct gantry_error *error);

/*
 * Check that the indexes of a cache are those of its documents: the order of
 * the names, the counts, and each row.  *HAS_INDEXES tells whether there are
 * any.  Returns 0, or -1 with ERROR; GANTRY_ERROR_INPUT: they do not match.
 */
int index_check(struct db *db, bool *has_indexes, struct gantry_error *error);

#endif
