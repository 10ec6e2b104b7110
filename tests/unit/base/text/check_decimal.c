/*
 * Doubles as text: they keep their value in every locale.
 */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text/decimal.h"
#include "unit.h"

static char text[DECIMAL_SIZE];

START_TEST(a_number_has_as_few_digits_as_possible)
{
	static const struct {
		double value;
		const char *text;
	} cases[] = {
		{ 0, "0" },
		{ -0.0, "-0" },
		{ 1, "1" },
		{ -1.5, "-1.5" },
		{ 0.1, "0.1" },
		{ 0.3, "0.3" },
		{ 0.1 + 0.2, "0.30000000000000004" },
		{ 1.0 / 3, "0.3333333333333333" },
		{ 2.0 / 3, "0.6666666666666666" },
		{ 100000, "100000" },
		{ 123456789012345, "123456789012345" },
		{ 9007199254740991, "9007199254740991" },
		{ 9007199254740994, "9007199254740994" },
		{ 1e21, "1e+21" },
		{ 1e-7, "1e-07" },
		{ 1.7976931348623157e308, "1.7976931348623157e+308" },
		{ -DBL_MAX, "-1.7976931348623157e+308" },
		{ DBL_MIN, "2.2250738585072014e-308" },
		{ 5e-324, "5e-324" },
		{ 1.5e-323, "1.5e-323" },
		{ 2.2250738585072009e-308, "2.225073858507201e-308" },
	};
	size_t i, length;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		length = decimal_write(text, cases[i].value);
		ck_assert_str_eq(text, cases[i].text);
		ck_assert_uint_eq(length, strlen(text));
	}
}
END_TEST

/* Any bits, so that most are very large or very small. */
static double
any_number(uint64_t *seed)
{
	double value;

	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	memcpy(&value, seed, sizeof(value));
	return value;
}

START_TEST(a_number_reads_back_as_the_same)
{
	uint64_t seed = 1;
	double value;
	int i, seen = 0;

	for (i = 0; i < 100000; i++) {
		value = any_number(&seed);
		if (!isfinite(value))
			continue;
		seen++;
		decimal_write(text, value);
		ck_assert_msg(decimal_read(text, NULL) == value, "%s is not %a",
		    text, value);
	}
	ck_assert_int_gt(seen, 90000);
}
END_TEST

START_TEST(a_number_is_read_up_to_its_end)
{
	static const struct {
		const char *text;
		double value;
		const char *rest;
	} cases[] = {
		{ "1.5", 1.5, "" },
		{ "-2e3,", -2000, "," },
		{ "1,5", 1, ",5" },
		{ "1e400", HUGE_VAL, "" },
		{ "1e-400", 0, "" },
		{ "x", 0, "x" },
	};
	char *end;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert(decimal_read(cases[i].text, &end) == cases[i].value);
		ck_assert_str_eq(end, cases[i].rest);
	}
}
END_TEST

/* A locale whose point is a comma, made for the test. */
static void
enter_locale(void)
{
	char command[1024];

	unit_write_text(unit_path("source"),
	    "LC_NUMERIC\ndecimal_point \",\"\nthousands_sep \".\"\n"
	    "grouping 3;3\nEND LC_NUMERIC\n");
	/* It also fails because the other categories are missing. */
	snprintf(command, sizeof(command),
	    "localedef -c -i %s -f ANSI_X3.4-1968 %s >/dev/null 2>&1",
	    unit_path("source"), unit_path("comma"));
	ck_assert_int_ne(system(command), -1);
	ck_assert_int_eq(setenv("LOCPATH", unit_path(NULL), 1), 0);
	ck_assert_ptr_nonnull(setlocale(LC_NUMERIC, "comma"));
}

START_TEST(the_locale_does_not_matter)
{
	enter_locale();
	snprintf(text, sizeof(text), "%g", 1.5);
	ck_assert_str_eq(text, "1,5");
	decimal_write(text, 1.5);
	ck_assert_str_eq(text, "1.5");
	decimal_write(text, -1234567.25e-300);
	ck_assert_str_eq(text, "-1.23456725e-294");
	decimal_write(text, 1e300);
	ck_assert_str_eq(text, "1e+300");
	ck_assert(decimal_read("1234.5", NULL) == 1234.5);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_number_has_as_few_digits_as_possible,
		a_number_reads_back_as_the_same,
		a_number_is_read_up_to_its_end,
		the_locale_does_not_matter,
		NULL,
	};

	return unit_run("base/decimal", tests);
}
