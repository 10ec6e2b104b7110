/*
 * A name is looked for once, before the query runs.
 */
#include <endian.h>
#include <string.h>

#include "data/query/keys/key.h"
#include "data/query/plan/position.h"

struct resolver {
	struct query *query;
	struct store *store;
	struct gantry_buffer origin; /* the key of project and database */
	struct gantry_error *error;
	int result;
};

void
position_put(char at[POSITION_SIZE], int64_t rank, bool is_before)
{
	uint64_t place = htobe64((uint64_t)rank * 2 + !is_before);

	at[0] = (char)KEY_REFERENCE;
	memcpy(at + 1, &place, sizeof(place));
}

int64_t
position_rank(const char *at, bool *is_equal)
{
	uint64_t place;

	memcpy(&place, at + 1, sizeof(place));
	place = be64toh(place);
	*is_equal = place % 2 == 1;
	return (int64_t)(place / 2);
}

/* Turn the key of a path back into the path: its ids, with '/' between them. */
static void
add_path(struct gantry_buffer *path, struct bytes key)
{
	const char *end = key.data + key.length, *at = key.data;
	uint64_t number;

	while (at < end && *at != KEY_END) {
		if (path->length > 0)
			gantry_buffer_putc(path, '/');
		if (*at == 1) {
			memcpy(&number, at + 1, sizeof(number));
			number = be64toh(number) ^ UINT64_C(1) << 63;
			gantry_buffer_printf(
			    path, "__id%lld__", (long long)number);
			at += 1 + sizeof(number);
			continue;
		}
		for (at++; at[0] != '\0' || at[1] != '\1'; at++) {
			gantry_buffer_putc(path, *at);
			at += at[0] == '\0';
		}
		at += 2;
	}
}

/* Find the position of a name of ours, whose path has KEY. */
static int
find(struct resolver *resolver, struct bytes key, char at[POSITION_SIZE])
{
	struct gantry_buffer path = { 0 };
	bool is_equal;
	int64_t rank;
	int result;

	add_path(&path, key);
	result = gantry_buffer_failed(&path)
	    ? gantry_error_memory(resolver->error)
	    : store_find_rank(resolver->store,
		  (struct bytes){ path.data, path.length }, &rank, &is_equal,
		  resolver->error);
	gantry_buffer_clear(&path);
	if (result == 0)
		position_put(at, rank, !is_equal);
	return result;
}

/* Replace KEY, of a reference, by its position. */
static int
resolve(struct resolver *resolver, struct bytes *key)
{
	const struct gantry_buffer *origin = &resolver->origin;
	char *at = arena_alloc(&resolver->query->arena, POSITION_SIZE);
	struct bytes rest = { key->data + 1, key->length - 1 };
	int order, result = 0;

	if (at == NULL)
		return gantry_error_memory(resolver->error);
	order = memcmp(rest.data, origin->data,
	    rest.length < origin->length ? rest.length : origin->length);
	if (order == 0) {
		rest.data += origin->length;
		rest.length -= origin->length;
		result = find(resolver, rest, at);
	} else {
		/* Of another database: below all of ours, or above. */
		position_put(at,
		    order < 0 ? 1 : store_last_rank(resolver->store) + 1, true);
	}
	*key = (struct bytes){ at, POSITION_SIZE };
	return result;
}

static void
resolve_leaf(void *argument, struct filter *leaf)
{
	struct resolver *resolver = argument;
	size_t i;

	for (i = 0; leaf->field.is_name && i < leaf->key_count; i++)
		if (resolver->result == 0)
			resolver->result = resolve(resolver, &leaf->keys[i]);
}

static int
resolve_cursor(struct resolver *resolver, struct query_cursor *cursor)
{
	size_t i;

	for (i = 0; i < cursor->count; i++)
		if (resolver->query->orders[i].field.is_name &&
		    resolve(resolver, &cursor->keys[i]) == -1)
			return -1;
	return 0;
}

int
position_resolve(struct query *query, struct store *store, struct bytes project,
    struct bytes database, struct gantry_error *error)
{
	struct resolver resolver = {
		.query = query,
		.store = store,
		.error = error,
	};

	key_add_text(&resolver.origin, project);
	key_add_text(&resolver.origin, database);
	if (gantry_buffer_failed(&resolver.origin))
		resolver.result = gantry_error_memory(error);
	if (resolver.result == 0)
		filter_each(query->where, resolve_leaf, &resolver);
	if (resolver.result == 0)
		resolver.result = resolve_cursor(&resolver, &query->start);
	if (resolver.result == 0)
		resolver.result = resolve_cursor(&resolver, &query->end);
	gantry_buffer_clear(&resolver.origin);
	return resolver.result;
}
