/*
 * Values in text: the whole text is one, or it is not valid.
 */
#include <math.h>
#include <string.h>

#include "unit.h"
#include "web/types/value.h"

START_TEST(integers_are_digits_with_a_sign)
{
	static const struct {
		const char *text;
		int64_t value;
	} right[] = {
		{ "0", 0 },
		{ "-0", 0 },
		{ "007", 7 },
		{ "+5", 5 },
		{ "-5", -5 },
		{ "9223372036854775807", INT64_MAX },
		{ "-9223372036854775808", INT64_MIN },
		{ "00000000000000000000000000000000000001", 1 },
	};
	static const char *const wrong[] = { "", "+", "-", "--1", "+-1", " 1",
		"1 ", "1.0", "1e3", "0x10", "1_000", "one",
		"9223372036854775808", "-9223372036854775809",
		"18446744073709551617", "99999999999999999999999", "\t1", "1\n",
		"\xd9\xa1" };
	int64_t value;
	size_t i;

	for (i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
		ck_assert_int_eq(
		    value_integer(right[i].text, strlen(right[i].text), &value),
		    0);
		ck_assert_int_eq(value, right[i].value);
	}
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		value = 77;
		ck_assert_msg(
		    value_integer(wrong[i], strlen(wrong[i]), &value) == -1,
		    "'%s'", wrong[i]);
		ck_assert_int_eq(value, 77);
	}
	ck_assert_int_eq(value_integer("12/3", 2, &value), 0);
	ck_assert_int_eq(value, 12);
}
END_TEST

static const struct {
	const char *text;
	double value;
} numbers[] = {
	{ "0", 0 },
	{ "1.5", 1.5 },
	{ "-1.5", -1.5 },
	{ "+1.5", 1.5 },
	{ "1.", 1 },
	{ ".5", 0.5 },
	{ "1e3", 1000 },
	{ "1E-3", 0.001 },
	{ "1.5e+2", 150 },
	{ "1e-999", 0 },
	{ "179769313486231570000e288", 1.7976931348623157e308 },
	{ "1e400", INFINITY },
	{ "-inf", -INFINITY },
	{ "Infinity", INFINITY },
};

START_TEST(numbers_are_decimal)
{
	static const char *const wrong[] = { "", ".", "+", "-.", "e5", "1e",
		"1e+", "1,5", "1.5.1", " 1", "1 ", "0x1p3", "0x10", "1.5f",
		"1_0", "nan(1)", "infinit", "--inf", "1d" };
	char digits[256];
	double value;
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		ck_assert_msg(value_number(numbers[i].text,
				  strlen(numbers[i].text), &value) == 0,
		    "%s", numbers[i].text);
		ck_assert(value == numbers[i].value);
	}
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		value = 77;
		ck_assert_msg(
		    value_number(wrong[i], strlen(wrong[i]), &value) == -1,
		    "'%s'", wrong[i]);
		ck_assert_double_eq(value, 77);
	}
	ck_assert_int_eq(value_number("NaN", 3, &value), 0);
	ck_assert_double_nan(value);
	ck_assert_int_eq(value_number("1.5e2", 3, &value), 0);
	ck_assert_double_eq(value, 1.5);
	memset(digits, '1', sizeof(digits));
	ck_assert_int_eq(value_number(digits, 255, &value), 0);
	ck_assert_int_eq(value_number(digits, 256, &value), -1);
}
END_TEST

START_TEST(booleans_are_words)
{
	static const char *const yes[] = { "true", "True", "t", "yes", "y", "1",
		"on" };
	static const char *const no[] = { "false", "False", "f", "no", "n", "0",
		"off" };
	static const char *const wrong[] = { "", "TRUE", "T", "Yes", "2", "tru",
		"true ", "01", "On", "null" };
	bool value;
	size_t i;

	for (i = 0; i < 7; i++) {
		value = false;
		ck_assert_int_eq(
		    value_boolean(yes[i], strlen(yes[i]), &value), 0);
		ck_assert(value);
		ck_assert_int_eq(
		    value_boolean(no[i], strlen(no[i]), &value), 0);
		ck_assert(!value);
	}
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ck_assert_msg(
		    value_boolean(wrong[i], strlen(wrong[i]), &value) == -1,
		    "'%s'", wrong[i]);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		integers_are_digits_with_a_sign,
		numbers_are_decimal,
		booleans_are_words,
		NULL,
	};

	return unit_run("web/value", tests);
}
