/*
 * Arguments of converters: positional, named, in quotes.
 */
#include <string.h>

#include "unit.h"
#include "web/routing/arguments.h"

static const char *const names[] = { "min", "max", NULL };

START_TEST(arguments_are_positional_or_named)
{
	static const struct {
		const char *text, *min, *max;
	} cases[] = {
		{ "", NULL, NULL },
		{ "  ", NULL, NULL },
		{ "1", "1", NULL },
		{ " 1 ", "1", NULL },
		{ "1,2", "1", "2" },
		{ "1 , 2 ", "1", "2" },
		{ "max=2", NULL, "2" },
		{ " max = 2 ,min= 1", "1", "2" },
		{ "1, max=2", "1", "2" },
		{ "a b", "a b", NULL },
		{ "%Y=%m", "%Y=%m", NULL },
		{ "max == 2", NULL, "= 2" },
		{ "'a,b', \"c'd\"", "a,b", "c'd" },
		{ "max='x=\"y\"'", NULL, "x=\"y\"" },
		{ "''", "", NULL },
		{ "min", "min", NULL },
	};
	struct argument values[2];
	struct gantry_error error;
	const char *expected;
	size_t i, j;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(
		    arguments_parse(cases[i].text, names, values, &error) == 0,
		    "'%s': %s", cases[i].text, error.text);
		for (j = 0; j < 2; j++) {
			expected = j == 0 ? cases[i].min : cases[i].max;
			ck_assert_msg(
			    (expected == NULL) == (values[j].text == NULL),
			    "'%s' %s", cases[i].text, names[j]);
			if (expected == NULL)
				continue;
			ck_assert_uint_eq(values[j].length, strlen(expected));
			ck_assert_mem_eq(
			    values[j].text, expected, values[j].length);
		}
	}
}
END_TEST

START_TEST(invalid_arguments_are_named)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{ "1, 2, 3", "too many arguments" },
		{ "step=1", "unknown argument 'step'" },
		{ "mi=1", "unknown argument 'mi'" },
		{ "min=1, min=2", "the argument 'min' is given twice" },
		{ "1, min=2", "the argument 'min' is given twice" },
		{ "max=1, 2", "a positional argument follows a named one" },
		{ ",", "an argument is empty" },
		{ "1,", "an argument is empty" },
		{ "1,,2", "an argument is empty" },
		{ "min=", "an argument is empty" },
		{ "'a", "the quote of 'a is not closed" },
		{ "\"a'", "the quote of \"a' is not closed" },
		{ "'a'b", "a comma is missing before 'b'" },
		{ "a'b'", "a comma is missing before ''b''" },
	};
	struct argument values[2];
	struct gantry_error error;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(
		    arguments_parse(cases[i].text, names, values, &error) == -1,
		    "'%s'", cases[i].text);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_str_eq(error.text, cases[i].why);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		arguments_are_positional_or_named,
		invalid_arguments_are_named,
		NULL,
	};

	return unit_run("web/arguments", tests);
}
