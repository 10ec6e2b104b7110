/*
 * Keywords about objects (JSON Schema core, sections 10.3.2, 10.2.2.4 and 11.3;
 * JSON Schema validation, section 6.5).
 */
#include <stdlib.h>
#include <string.h>

#include "web/schema/schema.h"

/* The names that properties and patternProperties of a schema have. */
struct names {
	const struct keyword *properties;
	const struct keyword *patterns;
};

static int
compare_name(const void *name, const void *property)
{
	return strcmp(name, ((const struct property *)property)->name);
}

/* The property NAME of KEYWORD's table, or NULL. */
static const struct property *
find_property(const struct keyword *keyword, const char *name)
{
	if (keyword == NULL || keyword->count == 0)
		return NULL;
	return bsearch(name, keyword->data, keyword->count,
	    sizeof(struct property), compare_name);
}

static bool
check_properties(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	struct place inner = {
		.outer = place,
		.value = place->value->items,
	};
	const struct property *property;
	bool is_valid = true;

	for (; inner.value != NULL && !check->is_stopped;
	     inner.value = inner.value->next, inner.index++) {
		property = find_property(keyword, inner.value->name);
		if (property == NULL || !check_spend(check, 1))
			continue;
		if (!check_schema(
			check, keyword, property->schema, &inner, NULL))
			is_valid = false;
		evaluated_add(evaluated, inner.index);
		if (!is_valid && check->quiet > 0)
			break;
	}
	return is_valid;
}

static int
compile_patterns(struct compiler *compiler, struct keyword *keyword)
{
	struct property *table;
	size_t i;

	if (compile_table(compiler, keyword) == -1)
		return -1;
	table = keyword->data;
	for (i = 0; i < keyword->count; i++) {
		table[i].pattern = compile_pattern(
		    compiler, keyword, table[i].name, strlen(table[i].name));
		if (table[i].pattern == NULL)
			return -1;
	}
	return 0;
}

/* Does PROPERTY's pattern match the name of VALUE? */
static bool
matches(struct check *check, const struct property *property,
    const struct gantry_json_value *value)
{
	return check_matches(
	    check, property->pattern, value->name, strlen(value->name));
}

static bool
check_patterns(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	const struct property *table = keyword->data;
	struct place inner = {
		.outer = place,
		.value = place->value->items,
	};
	bool is_valid = true;
	size_t i;

	for (; inner.value != NULL && !check->is_stopped;
	     inner.value = inner.value->next, inner.index++) {
		for (i = 0; i < keyword->count; i++) {
			if (!matches(check, &table[i], inner.value))
				continue;
			if (!check_schema(
				check, keyword, table[i].schema, &inner, NULL))
				is_valid = false;
			evaluated_add(evaluated, inner.index);
		}
	}
	return is_valid;
}

static int
compile_additional(struct compiler *compiler, struct keyword *keyword)
{
	struct names *names = compile_alloc(compiler, sizeof(*names));

	if (names == NULL)
		return -1;
	names->properties = schema_find(keyword->schema, "properties");
	names->patterns = schema_find(keyword->schema, "patternProperties");
	keyword->data = names;
	return compile_below(compiler, keyword);
}

/* Do NAMES have that of VALUE? */
static bool
has_name(struct check *check, const struct names *names,
    const struct gantry_json_value *value)
{
	const struct property *table;
	size_t i;

	if (find_property(names->properties, value->name) != NULL)
		return true;
	if (names->patterns == NULL)
		return false;
	table = names->patterns->data;
	for (i = 0; i < names->patterns->count; i++)
		if (matches(check, &table[i], value))
			return true;
	return false;
}

static bool
check_additional(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	struct place inner = {
		.outer = place,
		.value = place->value->items,
	};
	bool is_valid = true;

	for (; inner.value != NULL && check_spend(check, 1);
	     inner.value = inner.value->next, inner.index++) {
		if (has_name(check, keyword->data, inner.value))
			continue;
		if (!check_schema(check, keyword, keyword->below, &inner, NULL))
			is_valid = false;
		evaluated_add(evaluated, inner.index);
		if (!is_valid && check->quiet > 0)
			break;
	}
	return is_valid;
}

/* The names are strings; the place of a name is that of its member. */
static bool
check_names(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	const struct gantry_json_value *item = place->value->items;
	struct gantry_json_value name = { .kind = GANTRY_JSON_STRING };
	struct place inner = { .outer = place, .value = &name };
	bool is_valid = true;

	(void)evaluated;
	for (; item != NULL && !check->is_stopped; item = item->next) {
		name.string = name.name = item->name;
		name.length = strlen(item->name);
		if (check_quietly(check, keyword, keyword->below, &inner, NULL))
			continue;
		is_valid = false;
		check_fail(check, keyword, &inner,
		    "has a name that does not fit the schema of "
		    "propertyNames");
	}
	return is_valid;
}

/* Each string of NAMES must be that of a member. */
static bool
check_present(struct check *check, const struct keyword *keyword,
    const struct place *place, const struct gantry_json_value *names,
    const char *because)
{
	const struct gantry_json_value *name = names->items;
	bool is_valid = true;

	for (; name != NULL && check_spend(check, 1 + place->value->count / 8);
	     name = name->next) {
		if (gantry_json_member(place->value, name->string) != NULL)
			continue;
		is_valid = false;
		if (because == NULL)
			check_fail(check, keyword, place,
			    "must have the member '%s'", name->string);
		else
			check_fail(check, keyword, place,
			    "must have the member '%s', for it has '%s'",
			    name->string, because);
	}
	return is_valid;
}

static bool
check_required(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	(void)evaluated;
	return check_present(check, keyword, place, keyword->value, NULL);
}

static int
compile_dependent_names(struct compiler *compiler, struct keyword *keyword)
{
	const struct gantry_json_value *value = keyword->value, *item;

	if (value->kind != GANTRY_JSON_OBJECT)
		return compile_fail(compiler, keyword,
		    "must be an object of arrays of strings");
	for (item = value->items; item != NULL; item = item->next) {
		keyword->value = item;
		if (compile_names(compiler, keyword) == -1)
			return -1;
	}
	keyword->value = value;
	return 0;
}

static bool
check_dependent_names(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	const struct gantry_json_value *item = keyword->value->items;
	bool is_valid = true;

	(void)evaluated;
	for (; item != NULL; item = item->next)
		if (gantry_json_member(place->value, item->name) != NULL &&
		    !check_present(check, keyword, place, item, item->name))
			is_valid = false;
	return is_valid;
}

static bool
check_dependent_schemas(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	const struct property *table = keyword->data;
	bool is_valid = true;
	size_t i;

	for (i = 0; i < keyword->count; i++)
		if (gantry_json_member(place->value, table[i].name) != NULL &&
		    !check_schema(
			check, keyword, table[i].schema, place, evaluated))
			is_valid = false;
	return is_valid;
}

static bool
check_most(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	(void)evaluated;
	return place->value->count <= keyword->count ||
	    check_fail(check, keyword, place,
		"must have at most %zu member%s, but has %zu", keyword->count,
		keyword->count == 1 ? "" : "s", place->value->count);
}

static bool
check_fewest(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	(void)evaluated;
	return place->value->count >= keyword->count ||
	    check_fail(check, keyword, place,
		"must have at least %zu member%s, but has %zu", keyword->count,
		keyword->count == 1 ? "" : "s", place->value->count);
}

const struct rule schema_object_rules[] = {
	{ "properties", KIND(OBJECT), false, compile_table, check_properties },
	{ "patternProperties", KIND(OBJECT), false, compile_patterns,
	    check_patterns },
	{ "additionalProperties", KIND(OBJECT), false, compile_additional,
	    check_additional },
	{ "propertyNames", KIND(OBJECT), false, compile_below, check_names },
	{ "required", KIND(OBJECT), false, compile_names, check_required },
	{ "dependentRequired", KIND(OBJECT), false, compile_dependent_names,
	    check_dependent_names },
	{ "dependentSchemas", KIND(OBJECT), true, compile_table,
	    check_dependent_schemas },
	{ "maxProperties", KIND(OBJECT), false, compile_count, check_most },
	{ "minProperties", KIND(OBJECT), false, compile_count, check_fewest },
	{ 0 },
};

/* --- After all others: what nothing else has evaluated --- */

static int
compile_unevaluated(struct compiler *compiler, struct keyword *keyword)
{
	compiler->document->has_unevaluated = true;
	return compile_below(compiler, keyword);
}

static bool
check_unevaluated(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	struct place inner = {
		.outer = place,
		.value = place->value->items,
	};
	bool is_valid = true;

	for (; inner.value != NULL && check_spend(check, 1);
	     inner.value = inner.value->next, inner.index++) {
		if (evaluated->parts[inner.index] != 0)
			continue;
		if (!check_schema(check, keyword, keyword->below, &inner, NULL))
			is_valid = false;
		evaluated_add(evaluated, inner.index);
	}
	return is_valid;
}

const struct rule schema_last_rules[] = {
	{ "unevaluatedItems", KIND(ARRAY), false, compile_unevaluated,
	    check_unevaluated },
	{ "unevaluatedProperties", KIND(OBJECT), false, compile_unevaluated,
	    check_unevaluated },
	{ 0 },
};
