/*
 * Converters: found by name, a site's own before the built-in ones.
 */
#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "web/routing/converter.h"

static struct arena arena;
static struct gantry_error error;

static bool
even_knows(const char *arguments)
{
	return *arguments == '\0' || strcmp(arguments, "long") == 0;
}

static bool
even_takes(const char *text, size_t length, const char *arguments)
{
	(void)text;
	return length % 2 == 0 && (*arguments == '\0' || length > 4);
}

static bool
shout_takes(const char *text, size_t length, const char *arguments)
{
	ck_assert_str_eq(arguments, "");
	return text[length - 1] == '!';
}

static const struct gantry_converter own[] = {
	{ "even", even_knows, even_takes },
	{ "shout", NULL, shout_takes },
	{ "uuid", NULL, shout_takes },
	{ NULL, NULL, NULL },
};

/* Convert TEXT into FIELD.  Is it valid? */
static bool
convert(const char *converter, const char *text, struct match_field *field)
{
	struct converter made;

	*field = (struct match_field){ .text = text, .length = strlen(text) };
	ck_assert_msg(
	    converter_init(&made, converter, own, &arena, &error) == 0, "%s",
	    error.text);
	ck_assert_str_eq(made.text, converter);
	field->kind = made.kind;
	return made.convert == NULL || made.convert(&made, field);
}

START_TEST(a_converter_accepts_what_its_arguments_allow)
{
	static const struct {
		const char *converter, *text;
		bool is_valid;
	} cases[] = {
		{ "int", "-5", true },
		{ "int", "5a", false },
		{ "int()", "5", true },
		{ "int(2)", "05", true },
		{ "int(2)", "-5", true },
		{ "int(2)", "5", false },
		{ "int(2)", "500", false },
		{ "int(min=2)", "2", true },
		{ "int(min=2)", "1", false },
		{ "int(max=2)", "2", true },
		{ "int(max=2)", "3", false },
		{ "int(1, 2, 4)", "3", true },
		{ "int(1, 2, 4)", "03", false },
		{ "float", "1.5", true },
		{ "float", "inf", false },
		{ "float", "nan", false },
		{ "float", "1e999", false },
		{ "float(finite=False)", "inf", true },
		{ "float(finite=True)", "inf", false },
		{ "float(1.5, 2.5)", "1.5", true },
		{ "float(1.5, 2.5)", "2.5", true },
		{ "float(1.5, 2.5)", "1.4", false },
		{ "float(1.5, 2.5)", "2.6", false },
		{ "dt", "2024-02-29T12:34:56Z", true },
		{ "dt", "2024-02-29", false },
		{ "dt(%Y-%m-%d)", "2024-02-29", true },
		{ "dt('%Y,%m')", "2024,02", true },
		{ "dt(format_string=\"%Y\")", "2024", true },
		{ "path", "a/b", true },
		{ "even", "abcd", true },
		{ "even", "abc", false },
		{ "even(long)", "abcd", false },
		{ "even(long)", "abcdef", true },
		{ "shout", "hey!", true },
		{ "shout", "hey", false },
		{ "uuid", "0123abcd456789abCDEF0123456789ab", false },
		{ "uuid", "hey!", true },
	};
	struct match_field field;
	size_t i;

	arena_init(&arena);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(convert(cases[i].converter, cases[i].text,
				  &field) == cases[i].is_valid,
		    "%s %s", cases[i].converter, cases[i].text);
	arena_clear(&arena);
}
END_TEST

START_TEST(a_field_gets_its_value)
{
	static const char uuid[] = "0123abcd456789abCDEF0123456789ab";
	struct match_field field = { .text = uuid, .length = 32 };
	struct converter converter;

	arena_init(&arena);
	ck_assert(convert("int", "-05", &field));
	ck_assert_int_eq(field.kind, MATCH_INTEGER);
	ck_assert_int_eq(field.integer, -5);
	ck_assert(convert("float", "2.5", &field));
	ck_assert_int_eq(field.kind, MATCH_NUMBER);
	ck_assert_double_eq(field.number, 2.5);
	ck_assert(convert("dt(%Y-%m-%d)", "1970-01-02", &field));
	ck_assert_int_eq(field.kind, MATCH_TIME);
	ck_assert_int_eq(field.integer, 86400);
	ck_assert(convert("path", "a/b", &field));
	ck_assert_int_eq(field.kind, MATCH_TEXT);
	field = (struct match_field){ .text = uuid, .length = 32 };
	ck_assert_int_eq(
	    converter_init(&converter, "uuid", NULL, &arena, &error), 0);
	ck_assert(converter.convert(&converter, &field));
	ck_assert_int_eq(converter.kind, MATCH_UUID);
	arena_clear(&arena);
}
END_TEST

START_TEST(an_invalid_converter_is_named)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{ "evne",
		    "unknown converter 'evne', not one of int, float, dt, "
		    "uuid, path, even, shout, uuid; did you mean "
		    "'even'?" },
		{ "hex(2)",
		    "unknown converter 'hex', not one of int, float, "
		    "dt, uuid, path, even, shout, uuid" },
		{ "int(0)", "num_digits must be at least 1" },
		{ "int(-1)", "num_digits must be at least 1" },
		{ "int(x)", "num_digits must be a whole number, not 'x'" },
		{ "int(max=1.5)", "max must be a whole number, not '1.5'" },
		{ "int(min=2, max=1)", "min is greater than max" },
		{ "int(step=1)", "unknown argument 'step'" },
		{ "float(x)", "min must be a number, not 'x'" },
		{ "float(max=inf)", "max must be a number, not 'inf'" },
		{ "float(2, 1)", "min is greater than max" },
		{ "float(finite=yes)",
		    "finite must be True or False, not 'yes'" },
		{ "dt(%Q)", "'%Q' is not a format that strptime(3) can read" },
		{ "dt('')", "'' is not a format that strptime(3) can read" },
		{ "path(1)", "this converter takes no arguments" },
		{ "shout(1)", "this converter takes no arguments" },
		{ "even(short)", "invalid arguments 'short'" },
	};
	char text[256];
	struct converter converter;
	size_t i;

	arena_init(&arena);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(converter_init(&converter, cases[i].text, own,
				  &arena, &error) == -1,
		    "%s", cases[i].text);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		snprintf(text, sizeof(text), "'%s': %s", cases[i].text,
		    cases[i].why);
		ck_assert_str_eq(error.text, text);
	}
	arena_clear(&arena);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_converter_accepts_what_its_arguments_allow,
		a_field_gets_its_value,
		an_invalid_converter_is_named,
		NULL,
	};

	return unit_run("web/converter", tests);
}
