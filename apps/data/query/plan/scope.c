/*
 * Everything below a document is one range of ranks.
 */
#include <string.h>

#include "data/query/plan/scope.h"

/* Restrict the ranks to what is below the parent. */
static int
find_below(struct scope *scope, const struct query *query, struct store *store,
    struct gantry_error *error)
{
	bool is_equal;

	scope->low = 1;
	scope->high = store_last_rank(store) + 1;
	if (query->parent.length == 0)
		return 0;
	if (store_find_rank(
		store, query->parent, &scope->low, &is_equal, error) == -1 ||
	    store_find_after(store, query->parent, &scope->high, error) == -1)
		return -1;
	scope->low += is_equal;
	return 0;
}

static size_t
count_slashes(struct bytes path)
{
	size_t i, count = 0;

	for (i = 0; i < path.length; i++)
		count += path.data[i] == '/';
	return count;
}

/* The documents of one collection. */
static int
find_collection(struct scope *scope, const struct query *query,
    struct store *store, struct gantry_error *error)
{
	struct gantry_buffer path = { 0 };
	int result;

	gantry_buffer_add(&path, query->parent.data, query->parent.length);
	if (path.length > 0)
		gantry_buffer_putc(&path, '/');
	gantry_buffer_add(
	    &path, query->collection.data, query->collection.length);
	result = gantry_buffer_failed(&path)
	    ? gantry_error_memory(error)
	    : store_find_collection(store,
		  (struct bytes){ path.data, path.length }, &scope->id,
		  &scope->count, error);
	gantry_buffer_clear(&path);
	scope->table = STORE_COLLECTION;
	scope->low = 1;
	scope->high = store_last_rank(store) + 1;
	scope->is_empty = scope->id == 0;
	return result;
}

static int
find_group(struct scope *scope, const struct query *query, struct store *store,
    struct gantry_error *error)
{
	int64_t collection;

	if (store_find_group(
		store, query->collection, &scope->id, &collection, error) == -1)
		return -1;
	scope->table = STORE_GROUP;
	scope->is_empty = scope->id == 0;
	if (collection != 0) {
		scope->table = STORE_COLLECTION;
		scope->id = collection;
	}
	return find_below(scope, query, store, error);
}

int
scope_find(struct scope *scope, const struct query *query, struct store *store,
    struct gantry_error *error)
{
	*scope = (struct scope){ .table = STORE_NAMES, .count = -1 };
	if (query->collection.length > 0 && query->has_descendants)
		return find_group(scope, query, store, error);
	if (query->collection.length > 0)
		return find_collection(scope, query, store, error);
	if (!query->has_descendants)
		scope->slashes = query->parent.length == 0
		    ? 1
		    : count_slashes(query->parent) + 2;
	return find_below(scope, query, store, error);
}

bool
scope_has(const struct scope *scope, struct bytes path)
{
	return scope->slashes == 0 || count_slashes(path) == scope->slashes;
}
