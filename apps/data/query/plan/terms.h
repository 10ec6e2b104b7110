#ifndef QUERY_TERMS_H
#define QUERY_TERMS_H

#include "data/query/language/query.h"

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

#endif
