#ifndef QUERY_STRUCTURED_QUERY_H
#define QUERY_STRUCTURED_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/error.h>

#include "base/arena.h"
#include "data/query/keys/field.h"

/*
 * A query as google.firestore.v1.StructuredQuery has it, checked, with its
 * operands as keys.
 */

enum query_op {
	OP_LESS_THAN = 1, /* the numbers of the protocol */
	OP_LESS_THAN_OR_EQUAL,
	OP_GREATER_THAN,
	OP_GREATER_THAN_OR_EQUAL,
	OP_EQUAL,
	OP_NOT_EQUAL,
	OP_ARRAY_CONTAINS,
	OP_IN,
	OP_ARRAY_CONTAINS_ANY,
	OP_NOT_IN,
	OP_IS_NAN,
	OP_IS_NULL,
	OP_IS_NOT_NAN,
	OP_IS_NOT_NULL,
};

enum filter_kind {
	FILTER_LEAF,
	FILTER_AND,
	FILTER_OR
};

struct filter {
	enum filter_kind kind;
	/* Of a leaf.  The keys of a name are replaced, see position.h. */
	struct field_path_names field;
	enum query_op op;
	struct bytes *keys;
	size_t key_count;
	/* Of the others. */
	struct filter **parts;
	size_t part_count;
};

struct query_order {
	struct field_path_names field;
	bool is_falling;
};

struct query_cursor {
	struct bytes *keys; /* NULL: none */
	size_t count;
	bool is_before;
};

enum query_distance {
	DISTANCE_NONE, /* it is not a search for the nearest */
	DISTANCE_EUCLIDEAN,
	DISTANCE_COSINE,
	DISTANCE_DOT_PRODUCT,
};

struct query_nearest {
	enum query_distance distance;
	struct field_path_names field;
	double *vector;
	size_t dimensions;
	int64_t limit;
	bool has_threshold;
	double threshold;
	struct bytes result_field; /* empty: none */
};

struct query {
	struct arena arena;
	struct bytes parent; /* the path of a document; empty: the root */
	struct bytes collection; /* an id; empty: every one */
	bool has_descendants; /* at any depth below the parent */
	/*
	 * Only rows of documents below the parent may be read, so that what the
	 * query costs tells nothing of the others in a collection group.
	 */
	bool is_confined;
	struct filter *where; /* NULL: everything */
	/* All of them, with __name__; a document must have each field. */
	struct query_order *orders;
	size_t order_count;
	size_t explicit_count; /* of those that were given */
	struct query_cursor start, end;
	bool is_resolved; /* the keys of names are positions, see position.h */
	int64_t offset;
	int64_t limit; /* -1: none */
	bool has_select;
	struct field_path_names *select;
	size_t select_count;
	struct query_nearest nearest;
};

enum query_sum {
	SUM_COUNT,
	SUM_SUM,
	SUM_AVERAGE
};

struct query_aggregation {
	enum query_sum sum;
	struct bytes alias;
	struct field_path_names field; /* not of a count */
	int64_t up_to; /* of a count; -1: no limit */
};

struct query_aggregations {
	struct query_aggregation *items;
	size_t count;
	size_t unnamed; /* those that were given no alias */
};

/* Call VISIT with each leaf below FILTER, which may be NULL. */
void filter_each(struct filter *filter,
    void (*visit)(void *argument, struct filter *leaf), void *argument);

/* Is OP one of < <= > >=; or one of those or != and NOT_IN? */
bool op_is_range(enum query_op op);
bool op_is_inequality(enum query_op op);

#endif
