/*
 * Scalars in REST JSON.
 */
#include <check.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/rest/rest.h"

static struct gantry_buffer buffer;

static void
tear_down(void)
{
	gantry_buffer_clear(&buffer);
}

static const char *
text(void)
{
	gantry_buffer_putc(&buffer, '\0');
	ck_assert(!gantry_buffer_failed(&buffer));
	return buffer.data;
}

static const struct {
	double value;
	const char *text;
} doubles[] = {
	{ 0.0, "0.0" },
	{ -0.0, "-0.0" },
	{ 3.0, "3.0" },
	{ -122.25, "-122.25" },
	{ 0.1, "0.1" },
	{ 0.1 + 0.2, "0.30000000000000004" },
	{ 1.0 / 3, "0.3333333333333333" },
	{ 100, "100.0" },
	{ 45.3270631, "45.3270631" },
	{ 0.000001, "0.000001" },
	{ 1e-7, "1.0e-7" },
	{ 1.5e-9, "1.5e-9" },
	{ 1e20, "100000000000000000000.0" },
	{ 1e21, "1.0e21" },
	{ 1e22, "1.0e22" },
	{ -1.25e100, "-1.25e100" },
	{ 9007199254740992.0, "9007199254740992.0" },
	{ 9007199254740994.0, "9007199254740994.0" },
	{ DBL_MAX, "1.7976931348623157e308" },
	{ DBL_MIN, "2.2250738585072014e-308" },
	{ 5e-324, "5.0e-324" },
	{ NAN, "\"NaN\"" },
	{ INFINITY, "\"Infinity\"" },
	{ -INFINITY, "\"-Infinity\"" },
};

START_TEST(a_double_is_written_in_few_digits)
{
	rest_add_double(&buffer, doubles[_i].value);
	ck_assert_str_eq(text(), doubles[_i].text);
}
END_TEST

START_TEST(a_double_reads_back_as_the_same)
{
	uint64_t bits = 0x9e3779b97f4a7c15;
	double value, back;
	int i;

	for (i = 0; i < 20000; i++) {
		bits ^= bits << 13;
		bits ^= bits >> 7;
		bits ^= bits << 17;
		memcpy(&value, &bits, sizeof(value));
		if (!isfinite(value))
			continue;
		gantry_buffer_reset(&buffer);
		rest_add_double(&buffer, value);
		back = strtod(text(), NULL);
		ck_assert_mem_eq(&back, &value, sizeof(value));
	}
}
END_TEST

START_TEST(no_locale_changes_the_decimal_point)
{
	if (setlocale(LC_NUMERIC, "de_DE.UTF-8") == NULL)
		setlocale(LC_NUMERIC, "");
	rest_add_double(&buffer, 1.5);
	ck_assert_str_eq(text(), "1.5");
}
END_TEST

static const struct {
	int64_t microseconds;
	const char *text;
} times[] = {
	{ 0, "\"1970-01-01T00:00:00Z\"" },
	{ -1, "\"1969-12-31T23:59:59.999999Z\"" },
	{ 100000, "\"1970-01-01T00:00:00.100Z\"" },
	{ 10, "\"1970-01-01T00:00:00.000010Z\"" },
	{ INT64_C(1709210096123456), "\"2024-02-29T12:34:56.123456Z\"" },
	{ INT64_C(951782400000000), "\"2000-02-29T00:00:00Z\"" },
	{ INT64_C(4107542400000000), "\"2100-03-01T00:00:00Z\"" },
	{ INT64_C(-2203891200000000), "\"1900-03-01T00:00:00Z\"" },
	{ INT64_C(-62135596800000000), "\"0001-01-01T00:00:00Z\"" },
	{ INT64_C(253402300799999999), "\"9999-12-31T23:59:59.999999Z\"" },
};

START_TEST(a_time_has_as_many_digits_as_it_needs)
{
	ck_assert_int_eq(
	    rest_add_timestamp(&buffer, times[_i].microseconds), 0);
	ck_assert_str_eq(text(), times[_i].text);
}
END_TEST

START_TEST(a_time_outside_the_years_1_to_9999_is_rejected)
{
	static const int64_t refused[] = { INT64_MIN, INT64_MAX,
		INT64_C(-62135596800000001), INT64_C(253402300800000000) };
	size_t i;

	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		ck_assert_int_eq(rest_add_timestamp(&buffer, refused[i]), -1);
	ck_assert_uint_eq(buffer.length, 0);
}
END_TEST

START_TEST(bytes_of_every_length_are_padded_base64)
{
	static const char *const coded[] = { "\"\"", "\"Zg==\"", "\"Zm8=\"",
		"\"Zm9v\"", "\"Zm9vYg==\"", "\"Zm9vYmE=\"", "\"Zm9vYmFy\"" };
	size_t i;

	for (i = 0; i < sizeof(coded) / sizeof(coded[0]); i++) {
		gantry_buffer_reset(&buffer);
		rest_add_bytes(&buffer, (struct bytes){ "foobar", i });
		ck_assert_str_eq(text(), coded[i]);
	}
	gantry_buffer_reset(&buffer);
	rest_add_bytes(&buffer, (struct bytes){ "\xfb\xff\x00", 3 });
	ck_assert_str_eq(text(), "\"+/8A\"");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/rest");
	TCase *tcase = tcase_create("rest");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_loop_test(tcase, a_double_is_written_in_few_digits, 0,
	    sizeof(doubles) / sizeof(doubles[0]));
	tcase_add_test(tcase, a_double_reads_back_as_the_same);
	tcase_add_test(tcase, no_locale_changes_the_decimal_point);
	tcase_add_loop_test(tcase, a_time_has_as_many_digits_as_it_needs, 0,
	    sizeof(times) / sizeof(times[0]));
	tcase_add_test(tcase, a_time_outside_the_years_1_to_9999_is_rejected);
	tcase_add_test(tcase, bytes_of_every_length_are_padded_base64);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
