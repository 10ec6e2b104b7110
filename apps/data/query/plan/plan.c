/*
 * Three ways are weighed: reading the index of a leaf, reading the index of the
 * first order, and reading all names.  Counting costs as little for many places
 * as for few, and tells what the index of a leaf would cost.
 */
#include <string.h>

#include "data/query/keys/key.h"
#include "data/query/plan/plan.h"
#include "data/query/plan/position.h"

struct choice {
	const struct filter *leaf; /* NULL: none */
	struct leaf_ranges *ranges;
	int64_t count; /* of its places */
};

struct planner {
	struct plan *plan;
	const struct term *term;
	const struct leaf_context *context;
	struct query *query; /* of the context */
	const struct scope *scope;
	struct store *store;
	int64_t need;
	struct choice *choices; /* one for each leaf */
	size_t order; /* the first that no leaf pins; may be that of the name */
	struct leaf_ranges *ordered; /* of its field; NULL: no index */
	int64_t ordered_count;
};

static void *
allocate(struct planner *planner, size_t size, struct gantry_error *error)
{
	void *memory = arena_alloc(&planner->query->arena, size);

	if (memory == NULL)
		gantry_error_memory(error);
	return memory;
}

static int
count_places(struct planner *planner, const struct leaf_ranges *ranges,
    int64_t *count, struct gantry_error *error)
{
	int64_t found;
	size_t i;

	*count = 0;
	for (i = 0; i < ranges->count; i++) {
		if (store_count(planner->store, &ranges->items[i], -1, &found,
			error) == -1)
			return -1;
		*count += found;
	}
	return 0;
}

/* Find the ranges of each leaf that has an index. */
static int
find_choices(struct planner *planner, struct gantry_error *error)
{
	struct choice *choice;
	size_t i;
	int result;

	planner->choices = allocate(
	    planner, (planner->term->count + 1) * sizeof(struct choice), error);
	if (planner->choices == NULL)
		return -1;
	for (i = 0; i < planner->term->count; i++) {
		choice = &planner->choices[i];
		*choice = (struct choice){
			.ranges =
			    allocate(planner, sizeof(*choice->ranges), error),
		};
		if (choice->ranges == NULL)
			return -1;
		result = leaf_ranges_find(choice->ranges,
		    planner->term->leaves[i], planner->context, error);
		if (result == -1)
			return -1;
		/* The ranks bound a look-up, and no other way. */
		if (result == 1 &&
		    (choice->ranges->is_lookup || !planner->query->is_confined))
			choice->leaf = planner->term->leaves[i];
	}
	return 0;
}

/* Find the choice with the fewest places; NULL when there is none. */
static int
find_best(
    struct planner *planner, struct choice **best, struct gantry_error *error)
{
	struct choice *choice;
	size_t i;

	*best = NULL;
	for (i = 0; i < planner->term->count; i++) {
		choice = &planner->choices[i];
		if (choice->leaf == NULL)
			continue;
		if (count_places(
			planner, choice->ranges, &choice->count, error) == -1)
			return -1;
		if (*best == NULL || choice->count < (*best)->count)
			*best = choice;
	}
	return 0;
}

/* The key that a leaf pins FIELD to; empty: none. */
static struct bytes
pinned_key(const struct planner *planner, const struct field_path_names *field)
{
	const struct filter *leaf;
	size_t i;

	for (i = 0; i < planner->term->count; i++) {
		leaf = planner->term->leaves[i];
		if (leaf->op == OP_EQUAL && !leaf->field.is_name &&
		    field_is_equal(&leaf->field, field))
			return leaf->keys[0];
	}
	return (struct bytes){ NULL, 0 };
}

/* Set whence the keys come that do not depend on the way that is taken. */
static int
find_keys(struct planner *planner, struct gantry_error *error)
{
	const struct query *query = planner->query;
	struct plan *plan = planner->plan;
	size_t i;

	plan->keys =
	    allocate(planner, query->order_count * sizeof(*plan->keys), error);
	plan->leaf_keys = allocate(
	    planner, query->order_count * sizeof(*plan->leaf_keys), error);
	if (plan->keys == NULL || plan->leaf_keys == NULL)
		return -1;
	planner->order = query->order_count - 1;
	for (i = query->order_count; i-- > 0;) {
		plan->keys[i] = PLAN_KEY_DOCUMENT;
		plan->leaf_keys[i] =
		    pinned_key(planner, &query->orders[i].field);
		if (query->orders[i].field.is_name)
			plan->keys[i] = PLAN_KEY_NAME;
		else if (plan->leaf_keys[i].length > 0)
			plan->keys[i] = PLAN_KEY_LEAF;
		if (plan->keys[i] != PLAN_KEY_LEAF)
			planner->order = i;
	}
	return 0;
}

/* Do only the name and orders that are pinned follow order I, as it goes? */
static bool
is_last_but_name(const struct planner *planner, size_t i)
{
	const struct query *query = planner->query;
	bool is_falling = query->orders[i].is_falling;

	for (i++; i < query->order_count; i++) {
		if (planner->plan->keys[i] == PLAN_KEY_LEAF)
			continue;
		return planner->plan->keys[i] == PLAN_KEY_NAME &&
		    query->orders[i].is_falling == is_falling;
	}
	return true;
}

/* Restrict the index of the first order by the leaves on its field. */
static void
restrict_ordered(struct planner *planner)
{
	const struct field_path_names *field =
	    &planner->query->orders[planner->order].field;
	const struct choice *choice;
	size_t i;

	for (i = 0; i < planner->term->count; i++) {
		choice = &planner->choices[i];
		if (choice->leaf == NULL || choice->ranges->is_lookup ||
		    !field_is_equal(&choice->leaf->field, field))
			continue;
		if (op_is_range(choice->leaf->op))
			leaf_ranges_restrict(planner->ordered, choice->ranges);
	}
	if (planner->ordered->count != 1 || planner->term->count != 1)
		return;
	/* A lone != or NOT_IN has several ranges. */
	choice = &planner->choices[0];
	if (choice->leaf != NULL && op_is_inequality(choice->leaf->op) &&
	    !op_is_range(choice->leaf->op) &&
	    field_is_equal(&choice->leaf->field, field))
		*planner->ordered = *choice->ranges;
}

/* Move the end of the range to where a cursor begins or ends. */
static void
restrict_by_cursor(
    struct planner *planner, const struct query_cursor *cursor, bool is_start)
{
	struct store_range *range = &planner->ordered->items[0];
	const struct query_order *order = planner->query->orders;
	struct leaf_ranges bounds = { .count = 1, .is_exact = true };
	bool is_low = is_start != order->is_falling, is_equal;
	bool is_inside = cursor->is_before == is_start;
	int64_t rank = 0;

	if (cursor->count == 0 || planner->order != 0 ||
	    planner->ordered->count != 1 || cursor->keys[0].length >= KEY_MAX ||
	    planner->ordered->has_cut)
		return;
	bounds.items[0] = *range;
	/* The rank of the first place after what is equal, or of its start. */
	if (cursor->count == 1)
		rank = is_low == is_inside ? 0 : INT64_MAX;
	else if (cursor->count == 2 && order[1].field.is_name &&
	    order[1].is_falling == order->is_falling) {
		rank = position_rank(cursor->keys[1].data, &is_equal);
		rank += is_equal && is_low != is_inside;
	} else {
		rank = is_low ? 0 : INT64_MAX;
	}
	if (is_low) {
		bounds.items[0].low = cursor->keys[0];
		bounds.items[0].low_rank = rank;
	} else {
		bounds.items[0].high = cursor->keys[0];
		bounds.items[0].high_rank = rank;
	}
	leaf_ranges_restrict(planner->ordered, &bounds);
}

/* Find the index of the first order. */
static int
find_ordered(struct planner *planner, struct gantry_error *error)
{
	const struct query_order *order =
	    &planner->query->orders[planner->order];
	int result;

	if (order->field.is_name || planner->query->is_confined)
		return 0;
	planner->ordered = allocate(planner, sizeof(*planner->ordered), error);
	if (planner->ordered == NULL)
		return -1;
	result = leaf_ranges_all(
	    planner->ordered, &order->field, planner->context, error);
	if (result == 1) {
		restrict_ordered(planner);
		restrict_by_cursor(planner, &planner->query->start, true);
		restrict_by_cursor(planner, &planner->query->end, false);
		return 0;
	}
	planner->ordered = NULL;
	return result;
}

/* Count the places of the first order, to weigh it against another way. */
static int
count_ordered(struct planner *planner, struct gantry_error *error)
{
	const struct leaf_ranges *ordered = planner->ordered;

	if (ordered->count == 1 && planner->scope->count >= 0 &&
	    bytes_compare(ordered->items[0].low, leaf_ranges_tag(KEY_END)) ==
		0 &&
	    bytes_compare(
		ordered->items[0].high, leaf_ranges_tag(KEY_MAP + 1)) == 0) {
		planner->ordered_count = planner->scope->count;
		return 0;
	}
	return count_places(planner, ordered, &planner->ordered_count, error);
}

/* Restrict the ranks by LEAF, on the name.  Returns whether that is all. */
static bool
restrict_by_name(struct plan *plan, const struct filter *leaf)
{
	int64_t rank, after;
	bool is_equal;

	if (leaf->op != OP_EQUAL && !op_is_range(leaf->op))
		return false;
	rank = position_rank(leaf->keys[0].data, &is_equal);
	after = rank + is_equal;
	if (leaf->op == OP_LESS_THAN || leaf->op == OP_EQUAL)
		after = leaf->op == OP_EQUAL ? after : rank;
	if (leaf->op == OP_GREATER_THAN)
		rank = after;
	if (leaf->op != OP_LESS_THAN && leaf->op != OP_LESS_THAN_OR_EQUAL &&
	    rank > plan->low)
		plan->low = rank;
	if (leaf->op != OP_GREATER_THAN &&
	    leaf->op != OP_GREATER_THAN_OR_EQUAL && after < plan->high)
		plan->high = after;
	return true;
}

/* The same by a cursor, of a query that is ordered by the name alone. */
static void
restrict_by_name_cursor(
    struct planner *planner, const struct query_cursor *cursor, bool is_start)
{
	const struct query_order *order = &planner->query->orders[0];
	bool is_low = is_start != order->is_falling, is_equal;
	bool is_inside = cursor->is_before == is_start;
	struct plan *plan = planner->plan;
	int64_t rank;

	if (cursor->count == 0 || !order->field.is_name)
		return;
	rank = position_rank(cursor->keys[0].data, &is_equal);
	rank += is_equal && is_low != is_inside;
	if (is_low && rank > plan->low)
		plan->low = rank;
	if (!is_low && rank < plan->high)
		plan->high = rank;
}

static void
restrict_ranks(struct planner *planner)
{
	const struct filter *leaf;
	size_t i;

	planner->plan->low = planner->scope->low;
	planner->plan->high = planner->scope->high;
	for (i = 0; i < planner->term->count; i++) {
		leaf = planner->term->leaves[i];
		if (leaf->field.is_name)
			restrict_by_name(planner->plan, leaf);
	}
	restrict_by_name_cursor(planner, &planner->query->start, true);
	restrict_by_name_cursor(planner, &planner->query->end, false);
}

/* Read the names of the scope. */
static void
choose_names(struct planner *planner)
{
	struct plan *plan = planner->plan;

	plan->ranges = (struct leaf_ranges){
		.items[0] = {
			.table = planner->scope->table,
			.scope = planner->scope->id,
			.low_rank = plan->low,
			.high_rank = plan->high,
		},
		.count = 1,
		.is_lookup = true,
		.is_exact = true,
	};
	plan->is_by_rank = true;
	plan->estimate = plan->high - plan->low;
	if (planner->scope->count >= 0 &&
	    plan->estimate > planner->scope->count)
		plan->estimate = planner->scope->count;
}

static void
choose_leaf(struct planner *planner, const struct choice *choice)
{
	struct plan *plan = planner->plan;
	size_t i;

	plan->ranges = *choice->ranges;
	plan->field = &choice->leaf->field;
	plan->is_by_rank = choice->ranges->is_lookup;
	plan->estimate = choice->count;
	for (i = 0; plan->is_by_rank && i < plan->ranges.count; i++) {
		plan->ranges.items[i].low_rank = plan->low;
		plan->ranges.items[i].high_rank = plan->high;
	}
}

static void
choose_ordered(struct planner *planner)
{
	const struct query_order *order =
	    &planner->query->orders[planner->order];
	struct plan *plan = planner->plan;

	plan->ranges = *planner->ordered;
	plan->field = &order->field;
	plan->is_falling = order->is_falling;
	plan->estimate = planner->ordered_count;
	if (plan->ranges.has_cut)
		return;
	plan->keys[planner->order] = PLAN_KEY_INDEX;
	plan->is_ordered_first = true;
	plan->is_ordered = is_last_but_name(planner, planner->order);
}

/*
 * Is reading the first order better than sorting what LEAF finds?  A document
 * that the order finds is one of the leaf's as often as any.
 */
static bool
is_ordered_better(const struct planner *planner, const struct choice *leaf)
{
	int64_t rows = planner->ordered_count, needed;

	if (planner->ordered == NULL)
		return false;
	if (leaf == NULL || rows <= leaf->count)
		return true;
	if (planner->need < 0)
		return false;
	needed = planner->need * (rows / (leaf->count + 1) + 1);
	return needed < leaf->count;
}

/* Choose what is read. */
static int
choose(struct planner *planner, struct gantry_error *error)
{
	struct plan *plan = planner->plan;
	const struct query_order *order =
	    &planner->query->orders[planner->order];
	struct choice *best;

	if (find_best(planner, &best, error) == -1 ||
	    find_ordered(planner, error) == -1)
		return -1;
	if (planner->ordered != NULL && best != NULL &&
	    count_ordered(planner, error) == -1)
		return -1;
	if (is_ordered_better(planner, best))
		choose_ordered(planner);
	else if (best != NULL)
		choose_leaf(planner, best);
	else
		choose_names(planner);
	if (order->field.is_name && plan->is_by_rank) {
		plan->is_falling = order->is_falling;
		plan->is_ordered = plan->is_ordered_first = true;
	}
	return 0;
}

/* Do the ranges that are read tell all about LEAF? */
static bool
is_implied(const struct planner *planner, const struct choice *choice,
    const struct filter *leaf)
{
	const struct plan *plan = planner->plan;

	if (leaf->field.is_name)
		return leaf->op == OP_EQUAL || op_is_range(leaf->op);
	if (choice->leaf == NULL || !choice->ranges->is_exact)
		return false;
	if (plan->field == &leaf->field)
		return true;
	if (plan->is_by_rank || plan->field == NULL ||
	    !field_is_equal(plan->field, &leaf->field))
		return false;
	return op_is_range(leaf->op) ||
	    (planner->term->count == 1 && op_is_inequality(leaf->op));
}

/* Set what each document is tested for. */
static void
find_tests(struct planner *planner)
{
	struct plan *plan = planner->plan;
	const struct choice *choice;
	const struct filter *leaf;
	size_t i;

	plan->needs_document = planner->scope->slashes != 0;
	for (i = 0; i < planner->term->count; i++) {
		choice = &planner->choices[i];
		leaf = planner->term->leaves[i];
		if (is_implied(planner, choice, leaf))
			continue;
		if (choice->leaf == NULL || !choice->ranges->is_lookup ||
		    plan->probe_count == PLAN_PROBES_MAX) {
			plan->needs_document = true;
			continue;
		}
		plan->probes[plan->probe_count++] = choice->ranges;
		if (!choice->ranges->is_exact)
			plan->needs_document = true;
	}
	for (i = 0; i < planner->query->order_count; i++)
		if (plan->keys[i] == PLAN_KEY_DOCUMENT)
			plan->needs_document = true;
}

int
plan_make(struct plan *plan, const struct term *term,
    const struct leaf_context *context, int64_t need,
    struct gantry_error *error)
{
	struct planner planner = {
		.plan = plan,
		.term = term,
		.context = context,
		.query = context->query,
		.scope = context->scope,
		.store = context->store,
		.need = need,
	};

	*plan = (struct plan){ .field = NULL };
	restrict_ranks(&planner);
	if (find_keys(&planner, error) == -1 ||
	    find_choices(&planner, error) == -1 ||
	    choose(&planner, error) == -1)
		return -1;
	find_tests(&planner);
	plan->first_order = planner.order;
	return 0;
}

void
plan_describe(const struct plan *plan, struct gantry_buffer *text)
{
	if (plan->field == NULL)
		gantry_buffer_puts(text, "names");
	else if (plan->ranges.is_lookup)
		gantry_buffer_puts(text, "look-up of ");
	else if (plan->is_ordered_first)
		gantry_buffer_puts(text, "order of ");
	else
		gantry_buffer_puts(text, "range of ");
	if (plan->field != NULL)
		gantry_buffer_add(
		    text, plan->field->text.data, plan->field->text.length);
	if (plan->probe_count > 0)
		gantry_buffer_puts(text, ", probed");
	if (plan->needs_document)
		gantry_buffer_puts(text, ", each document tested");
	if (!plan->is_ordered)
		gantry_buffer_puts(text, ", sorted");
}
