/*
 * Keywords about any value, numbers and strings (JSON Schema validation,
 * sections 6.1 to 6.3 and 7).
 */
#include <string.h>

#include "base/text/utf8.h"
#include "web/schema/schema.h"
#include "web/types/json_decimal.h"

static const char *const type_names[] = {
	[GANTRY_JSON_NULL] = "null",
	[GANTRY_JSON_BOOLEAN] = "boolean",
	[GANTRY_JSON_INTEGER] = "integer",
	[GANTRY_JSON_NUMBER] = "number",
	[GANTRY_JSON_STRING] = "string",
	[GANTRY_JSON_ARRAY] = "array",
	[GANTRY_JSON_OBJECT] = "object",
};
#define TYPE_COUNT (sizeof(type_names) / sizeof(*type_names))

/* The bit of a type, of a keyword's value or of one of its items; or 0. */
static unsigned
find_type(const struct gantry_json_value *name)
{
	size_t i;

	for (i = 0; i < TYPE_COUNT; i++)
		if (name->kind == GANTRY_JSON_STRING &&
		    strcmp(name->string, type_names[i]) == 0)
			return 1u << i;
	return 0;
}

static int
compile_type(struct compiler *compiler, struct keyword *keyword)
{
	const bool is_array = keyword->value->kind == GANTRY_JSON_ARRAY;
	const struct gantry_json_value *item =
	    is_array ? keyword->value->items : keyword->value;
	unsigned type;

	for (; item != NULL; item = is_array ? item->next : NULL) {
		type = find_type(item);
		if (type == 0 || (keyword->count & type) != 0)
			break;
		keyword->count |= type;
	}
	if (item == NULL && keyword->count != 0)
		return 0;
	keyword->count = 0;
	return compile_fail(compiler, keyword,
	    "must be one or several of null, boolean, integer, number, "
	    "string, array and object");
}

/* The types that VALUE has: a whole number is also an integer. */
static unsigned
types_of(const struct gantry_json_value *value)
{
	struct json_decimal decimal;

	if (value->kind == GANTRY_JSON_INTEGER)
		return KIND(INTEGER) | KIND(NUMBER);
	if (value->kind != GANTRY_JSON_NUMBER)
		return 1u << value->kind;
	json_decimal_init(&decimal, value);
	return KIND(NUMBER) |
	    (json_decimal_is_whole(&decimal) ? KIND(INTEGER) : 0);
}

static bool
check_type(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	const unsigned types = types_of(place->value);
	struct gantry_buffer text = { 0 };
	size_t i;

	(void)evaluated;
	if ((keyword->count & types) != 0)
		return true;
	if (check->quiet > 0)
		return false;
	for (i = 0; i < TYPE_COUNT; i++)
		if ((keyword->count & (size_t)1 << i) != 0)
			gantry_buffer_printf(&text, "%s%s",
			    text.length > 0 ? " or " : "", type_names[i]);
	gantry_buffer_putc(&text, '\0');
	check_fail(check, keyword, place, "must be of type %s, not %s",
	    gantry_buffer_failed(&text) ? "?" : text.data,
	    type_names[place->value->kind]);
	gantry_buffer_clear(&text);
	return false;
}

static int
compile_enum(struct compiler *compiler, struct keyword *keyword)
{
	if (keyword->value->kind != GANTRY_JSON_ARRAY)
		return compile_fail(compiler, keyword, "must be an array");
	return 0;
}

static bool
check_enum(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	const struct gantry_json_value *item = keyword->value->items;

	(void)evaluated;
	for (; item != NULL; item = item->next)
		if (value_equals(check, place->value, item))
			return true;
	return check_fail_with(
	    check, keyword, place, "must be one of", keyword->value);
}

static bool
check_const(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	(void)evaluated;
	return value_equals(check, place->value, keyword->value) ||
	    check_fail_with(check, keyword, place, "must be", keyword->value);
}

/* --- Numbers --- */

static int
compile_number(struct compiler *compiler, struct keyword *keyword)
{
	struct json_decimal *decimal =
	    compile_alloc(compiler, sizeof(*decimal));

	if (decimal == NULL)
		return -1;
	if (keyword->value->kind != GANTRY_JSON_INTEGER &&
	    keyword->value->kind != GANTRY_JSON_NUMBER)
		return compile_fail(compiler, keyword, "must be a number");
	json_decimal_init(decimal, keyword->value);
	keyword->data = decimal;
	return 0;
}

static int
compile_divisor(struct compiler *compiler, struct keyword *keyword)
{
	const struct json_decimal *decimal;

	if (compile_number(compiler, keyword) == -1)
		return -1;
	decimal = keyword->data;
	if (decimal->count == 0 || decimal->is_negative)
		return compile_fail(compiler, keyword, "must be above 0");
	if (json_decimal_mantissa(decimal) == 0)
		return compile_fail(
		    compiler, keyword, "must have at most 19 digits");
	return 0;
}

static bool
check_multiple(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	struct json_decimal decimal;

	(void)evaluated;
	json_decimal_init(&decimal, place->value);
	if (!check_spend(check, (uint64_t)decimal.count))
		return false;
	return json_decimal_is_multiple(&decimal, keyword->data) ||
	    check_fail_with(
		check, keyword, place, "must be a multiple of", keyword->value);
}

/* How the value compares with that of KEYWORD. */
static int
compare(const struct keyword *keyword, const struct place *place)
{
	struct json_decimal decimal;

	json_decimal_init(&decimal, place->value);
	return json_decimal_compare(&decimal, keyword->data);
}

static bool
check_maximum(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	(void)evaluated;
	return compare(keyword, place) <= 0 ||
	    check_fail_with(
		check, keyword, place, "must be at most", keyword->value);
}

static bool
check_below(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	(void)evaluated;
	return compare(keyword, place) < 0 ||
	    check_fail_with(
		check, keyword, place, "must be less than", keyword->value);
}

static bool
check_minimum(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	(void)evaluated;
	return compare(keyword, place) >= 0 ||
	    check_fail_with(
		check, keyword, place, "must be at least", keyword->value);
}

static bool
check_above(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	(void)evaluated;
	return compare(keyword, place) > 0 ||
	    check_fail_with(
		check, keyword, place, "must be greater than", keyword->value);
}

/* --- Strings --- */

/* Is VALUE a file of a multipart body, which is not kept? */
static bool
is_file(const struct gantry_json_value *value)
{
	return value->boolean;
}

/* The number of code points in a string, which may have NULs; or of bytes. */
static size_t
count_characters(const struct gantry_json_value *value)
{
	size_t count = 0, i;

	if (is_file(value))
		return (size_t)value->number;

	for (i = 0; i < value->length; i++)
		count += (value->string[i] & 0xc0) != 0x80;
	return count;
}

static const char *
plural(size_t count)
{
	return count == 1 ? "" : "s";
}

static bool
check_longest(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	size_t count = count_characters(place->value);

	(void)evaluated;
	return count <= keyword->count ||
	    check_fail(check, keyword, place,
		"must have at most %zu character%s, but has %zu",
		keyword->count, plural(keyword->count), count);
}

static bool
check_shortest(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	size_t count = count_characters(place->value);

	(void)evaluated;
	return count >= keyword->count ||
	    check_fail(check, keyword, place,
		"must have at least %zu character%s, but has %zu",
		keyword->count, plural(keyword->count), count);
}

static int
compile_expression(struct compiler *compiler, struct keyword *keyword)
{
	if (keyword->value->kind != GANTRY_JSON_STRING)
		return compile_fail(compiler, keyword, "must be a string");
	keyword->data = compile_pattern(
	    compiler, keyword, keyword->value->string, keyword->value->length);
	return keyword->data != NULL ? 0 : -1;
}

static bool
check_pattern(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	(void)evaluated;
	return is_file(place->value) ||
	    check_matches(check, keyword->data, place->value->string,
		place->value->length) ||
	    check_fail_with(check, keyword, place, "must match the pattern",
		keyword->value);
}

static int
compile_format(struct compiler *compiler, struct keyword *keyword)
{
	const char *text = gantry_json_get_text(keyword->value);

	if (text == NULL)
		return compile_fail(compiler, keyword, "must be a string");
	/* Load the library now: a worker's sandbox would not let it later. */
	if (strcmp(text, "regex") == 0 &&
	    compile_pattern(compiler, keyword, "", 0) == NULL)
		return -1;
	return 0;
}

static bool
check_format(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	(void)evaluated;
	return is_file(place->value) ||
	    format_check(keyword->value->string, place->value) != 0 ||
	    check_fail(check, keyword, place, "must have the format %s",
		keyword->value->string);
}

#define NUMBERS (KIND(INTEGER) | KIND(NUMBER))

const struct rule schema_scalar_rules[] = {
	{ "type", 0, false, compile_type, check_type },
	{ "enum", 0, false, compile_enum, check_enum },
	{ "const", 0, false, NULL, check_const },
	{ "multipleOf", NUMBERS, false, compile_divisor, check_multiple },
	{ "maximum", NUMBERS, false, compile_number, check_maximum },
	{ "exclusiveMaximum", NUMBERS, false, compile_number, check_below },
	{ "minimum", NUMBERS, false, compile_number, check_minimum },
	{ "exclusiveMinimum", NUMBERS, false, compile_number, check_above },
	{ "maxLength", KIND(STRING), false, compile_count, check_longest },
	{ "minLength", KIND(STRING), false, compile_count, check_shortest },
	{ "pattern", KIND(STRING), false, compile_expression, check_pattern },
	{ "format", NUMBERS | KIND(STRING), false, compile_format,
	    check_format },
	{ 0 },
};

/* The schema that one stands for, which may be a reference alone. */
static const struct schema *
follow(const struct schema *schema)
{
	const struct keyword *ref = schema_find(schema, "$ref");

	for (; ref != NULL; ref = schema_find(schema, "$ref"))
		schema = ref->below;
	return schema;
}

static unsigned
kinds_of(const struct schema *schema)
{
	const struct keyword *type = schema_find(schema, "type");

	return type != NULL ? (unsigned)type->count : 0;
}

unsigned
schema_property_kinds(
    const struct gantry_schema *schema, const char *name, unsigned *items)
{
	const struct keyword *keyword = NULL;
	const struct property *table;
	size_t i;

	if (schema != NULL)
		keyword = schema_find(follow(schema->root), "properties");
	for (i = 0; keyword != NULL && i < keyword->count; i++) {
		table = keyword->data;
		if (strcmp(table[i].name, name) != 0)
			continue;
		keyword = schema_find(follow(table[i].schema), "items");
		if (items != NULL && keyword != NULL)
			*items = kinds_of(follow(keyword->below));
		return kinds_of(follow(table[i].schema));
	}
	return 0;
}
