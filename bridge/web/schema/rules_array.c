/*
 * Keywords about arrays (JSON Schema core, sections 10.3.1 and 11.2; JSON
 * Schema validation, section 6.4).
 */
#include <string.h>

#include "web/schema/schema.h"

/* The schema of the first items; KEYWORD is "prefixItems". */
static bool
check_prefix(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	struct place inner = {
		.outer = place,
		.value = place->value->items,
	};
	bool is_valid = true;

	for (; inner.value != NULL && inner.index < keyword->count;
	     inner.value = inner.value->next, inner.index++) {
		if (!check_schema(check, keyword, keyword->list[inner.index],
			&inner, NULL))
			is_valid = false;
		evaluated_add(evaluated, inner.index);
	}
	return is_valid;
}

/* COUNT becomes the number of items that prefixItems has. */
static int
compile_items(struct compiler *compiler, struct keyword *keyword)
{
	const struct keyword *prefix =
	    schema_find(keyword->schema, "prefixItems");

	if (keyword->value->kind == GANTRY_JSON_ARRAY)
		return compile_fail(compiler, keyword,
		    "must be a schema; an array of schemas is now prefixItems");
	keyword->data = (void *)prefix;
	return compile_below(compiler, keyword);
}

static bool
check_items(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	const struct keyword *prefix = keyword->data;
	const size_t first = prefix != NULL ? prefix->count : 0;
	struct place inner = {
		.outer = place,
		.value = place->value->items,
	};
	bool is_valid = true;

	for (; inner.value != NULL && !check->is_stopped;
	     inner.value = inner.value->next, inner.index++) {
		if (inner.index < first)
			continue;
		if (!check_schema(check, keyword, keyword->below, &inner, NULL))
			is_valid = false;
		evaluated_add(evaluated, inner.index);
		if (!is_valid && check->quiet > 0)
			break;
	}
	return is_valid;
}

/* The number of KEYWORD's schema NAME, or OTHERWISE. */
static size_t
sibling_count(const struct keyword *keyword, const char *name, size_t otherwise)
{
	const struct keyword *sibling = schema_find(keyword->schema, name);

	return sibling != NULL ? sibling->count : otherwise;
}

static bool
check_contains(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	const size_t least = sibling_count(keyword, "minContains", 1);
	const size_t most = sibling_count(keyword, "maxContains", SIZE_MAX);
	struct place inner = {
		.outer = place,
		.value = place->value->items,
	};
	size_t count = 0;

	for (; inner.value != NULL && !check->is_stopped;
	     inner.value = inner.value->next, inner.index++) {
		if (!check_quietly(
			check, keyword, keyword->below, &inner, NULL))
			continue;
		count++;
		evaluated_add(evaluated, inner.index);
	}
	if (count < least)
		return check_fail(check, keyword, place,
		    "must have at least %zu item%s that fit%s the schema of "
		    "contains, but has %zu",
		    least, least == 1 ? "" : "s", least == 1 ? "s" : "", count);
	if (count > most)
		return check_fail(check, keyword, place,
		    "must have at most %zu item%s that fit%s the schema of "
		    "contains, but has %zu",
		    most, most == 1 ? "" : "s", most == 1 ? "s" : "", count);
	return true;
}

static bool
check_most(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	(void)evaluated;
	return place->value->count <= keyword->count ||
	    check_fail(check, keyword, place,
		"must have at most %zu item%s, but has %zu", keyword->count,
		keyword->count == 1 ? "" : "s", place->value->count);
}

static bool
check_fewest(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	(void)evaluated;
	return place->value->count >= keyword->count ||
	    check_fail(check, keyword, place,
		"must have at least %zu item%s, but has %zu", keyword->count,
		keyword->count == 1 ? "" : "s", place->value->count);
}

static int
compile_unique(struct compiler *compiler, struct keyword *keyword)
{
	if (keyword->value->kind != GANTRY_JSON_BOOLEAN)
		return compile_fail(compiler, keyword, "must be true or false");
	return 0;
}

static bool
check_unique(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	size_t one, other;

	(void)evaluated;
	if (!keyword->value->boolean ||
	    !value_find_twins(check, place->value, &one, &other))
		return true;
	return check_fail(check, keyword, place,
	    "must have no two equal items, but items %zu and %zu are equal",
	    one, other);
}

const struct rule schema_array_rules[] = {
	{ "prefixItems", KIND(ARRAY), false, compile_list, check_prefix },
	{ "items", KIND(ARRAY), false, compile_items, check_items },
	{ "minContains", 0, false, compile_count, NULL },
	{ "maxContains", 0, false, compile_count, NULL },
	{ "contains", KIND(ARRAY), false, compile_below, check_contains },
	{ "maxItems", KIND(ARRAY), false, compile_count, check_most },
	{ "minItems", KIND(ARRAY), false, compile_count, check_fewest },
	{ "uniqueItems", KIND(ARRAY), false, compile_unique, check_unique },
	{ 0 },
};
