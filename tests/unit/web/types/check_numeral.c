/*
 * Numbers in addresses: all of the text, and nothing but digits.
 */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "unit.h"
#include "web/types/numeral.h"

START_TEST(integers_are_digits_with_a_sign)
{
	static const struct {
		const char *text;
		int64_t value;
	} cases[] = {
		{ "0", 0 },
		{ "-0", 0 },
		{ "007", 7 },
		{ "+5", 5 },
		{ "-12", -12 },
		{ "9223372036854775807", INT64_MAX },
		{ "-9223372036854775808", INT64_MIN },
		{ "00000000000000000000000000000001", 1 },
	};
	int64_t value;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(
		    integer_parse(cases[i].text, strlen(cases[i].text), &value),
		    "'%s'", cases[i].text);
		ck_assert_int_eq(value, cases[i].value);
	}
	ck_assert(integer_parse("12/3", 2, &value));
	ck_assert_int_eq(value, 12);
}
END_TEST

START_TEST(what_is_no_integer_is_refused)
{
	static const char *const cases[] = { "", "+", "-", "--1", "+-1", " 1",
		"1 ", "1.0", "1e3", "0x1", "1_0", "a", "1a",
		"\xd9\xa1", /* a digit, but none of ASCII */
		"9223372036854775808", "-9223372036854775809",
		"18446744073709551617", "99999999999999999999999" };
	int64_t value;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(
		    !integer_parse(cases[i], strlen(cases[i]), &value), "'%s'",
		    cases[i]);
}
END_TEST

START_TEST(numbers_are_decimal)
{
	static const struct {
		const char *text;
		double value;
	} cases[] = {
		{ "0", 0 },
		{ "1.5", 1.5 },
		{ ".5", 0.5 },
		{ "5.", 5 },
		{ "-1.5e2", -150 },
		{ "+1E-2", 0.01 },
		{ "1e400", INFINITY },
		{ "-inf", -INFINITY },
		{ "Infinity", INFINITY },
		{ "1e-400", 0 },
	};
	double value;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(
		    number_parse(cases[i].text, strlen(cases[i].text), &value),
		    "'%s'", cases[i].text);
		ck_assert_msg(value == cases[i].value, "'%s'", cases[i].text);
	}
	ck_assert(number_parse("NaN", 3, &value));
	ck_assert_double_nan(value);
	ck_assert(number_parse("1.5e2", 3, &value));
	ck_assert_double_eq(value, 1.5);
}
END_TEST

START_TEST(what_is_no_number_is_refused)
{
	static const char *const cases[] = { "", ".", "+", "e5", "1e", "1.2.3",
		" 1", "1 ", "0x1p3", "1_0", "1,5", "nan(1)", "infinit", "--inf",
		"1d" };
	char text[256];
	double value;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(!number_parse(cases[i], strlen(cases[i]), &value),
		    "'%s'", cases[i]);
	memset(text, '1', sizeof(text));
	ck_assert(number_parse(text, 255, &value));
	ck_assert(!number_parse(text, 256, &value));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		integers_are_digits_with_a_sign,
		what_is_no_integer_is_refused,
		numbers_are_decimal,
		what_is_no_number_is_refused,
		NULL,
	};

	return unit_run("web/numeral", tests);
}
