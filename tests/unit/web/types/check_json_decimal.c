/*
 * Exact decimals: order, whole numbers, multiples.
 */
#include <string.h>

#include "gantry/web.h"
#include "unit.h"
#include "web/test_request.h"
#include "web/types/json_decimal.h"

static struct test_request asked;

static void
read_decimal(struct json_decimal *decimal, const char *text)
{
	const struct gantry_json_value *value =
	    gantry_json_parse(&asked.environ, text, strlen(text), NULL);

	ck_assert_msg(value != NULL, "%s", text);
	json_decimal_init(decimal, value);
}

START_TEST(decimals_have_an_order)
{
	static const char *const ascending[] = { "-1e300",
		"-12345678901234567890.5", "-12345678901234567890", "-2", "-1",
		"-1e-300", "0", "1e-300", "0.1", "0.10000000000000000001", "1",
		"1.00000000000000000001", "9", "10", "99", "100",
		"9007199254740993", "9007199254740993.5",
		"18446744073709551615", "18446744073709551616", "1e308" };
	const int count = sizeof(ascending) / sizeof(ascending[0]);
	struct json_decimal a, b;
	int i, j, order;

	test_request_begin(&asked, NULL);
	for (i = 0; i < count; i++) {
		for (j = 0; j < count; j++) {
			read_decimal(&a, ascending[i]);
			read_decimal(&b, ascending[j]);
			order = json_decimal_compare(&a, &b);
			ck_assert_msg(
			    (order > 0) - (order < 0) == (i > j) - (i < j),
			    "%s %s: %d", ascending[i], ascending[j], order);
		}
	}
	test_request_end(&asked);
}
END_TEST

START_TEST(one_number_has_many_texts)
{
	static const char *const same[][2] = { { "1", "1.0" }, { "100", "1e2" },
		{ "0.001", "1e-3" }, { "0", "-0.0" }, { "0", "0e5" },
		{ "12345678901234567890", "1.2345678901234567890e19" },
		{ "0.00012345678901234567890", "1.234567890123456789e-4" },
		{ "-7.50", "-75e-1" } };
	struct json_decimal a, b;
	size_t i;

	test_request_begin(&asked, NULL);
	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		read_decimal(&a, same[i][0]);
		read_decimal(&b, same[i][1]);
		ck_assert_msg(
		    json_decimal_compare(&a, &b) == 0, "%s", same[i][0]);
	}
	test_request_end(&asked);
}
END_TEST

START_TEST(multiples_are_exact)
{
	static const struct {
		const char *number, *divisor;
		bool is_multiple;
	} cases[] = {
		{ "0.3", "0.1", true },
		{ "19.99", "0.01", true },
		{ "1e308", "3", false },
		{ "3e300", "3", true },
		{ "18446744073709551616", "9999999999999999999", false },
		{ "99999999999999999990", "9999999999999999999", true },
		{ "5e-324", "5e-324", true },
		{ "0", "7", true },
		{ "25", "50", false },
	};
	struct json_decimal number, divisor;
	size_t i;

	test_request_begin(&asked, NULL);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		read_decimal(&number, cases[i].number);
		read_decimal(&divisor, cases[i].divisor);
		ck_assert_msg(json_decimal_is_multiple(&number, &divisor) ==
			cases[i].is_multiple,
		    "%s %s", cases[i].number, cases[i].divisor);
	}
	test_request_end(&asked);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		decimals_have_an_order,
		one_number_has_many_texts,
		multiples_are_exact,
		NULL,
	};

	return unit_run("web/types/json_decimal", tests);
}
