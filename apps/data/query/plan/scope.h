#ifndef QUERY_SCOPE_H
#define QUERY_SCOPE_H

#include "data/query/language/structured_query.h"
#include "data/query/store/index_store.h"

/* Which documents a query is about, before its filters. */
struct scope {
	bool is_empty;
	enum store_table table;
	int64_t id; /* of the collection or group */
	int64_t count; /* of the documents of a collection; -1: not known */
	/* The documents have these ranks, from the first up to the second. */
	int64_t low, high;
	/* If not 0: the path of a document has just so many slashes. */
	size_t slashes;
};

/* Find the scope of QUERY.  Returns 0 or -1. */
int scope_find(struct scope *scope, const struct query *query,
    struct store *store, struct gantry_error *error);

/* Is the document of PATH, whose rank is in the scope, in it? */
bool scope_has(const struct scope *scope, struct bytes path);

#endif
