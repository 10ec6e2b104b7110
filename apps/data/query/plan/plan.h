#ifndef QUERY_PLAN_H
#define QUERY_PLAN_H

#include "data/query/plan/leaf_ranges.h"

/*
 * How the documents of a term are found: the places of an index that are read,
 * and what each document has to be tested for.
 */

/* A conjunction: the leaves of which each has to hold. */
struct term {
	const struct filter **leaves;
	size_t count;
};

struct terms {
	struct term *items;
	size_t count;
};

/*
 * Turn FILTER into terms of which one has to hold, its disjunctive normal form,
 * in memory of ARENA.  NULL gives one without leaves.  Returns 0 or -1.
 */
int terms_make(struct terms *terms, const struct filter *filter,
    struct arena *arena, struct gantry_error *error);

#define PLAN_PROBES_MAX 8

/* Whence the key of an order comes. */
enum plan_key {
	PLAN_KEY_DOCUMENT, /* of its field */
	PLAN_KEY_LEAF, /* the only one that the leaf allows */
	PLAN_KEY_INDEX, /* the one that was read */
	PLAN_KEY_NAME, /* the rank */
};

struct plan {
	/* What is read: one range after the other, or all by rank. */
	struct leaf_ranges ranges;
	bool is_by_rank;
	bool is_falling;
	const struct field_path_names *field; /* NULL: names */
	/* The rows come in the whole order of the query. */
	bool is_ordered;
	/* They come in the order of the keys up to this one. */
	bool is_ordered_first;
	size_t first_order;
	/* The index tells whether a document has these. */
	struct leaf_ranges *probes[PLAN_PROBES_MAX];
	size_t probe_count;
	/* The ranges and probes do not tell all, or not the keys. */
	bool needs_document;
	enum plan_key *keys; /* for each order */
	struct bytes *leaf_keys; /* for each order */
	int64_t low, high; /* the ranks, as in the scope */
	int64_t estimate; /* how many rows are read, about */
};

/*
 * Make the plan of TERM, of which NEED rows are wanted at most (-1: all), in
 * memory of the query's arena.  Returns 0 or -1.
 */
int plan_make(struct plan *plan, const struct term *term,
    const struct leaf_context *context, int64_t need,
    struct gantry_error *error);

/* Append what the plan does, a few words. */
void plan_describe(const struct plan *plan, struct gantry_buffer *text);

#endif
