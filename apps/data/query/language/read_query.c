/*
 * Reads a query and completes its order.
 */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/query/keys/key.h"
#include "data/query/language/parse.h"
#include "data/query/language/read_query.h"

/* Of a filter whose ORs were moved to the outside. */
#define DISJUNCTIONS_MAX 30
#define ORDERS_MAX	 100

static const char *const directions[] = { "DIRECTION_UNSPECIFIED", "ASCENDING",
	"DESCENDING", NULL };

static int
invalid(struct gantry_error *error, const char *text)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT, "%s", text);
}

static int
read_from(struct query *query, const json_t *json, struct gantry_error *error)
{
	static const char *const names[] = { "collection_id", "all_descendants",
		NULL };
	const json_t *from = parse_member(json, "from", NULL);
	struct bytes id;
	size_t count;
	char *copy;

	if (parse_repeated(from, "from", &count, error) == -1)
		return -1;
	if (count > 1)
		return invalid(error,
		    "StructuredQuery.from cannot have more than one "
		    "collection selector.");
	if (count == 0)
		return 0;
	from = parse_element(from, 0);
	if (parse_object(from, "from", names, error) == -1 ||
	    parse_boolean(
		parse_member(from, "allDescendants", "all_descendants"),
		"all_descendants", &query->has_descendants, error) == -1 ||
	    parse_text(parse_member(from, "collectionId", "collection_id"),
		"collection_id", &id, error) == -1)
		return -1;
	if (id.length > 0 && memchr(id.data, '/', id.length) != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "Collection id %s is invalid because it contains \"/\".",
		    bytes_show(id).text);
	if (field_is_reserved(id))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "Collection id %s is invalid because it is reserved.",
		    bytes_show(id).text);
	copy = arena_strndup(&query->arena, id.data, id.length);
	query->collection = (struct bytes){ copy, id.length };
	return copy == NULL ? gantry_error_memory(error) : 0;
}

static bool
has_order(const struct query *query, const struct field_path_names *field)
{
	size_t i;

	for (i = 0; i < query->order_count; i++)
		if (field_is_equal(&query->orders[i].field, field))
			return true;
	return false;
}

static int
read_order(struct query *query, const json_t *json, struct gantry_error *error)
{
	static const char *const names[] = { "field", "direction", NULL };
	struct query_order order = { .is_falling = false };
	int direction;

	if (parse_object(json, "order_by", names, error) == -1 ||
	    parse_field(parse_member(json, "field", NULL), &query->arena,
		&order.field, error) == -1 ||
	    parse_enum(parse_member(json, "direction", NULL), "direction",
		directions, &direction, error) == -1)
		return -1;
	if (has_order(query, &order.field))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "order by clause cannot contain duplicate fields %.*s",
		    (int)order.field.text.length, order.field.text.data);
	order.is_falling = direction == 2;
	query->orders[query->order_count++] = order;
	return 0;
}

static void
count_leaf(void *argument, struct filter *leaf)
{
	size_t *count = argument;

	(void)leaf;
	++*count;
}

/* Read the orders that are given, and make room for the others. */
static int
read_orders(struct query *query, const json_t *json, struct gantry_error *error)
{
	const json_t *orders = parse_member(json, "orderBy", "order_by");
	size_t i, count, room;

	if (parse_repeated(orders, "order_by", &count, error) == -1)
		return -1;
	if (count > ORDERS_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "The maximum number of orders is %d.", ORDERS_MAX);
	room = count + 1;
	filter_each(query->where, count_leaf, &room);
	query->orders =
	    arena_alloc(&query->arena, room * sizeof(*query->orders));
	if (query->orders == NULL)
		return gantry_error_memory(error);
	for (i = 0; i < count; i++)
		if (read_order(query, parse_element(orders, i), error) == -1)
			return -1;
	query->explicit_count = count;
	return 0;
}

/* Does LEAF hold of nothing, whatever the documents are? */
static bool
holds_never(const struct filter *leaf)
{
	char tag = leaf->key_count > 0 ? leaf->keys[0].data[0] : KEY_END;

	if (op_is_range(leaf->op))
		return tag == KEY_NULL || tag == KEY_NAN;
	return leaf->op == OP_NOT_EQUAL && tag == KEY_NULL;
}

static void
add_inequality(void *argument, struct filter *leaf)
{
	struct query *query = argument;

	if (!op_is_inequality(leaf->op) || leaf->field.is_name ||
	    holds_never(leaf) || has_order(query, &leaf->field))
		return;
	query->orders[query->order_count++] =
	    (struct query_order){ .field = leaf->field };
}

static int
compare_orders(const void *left, const void *right)
{
	const struct query_order *a = left, *b = right;

	return bytes_compare(a->field.key, b->field.key);
}

static int
add_name(struct query *query, bool is_falling, struct gantry_error *error)
{
	static const struct bytes name = { "__name__", 8 };
	struct query_order order = { .is_falling = is_falling };
	size_t i;

	/* What follows a name decides nothing, but must be there. */
	for (i = 0; i < query->order_count; i++)
		if (query->orders[i].field.is_name)
			return 0;
	if (field_read(&order.field, &query->arena, name, error) == -1)
		return -1;
	query->orders[query->order_count++] = order;
	return 0;
}

/* Add the fields with an inequality in their order, and the name. */
static int
complete_orders(struct query *query, struct gantry_error *error)
{
	size_t i, first = query->order_count;
	bool is_falling = first > 0 && query->orders[first - 1].is_falling;

	filter_each(query->where, add_inequality, query);
	qsort(query->orders + first, query->order_count - first,
	    sizeof(*query->orders), compare_orders);
	for (i = first; i < query->order_count; i++)
		query->orders[i].is_falling = is_falling;
	return add_name(query, is_falling, error);
}

static int
read_cursor(struct query *query, const json_t *json,
    struct query_cursor *cursor, struct gantry_error *error)
{
	static const char *const names[] = { "values", "before", NULL };
	const json_t *values = parse_member(json, "values", NULL);
	size_t i, count;

	if (json == NULL)
		return 0;
	if (parse_object(json, "cursor", names, error) == -1 ||
	    parse_boolean(parse_member(json, "before", NULL), "before",
		&cursor->is_before, error) == -1 ||
	    parse_repeated(values, "values", &count, error) == -1)
		return -1;
	if (count > query->explicit_count)
		return invalid(error, "Cursor has too many values.");
	if (count > query->order_count)
		count = query->order_count;
	cursor->keys =
	    arena_alloc(&query->arena, (count + 1) * sizeof(*cursor->keys));
	if (cursor->keys == NULL)
		return gantry_error_memory(error);
	for (i = 0; i < count; i++) {
		if (parse_key(parse_element(values, i), &query->arena,
			&cursor->keys[i], error) == -1)
			return -1;
		if (query->orders[i].field.is_name &&
		    cursor->keys[i].data[0] != KEY_REFERENCE)
			return invalid(error,
			    "Cursor position for __name__ must be a Key");
	}
	cursor->count = count;
	return 0;
}

static int
read_numbers(
    struct query *query, const json_t *json, struct gantry_error *error)
{
	const json_t *limit = parse_member(json, "limit", NULL);

	query->limit = -1;
	if (limit != NULL &&
	    parse_integer(limit, "limit", &query->limit, error) == -1)
		return -1;
	if (limit != NULL && query->limit < 0)
		return invalid(error, "limit is negative");
	if (query->limit > INT32_MAX)
		return invalid(error, "limit is out of range");
	if (parse_integer(parse_member(json, "offset", NULL), "offset",
		&query->offset, error) == -1)
		return -1;
	if (query->offset > INT32_MAX)
		return invalid(error, "offset is out of range");
	return query->offset < 0 ? invalid(error, "offset is negative") : 0;
}

static int
read_select(struct query *query, const json_t *json, struct gantry_error *error)
{
	static const char *const names[] = { "fields", NULL };
	const json_t *select = parse_member(json, "select", NULL), *fields;
	size_t i, count;

	query->has_select = select != NULL;
	if (select == NULL)
		return 0;
	if (parse_object(select, "select", names, error) == -1)
		return -1;
	fields = parse_member(select, "fields", NULL);
	if (parse_repeated(fields, "fields", &count, error) == -1)
		return -1;
	query->select =
	    arena_alloc(&query->arena, (count + 1) * sizeof(*query->select));
	if (query->select == NULL)
		return gantry_error_memory(error);
	for (i = 0; i < count; i++)
		if (parse_field(parse_element(fields, i), &query->arena,
			&query->select[i], error) == -1)
			return -1;
	query->select_count = count;
	return 0;
}

/* Count the terms of FILTER in disjunctive normal form. */
static size_t
count_terms(const struct filter *filter)
{
	size_t i, count = filter->kind == FILTER_OR ? 0 : 1, terms;

	if (filter->kind == FILTER_LEAF)
		return filter->op == OP_IN ||
			filter->op == OP_ARRAY_CONTAINS_ANY
		    ? filter->key_count
		    : 1;
	for (i = 0; i < filter->part_count && count <= DISJUNCTIONS_MAX; i++) {
		terms = count_terms(filter->parts[i]);
		count =
		    filter->kind == FILTER_OR ? count + terms : count * terms;
	}
	return count;
}

static int
check_terms(const struct query *query, struct gantry_error *error)
{
	if (query->where == NULL ||
	    count_terms(query->where) <= DISJUNCTIONS_MAX)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "The maximum number of disjunctions is %d.", DISJUNCTIONS_MAX);
}

/* Copy the orders without the name, with room for COUNT and the name. */
static int
reopen_orders(struct query *query, size_t count, struct gantry_error *error)
{
	size_t kept = query->order_count;
	struct query_order *orders =
	    arena_alloc(&query->arena, (kept + count + 1) * sizeof(*orders));

	if (orders == NULL)
		return gantry_error_memory(error);
	memcpy(orders, query->orders, kept * sizeof(*orders));
	query->orders = orders;
	if (query->orders[kept - 1].field.is_name &&
	    kept > query->explicit_count)
		query->order_count--;
	return 0;
}

/*
 * A name that was not given gives way to the fields that are summed.  After one
 * that was given they decide nothing, but a document must have them.
 */
int
query_order_by_sums(struct query *query,
    const struct query_aggregations *aggregations, struct gantry_error *error)
{
	bool is_falling = query->orders[query->order_count - 1].is_falling;
	const struct query_aggregation *item;
	size_t i, first;

	if (reopen_orders(query, aggregations->count, error) == -1)
		return -1;
	first = query->order_count;
	for (i = 0; i < aggregations->count; i++) {
		item = &aggregations->items[i];
		if (item->sum != SUM_COUNT && !has_order(query, &item->field))
			query->orders[query->order_count++] =
			    (struct query_order){ item->field, is_falling };
	}
	qsort(query->orders + first, query->order_count - first,
	    sizeof(*query->orders), compare_orders);
	return add_name(query, is_falling, error);
}

int
query_read(struct query *query, struct bytes parent, const json_t *json,
    struct gantry_error *error)
{
	static const char *const names[] = { "select", "from", "where",
		"order_by", "start_at", "end_at", "offset", "limit",
		"find_nearest", NULL };
	char *copy;

	*query = (struct query){ .limit = -1 };
	arena_init(&query->arena);
	copy = arena_strndup(&query->arena, parent.data, parent.length);
	query->parent = (struct bytes){ copy, parent.length };
	if (copy == NULL)
		return gantry_error_memory(error);
	if (parse_object(json, "structured_query", names, error) == -1 ||
	    read_from(query, json, error) == -1 ||
	    parse_filter(parse_member(json, "where", NULL), &query->arena,
		&query->where, error) == -1 ||
	    check_terms(query, error) == -1 ||
	    read_orders(query, json, error) == -1 ||
	    complete_orders(query, error) == -1 ||
	    read_cursor(query, parse_member(json, "startAt", "start_at"),
		&query->start, error) == -1 ||
	    read_cursor(query, parse_member(json, "endAt", "end_at"),
		&query->end, error) == -1 ||
	    read_numbers(query, json, error) == -1 ||
	    read_select(query, json, error) == -1)
		return -1;
	return parse_nearest(parse_member(json, "findNearest", "find_nearest"),
	    &query->arena, &query->nearest, error);
}

void
query_clear(struct query *query)
{
	arena_clear(&query->arena);
}
