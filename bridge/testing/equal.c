/*
 * Comparisons for assertions: JSON by its values, not its text.
 */
#include <string.h>

#include "base/null.h"
#include "testing/result.h"

static bool is_equal(
    const struct gantry_json_value *one, const struct gantry_json_value *other);

/* The same items in the same order. */
static bool
has_items(
    const struct gantry_json_value *one, const struct gantry_json_value *other)
{
	const struct gantry_json_value *a = one->items, *b = other->items;

	while (a != NULL && b != NULL && is_equal(a, b)) {
		a = a->next;
		b = b->next;
	}
	return a == NULL && b == NULL;
}

/* The same members, in any order; the parser rejects duplicates. */
static bool
has_members(
    const struct gantry_json_value *one, const struct gantry_json_value *other)
{
	const struct gantry_json_value *member = one->items, *found;

	for (; member != NULL; member = member->next) {
		found = gantry_json_member(other, member->name);
		if (found == NULL || !is_equal(member, found))
			return false;
	}
	return one->count == other->count;
}

static bool
is_equal(
    const struct gantry_json_value *one, const struct gantry_json_value *other)
{
	if (one->kind != other->kind)
		return false;
	switch (one->kind) {
	case GANTRY_JSON_NULL:
		return true;
	case GANTRY_JSON_BOOLEAN:
		return one->boolean == other->boolean;
	case GANTRY_JSON_INTEGER:
		return one->integer == other->integer;
	case GANTRY_JSON_NUMBER:
		return one->number == other->number;
	case GANTRY_JSON_STRING:
		return one->length == other->length &&
		    memcmp(one->string, other->string, one->length) == 0;
	case GANTRY_JSON_ARRAY:
		return has_items(one, other);
	case GANTRY_JSON_OBJECT:
		return has_members(one, other);
	}
	return false;
}

bool
gantry_result_has(
    struct gantry_result *result, const char *pointer, const char *json)
{
	const struct gantry_json_value *given, *expected;

	if (null_given(result, __func__, "result") ||
	    null_given(pointer, __func__, "pointer") ||
	    null_given(json, __func__, "json"))
		return false;
	given = gantry_result_at(result, pointer);
	expected =
	    gantry_json_parse(&result->environ, json, strlen(json), NULL);
	return given != NULL && expected != NULL && is_equal(given, expected);
}

bool
gantry_json_is_text(const struct gantry_json_value *value, const char *expected)
{
	const char *text = gantry_json_get_text(value);

	return !null_given(expected, __func__, "expected") && text != NULL &&
	    strcmp(text, expected) == 0;
}

bool
gantry_json_is_integer(
    const struct gantry_json_value *value, long long expected)
{
	return value != NULL && value->kind == GANTRY_JSON_INTEGER &&
	    value->integer == expected;
}
