#ifndef QUERY_LEAF_RANGES_H
#define QUERY_LEAF_RANGES_H

#include "data/query/plan/scope.h"
#include "data/query/store/index_store.h"

/* The places of an index that a leaf of a filter is about. */

/* A leaf has at most 30 operands. */
#define LEAF_RANGES_MAX 32

struct leaf_ranges {
	struct store_range items[LEAF_RANGES_MAX];
	size_t count;
	bool is_lookup; /* each range is of one key */
	bool is_exact; /* the leaf holds of just what is in them */
	bool has_cut; /* the order of the keys is not that of the values */
};

/* What a leaf is of, and where its ranges are. */
struct leaf_context {
	struct query *query;
	const struct scope *scope;
	struct store *store;
};

/*
 * Find the ranges of LEAF.  Returns 1, or 0 when there is no index for it, or
 * -1 with ERROR filled.  The keys live as long as the query.
 */
int leaf_ranges_find(struct leaf_ranges *ranges, const struct filter *leaf,
    const struct leaf_context *context, struct gantry_error *error);

/* The same for all places of FIELD. */
int leaf_ranges_all(struct leaf_ranges *ranges,
    const struct field_path_names *field, const struct leaf_context *context,
    struct gantry_error *error);

/* The first key with TAG, below all that have more than the tag. */
struct bytes leaf_ranges_tag(unsigned tag);

/* Restrict RANGES to one that both are about: ranges of one field, not cut. */
void leaf_ranges_restrict(
    struct leaf_ranges *ranges, const struct leaf_ranges *other);

#endif
