#ifndef QUERY_ROW_WALK_H
#define QUERY_ROW_WALK_H

#include "data/query/index/collections.h"
#include "data/query/index/field_ids.h"
#include "data/query/store/index_choice.h"

/*
 * Goes through the documents of a cache in the order of their names, or of
 * their rowids, and through all rows that the indexes have of each.
 */

struct sorter;

struct row {
	int64_t collection;
	int64_t group; /* 0: it has only one collection, and no index */
	int64_t field;
	struct bytes key; /* it may be cut */
	uint32_t rank;
	unsigned numbers; /* a bit if it is one, see index_schema.h */
};

struct row_walk {
	struct db *db;
	const struct index_choices *choices;
	struct field_ids *ids;
	struct sorter *places; /* see places.h; NULL: in the order of names */
	/* Called with each row; equal elements of an array come twice. */
	int (*visit)(
	    void *argument, const struct row *row, struct gantry_error *error);
	/* Called after the rows of each document; may be NULL. */
	int (*end_document)(
	    void *argument, struct bytes path, struct gantry_error *error);
	collections_left *left; /* may be NULL, and is in the order of rowids */
	void *argument;
	/* Called now and then with the documents that were read; may be NULL */
	void (*progress)(void *argument, int64_t documents);
	void *progress_argument;

	/* While it runs. */
	struct collections collections;
	struct db_statement *find_group;
	struct gantry_buffer path; /* of the field */
	struct gantry_buffer key;
	struct collection *collection;
	struct collection last; /* in the order of rowids */
	struct bytes id; /* of the collection */
	uint32_t rank;
	int64_t documents; /* that were read */
};

/* The tables name, coll and grp are there.  Returns 0 or -1. */
int row_walk_run(struct row_walk *walk, struct gantry_error *error);

#endif
