/*
 * The high end of a range is the place after its last one: a rank above all, or
 * the next key.
 */
#include <stdlib.h>
#include <string.h>

#include "data/query/keys/key.h"
#include "data/query/plan/leaf_ranges.h"

/* Every key with the tag number I is from tags[I] up to tags[I + 1]. */
static const char tags[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
	15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
	33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50,
	51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64 };

struct bytes
leaf_ranges_tag(unsigned tag)
{
	return (struct bytes){ &tags[tag], 1 };
}

static struct bytes
cut(struct bytes key)
{
	if (key.length > KEY_MAX)
		key.length = KEY_MAX;
	return key;
}

/* May the index have the key cut, or one that looks like it? */
static bool
is_cut(struct bytes key)
{
	return key.length >= KEY_MAX;
}

/*
 * Begin with no range of FIELD, or of the elements of its arrays.  Returns 1,
 * or 0 when it is not indexed, or -1, or 2 when no document has it.
 */
static int
begin(struct leaf_ranges *ranges, const struct field_path_names *field,
    bool is_element, const struct leaf_context *context,
    struct gantry_error *error)
{
	const struct scope *scope = context->scope;
	struct store_field found;

	*ranges = (struct leaf_ranges){ .is_exact = true };
	if (scope->table == STORE_NAMES || field->is_name ||
	    index_choices_cover(store_choices(context->store),
		context->query->collection, field->key) != INDEX_WHOLE)
		return 0;
	if (store_find_field(
		context->store, field->key, is_element, &found, error) == -1)
		return -1;
	ranges->has_cut = found.is_cut;
	ranges->items[0] = (struct store_range){
		.table = scope->table,
		.scope = scope->id,
		.field = found.id,
	};
	return found.id == 0 ? 2 : 1;
}

static void
add(struct leaf_ranges *ranges, struct store_range range)
{
	ranges->items[ranges->count++] = range;
}

static int
compare_keys(const void *left, const void *right)
{
	return bytes_compare(
	    *(const struct bytes *)left, *(const struct bytes *)right);
}

/*
 * Copy the operands that can be equal to a value to KEYS, sorted, each once.
 * Returns how many.
 */
static size_t
list_keys(const struct filter *leaf, struct bytes keys[LEAF_RANGES_MAX])
{
	size_t i, count = 0, kept = 0;

	for (i = 0; i < leaf->key_count && i < LEAF_RANGES_MAX - 1; i++)
		if (leaf->keys[i].data[0] != KEY_NULL &&
		    leaf->keys[i].data[0] != KEY_NAN)
			keys[count++] = leaf->keys[i];
	qsort(keys, count, sizeof(*keys), compare_keys);
	for (i = 0; i < count; i++)
		if (kept == 0 || compare_keys(&keys[kept - 1], &keys[i]) != 0)
			keys[kept++] = keys[i];
	return kept;
}

static void
add_equal(struct leaf_ranges *ranges, struct store_range range,
    const struct scope *scope, struct bytes key)
{
	range.low = range.high = cut(key);
	range.low_rank = scope->low;
	range.high_rank = scope->high;
	ranges->is_exact = ranges->is_exact && !is_cut(key);
	add(ranges, range);
}

static void
add_lookup(struct leaf_ranges *ranges, struct store_range range,
    const struct scope *scope, const struct filter *leaf)
{
	struct bytes keys[LEAF_RANGES_MAX];
	size_t i, count;

	ranges->is_lookup = true;
	if (leaf->op == OP_IS_NULL) {
		add_equal(ranges, range, scope, leaf_ranges_tag(KEY_NULL));
		return;
	}
	if (leaf->op == OP_IS_NAN) {
		add_equal(ranges, range, scope, leaf_ranges_tag(KEY_NAN));
		return;
	}
	count = list_keys(leaf, keys);
	for (i = 0; i < count; i++)
		add_equal(ranges, range, scope, keys[i]);
}

/* < <= > >= */
static void
add_between(struct leaf_ranges *ranges, struct store_range range,
    const struct filter *leaf)
{
	struct bytes key = leaf->keys[0];
	unsigned tag = (unsigned char)key.data[0];
	bool is_wide = is_cut(key);

	if (tag == KEY_NULL || tag == KEY_NAN)
		return;
	ranges->is_exact = !is_wide;
	range.low = leaf_ranges_tag(tag);
	range.high = leaf_ranges_tag(tag + 1);
	if (leaf->op == OP_LESS_THAN || leaf->op == OP_LESS_THAN_OR_EQUAL) {
		range.high = cut(key);
		if (is_wide || leaf->op == OP_LESS_THAN_OR_EQUAL)
			range.high_rank = INT64_MAX;
	} else {
		range.low = cut(key);
		if (!is_wide && leaf->op == OP_GREATER_THAN)
			range.low_rank = INT64_MAX;
	}
	add(ranges, range);
}

/* != and NOT_IN: what lies around the operands. */
static void
add_around(struct leaf_ranges *ranges, struct store_range range,
    const struct filter *leaf)
{
	struct bytes keys[LEAF_RANGES_MAX];
	size_t i, count;

	for (i = 0; i < leaf->key_count; i++)
		if (leaf->keys[i].data[0] == KEY_NULL)
			return;
	count = list_keys(leaf, keys);
	range.low = leaf_ranges_tag(KEY_NULL + 1);
	for (i = 0; i < count; i++) {
		if (is_cut(keys[i])) {
			ranges->is_exact = false;
			continue;
		}
		range.high = keys[i];
		add(ranges, range);
		range.low = keys[i];
		range.low_rank = INT64_MAX;
	}
	range.high = leaf_ranges_tag(KEY_MAP + 1);
	add(ranges, range);
}

static void
add_not_nan(struct leaf_ranges *ranges, struct store_range range)
{
	range.low = leaf_ranges_tag(KEY_NULL + 1);
	range.high = leaf_ranges_tag(KEY_NAN);
	add(ranges, range);
	range.low = leaf_ranges_tag(KEY_NAN + 1);
	range.high = leaf_ranges_tag(KEY_MAP + 1);
	add(ranges, range);
}

static void
add_leaf(struct leaf_ranges *ranges, struct store_range range,
    const struct scope *scope, const struct filter *leaf)
{
	switch (leaf->op) {
	case OP_LESS_THAN:
	case OP_LESS_THAN_OR_EQUAL:
	case OP_GREATER_THAN:
	case OP_GREATER_THAN_OR_EQUAL:
		add_between(ranges, range, leaf);
		break;
	case OP_NOT_EQUAL:
	case OP_NOT_IN:
		add_around(ranges, range, leaf);
		break;
	case OP_IS_NOT_NULL:
		range.low = leaf_ranges_tag(KEY_NULL + 1);
		range.high = leaf_ranges_tag(KEY_MAP + 1);
		add(ranges, range);
		break;
	case OP_IS_NOT_NAN:
		add_not_nan(ranges, range);
		break;
	default:
		add_lookup(ranges, range, scope, leaf);
	}
}

int
leaf_ranges_find(struct leaf_ranges *ranges, const struct filter *leaf,
    const struct leaf_context *context, struct gantry_error *error)
{
	bool is_element =
	    leaf->op == OP_ARRAY_CONTAINS || leaf->op == OP_ARRAY_CONTAINS_ANY;
	int result = begin(ranges, &leaf->field, is_element, context, error);

	if (result == 1)
		add_leaf(ranges, ranges->items[0], context->scope, leaf);
	/* No document has the field: no range, and that is exact. */
	if (result == 2)
		ranges->is_lookup = !op_is_inequality(leaf->op);
	return result == 2 ? 1 : result;
}

int
leaf_ranges_all(struct leaf_ranges *ranges,
    const struct field_path_names *field, const struct leaf_context *context,
    struct gantry_error *error)
{
	int result = begin(ranges, field, false, context, error);

	if (result == 1) {
		ranges->items[0].low = leaf_ranges_tag(KEY_END);
		ranges->items[0].high = leaf_ranges_tag(KEY_MAP + 1);
		ranges->count = 1;
	}
	return result == 2 ? 1 : result;
}

static int
compare_places(
    struct bytes left, int64_t left_rank, struct bytes right, int64_t rank)
{
	int order = bytes_compare(left, right);

	return order != 0 ? order : (left_rank > rank) - (left_rank < rank);
}

void
leaf_ranges_restrict(
    struct leaf_ranges *ranges, const struct leaf_ranges *other)
{
	struct store_range *range = &ranges->items[0];
	const struct store_range *bounds = &other->items[0];

	ranges->is_exact = ranges->is_exact && other->is_exact;
	if (other->count == 0)
		ranges->count = 0;
	if (ranges->count == 0)
		return;
	if (compare_places(range->low, range->low_rank, bounds->low,
		bounds->low_rank) < 0) {
		range->low = bounds->low;
		range->low_rank = bounds->low_rank;
	}
	if (compare_places(range->high, range->high_rank, bounds->high,
		bounds->high_rank) > 0) {
		range->high = bounds->high;
		range->high_rank = bounds->high_rank;
	}
}
