/*
 * Keywords that combine schemas (JSON Schema core, sections 8 and 10.2), and
 * those that name them.
 */
#include <string.h>

#include "web/schema/schema.h"

static int
compile_dialect(struct compiler *compiler, struct keyword *keyword)
{
	static const char *const known[] = {
		"https://json-schema.org/draft/2020-12/schema",
		"https://spec.openapis.org/oas/3.1/dialect/base",
	};
	const char *text = gantry_json_get_text(keyword->value);
	size_t i, length = text != NULL ? strcspn(text, "#") : 0;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (length == strlen(known[i]) &&
		    strncmp(text, known[i], length) == 0)
			return 0;
	return compile_fail(
	    compiler, keyword, "must be \"%s\", if it is there", known[0]);
}

static int
compile_id(struct compiler *compiler, struct keyword *keyword)
{
	if (gantry_json_get_text(keyword->value) == NULL)
		return compile_fail(compiler, keyword, "must be a string");
	if (keyword->schema->source != compiler->document->source)
		return compile_fail(compiler, keyword,
		    "is within the document, where it is not supported; use "
		    "$anchor");
	return 0;
}

/* XML names without colons, in ASCII (core, section 8.2.2). */
static int
compile_anchor(struct compiler *compiler, struct keyword *keyword)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz_";
	const char *text = gantry_json_get_text(keyword->value);
	const struct schema *schema = compiler->document->schemas;
	const struct keyword *other;

	if (text == NULL || strspn(text, letters) == 0 ||
	    text[strspn(text, letters) +
		strspn(text + strspn(text, letters),
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
		    "0123456789.-")] != '\0')
		return compile_fail(compiler, keyword,
		    "must be a name of letters, digits, '_', '-' and '.'");
	for (; schema != NULL; schema = schema->next)
		for (other = schema->keywords; other != NULL;
		     other = other->next)
			if (other != keyword &&
			    other->rule->compile == compile_anchor &&
			    schema != keyword->schema &&
			    strcmp(other->value->string, text) == 0)
				return compile_fail(compiler, keyword,
				    "is '%s', as another anchor", text);
	return 0;
}

static int
compile_reference(struct compiler *compiler, struct keyword *keyword)
{
	if (gantry_json_get_text(keyword->value) == NULL)
		return compile_fail(compiler, keyword, "must be a string");
	return 0;
}

static bool
check_reference(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	return check_schema(check, keyword, keyword->below, place, evaluated);
}

static bool
check_all(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	bool is_valid = true;
	size_t i;

	for (i = 0; i < keyword->count; i++)
		if (!check_schema(
			check, keyword, keyword->list[i], place, evaluated))
			is_valid = false;
	return is_valid;
}

/* How many schemas of the list fit; with unevaluated..., all are tried. */
static size_t
count_fitting(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	size_t fitting = 0, i;

	for (i = 0; i < keyword->count; i++)
		if (check_quietly(
			check, keyword, keyword->list[i], place, evaluated))
			fitting++;
	return fitting;
}

/* Is a value of KIND refused by the type that SCHEMA has, at its top? */
static bool
refuses_kind(
    struct check *check, const struct schema *schema, const struct place *place)
{
	const struct keyword *type = schema_find(schema, "type");
	bool fits;

	if (type == NULL)
		return schema->is_false;
	check->quiet++;
	fits = type->rule->check(check, type, place, NULL);
	check->quiet--;
	return !fits;
}

/*
 * None fits.  If only one of them is for values of this kind, what it does not
 * like is what the client needs to know.
 */
static bool
fail_none(struct check *check, const struct keyword *keyword,
    const struct place *place)
{
	const struct schema *only = NULL;
	size_t count = 0, i;

	if (check->quiet > 0 || check->is_stopped)
		return false;
	for (i = 0; i < keyword->count; i++) {
		if (refuses_kind(check, keyword->list[i], place))
			continue;
		only = keyword->list[i];
		count++;
	}
	if (count == 1)
		return check_schema(check, keyword, only, place, NULL);
	return check_fail(check, keyword, place,
	    "fits none of the %zu schemas of %s", keyword->count,
	    keyword->rule->name);
}

static bool
check_any(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	size_t i;

	if (check->has_unevaluated)
		return count_fitting(check, keyword, place, evaluated) > 0 ||
		    fail_none(check, keyword, place);
	for (i = 0; i < keyword->count; i++)
		if (check_quietly(
			check, keyword, keyword->list[i], place, evaluated))
			return true;
	return fail_none(check, keyword, place);
}

static bool
check_one(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	size_t count = count_fitting(check, keyword, place, evaluated);

	if (count == 1)
		return true;
	if (count == 0)
		return fail_none(check, keyword, place);
	return check_fail(check, keyword, place,
	    "fits %zu schemas of oneOf, but must fit only one", count);
}

static bool
check_not(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	(void)evaluated;
	if (!check_quietly(check, keyword, keyword->below, place, NULL))
		return !check->is_stopped;
	return check_fail(
	    check, keyword, place, "fits the schema of not, but must not");
}

/* "then" and "else" are compiled even without "if", which alone needs them. */
static int
compile_if(struct compiler *compiler, struct keyword *keyword)
{
	const struct keyword *then = schema_find(keyword->schema, "then");
	const struct keyword *other = schema_find(keyword->schema, "else");

	keyword->list = compile_alloc(compiler, 2 * sizeof(*keyword->list));
	if (keyword->list == NULL)
		return -1;
	keyword->count = 2;
	keyword->list[0] = then != NULL ? then->below : NULL;
	keyword->list[1] = other != NULL ? other->below : NULL;
	return compile_below(compiler, keyword);
}

static bool
check_if(struct check *check, const struct keyword *keyword,
    const struct place *place, struct evaluated *evaluated)
{
	const struct schema *next;

	next = check_quietly(check, keyword, keyword->below, place, evaluated)
	    ? keyword->list[0]
	    : keyword->list[1];
	return next == NULL ||
	    check_schema(check, keyword, next, place, evaluated);
}

const struct rule schema_logic_rules[] = {
	{ "$schema", 0, false, compile_dialect, NULL },
	{ "$id", 0, false, compile_id, NULL },
	{ "$anchor", 0, false, compile_anchor, NULL },
	{ "$dynamicAnchor", 0, false, compile_anchor, NULL },
	{ "$defs", 0, false, compile_table, NULL },
	{ "$ref", 0, true, compile_reference, check_reference },
	{ "$dynamicRef", 0, true, compile_reference, check_reference },
	{ "allOf", 0, true, compile_list, check_all },
	{ "anyOf", 0, true, compile_list, check_any },
	{ "oneOf", 0, true, compile_list, check_one },
	{ "not", 0, true, compile_below, check_not },
	{ "then", 0, false, compile_below, NULL },
	{ "else", 0, false, compile_below, NULL },
	{ "if", 0, true, compile_if, check_if },
	{ 0 },
};
