/*
 * Scalars out of the strings of REST JSON.
 */
#include <check.h>
#include <string.h>

#include "data/firestore/rest/rest.h"
#include "data/firestore/rest/rest_read.h"

#define COUNT(table) (int)(sizeof(table) / sizeof(table[0]))

static struct gantry_buffer buffer;

static void
tear_down(void)
{
	gantry_buffer_clear(&buffer);
}

static struct bytes
bytes_of(const char *text)
{
	return (struct bytes){ text, strlen(text) };
}

static const struct {
	const char *text;
	int64_t integer;
} integers[] = {
	{ "0", 0 },
	{ "-0", 0 },
	{ "42", 42 },
	{ "-1", -1 },
	{ "9223372036854775807", INT64_MAX },
	{ "-9223372036854775808", INT64_MIN },
};

START_TEST(an_integer_is_read_to_its_last_bit)
{
	int64_t integer = 7;

	ck_assert_int_eq(
	    rest_read_integer(bytes_of(integers[_i].text), &integer), 0);
	ck_assert_int_eq(integer, integers[_i].integer);
}
END_TEST

static const struct {
	const char *text;
	int64_t integer;
} wholes[] = {
	{ "-0.0", 0 },
	{ "1e3", 1000 },
	{ "1E+3", 1000 },
	{ "5.0", 5 },
	{ "5000e-3", 5 },
	{ "0.0012e4", 12 },
	{ "0e99999", 0 },
	{ "92233720368547758.07e2", INT64_MAX },
	{ "-922337203685477580800.0e-2", INT64_MIN },
};

START_TEST(a_whole_number_is_read_exactly_in_any_form)
{
	int64_t integer = 7;

	ck_assert_int_eq(
	    rest_read_whole(bytes_of(wholes[_i].text), &integer), 0);
	ck_assert_int_eq(integer, wholes[_i].integer);
}
END_TEST

static const char *const no_wholes[] = { "", "-", "+1", "01", "1.", ".5", "1.5",
	"1e", "1e-1", "1e3 ", "0x1", "1e19", "1e99999", "1e100001",
	"9223372036854775808", "-9223372036854775808.5",
	"-92233720368547758.09e2", "Infinity" };

START_TEST(what_is_not_a_whole_number_is_rejected)
{
	int64_t integer;

	ck_assert_int_eq(
	    rest_read_whole(bytes_of(no_wholes[_i]), &integer), -1);
}
END_TEST

static const char *const no_integers[] = { "", "-", "+1", " 1", "1 ", "1.0",
	"1e3", "0x1", "--1", "9223372036854775808", "-9223372036854775809",
	"99999999999999999999" };

START_TEST(an_invalid_64_bit_integer_is_rejected)
{
	int64_t integer;

	ck_assert_int_eq(
	    rest_read_integer(bytes_of(no_integers[_i]), &integer), -1);
}
END_TEST

static const struct {
	const char *text, *utc;
} times[] = {
	{ "1970-01-01T00:00:00Z", "\"1970-01-01T00:00:00Z\"" },
	{ "2024-02-29T12:34:56.1Z", "\"2024-02-29T12:34:56.100Z\"" },
	{ "2024-02-29T12:34:56.12Z", "\"2024-02-29T12:34:56.120Z\"" },
	{ "2024-02-29T12:34:56.000Z", "\"2024-02-29T12:34:56Z\"" },
	{ "2024-02-29T12:34:56.123400Z", "\"2024-02-29T12:34:56.123400Z\"" },
	{ "2024-02-29T12:34:56.123456789Z", "\"2024-02-29T12:34:56.123456Z\"" },
	{ "2024-02-29T12:34:56.999999999Z", "\"2024-02-29T12:34:56.999999Z\"" },
	{ "1969-12-31T23:59:59.9999999Z", "\"1969-12-31T23:59:59.999999Z\"" },
	{ "2024-02-29t12:34:56z", "\"2024-02-29T12:34:56Z\"" },
	{ "2024-02-29T12:34:56+01:00", "\"2024-02-29T11:34:56Z\"" },
	{ "2023-12-31T23:30:00-01:30", "\"2024-01-01T01:00:00Z\"" },
	{ "2024-03-01T00:00:00.5+00:01", "\"2024-02-29T23:59:00.500Z\"" },
	{ "1900-03-01T00:00:00Z", "\"1900-03-01T00:00:00Z\"" },
	{ "2000-02-29T00:00:00Z", "\"2000-02-29T00:00:00Z\"" },
	{ "2100-02-28T23:59:59Z", "\"2100-02-28T23:59:59Z\"" },
	{ "0001-01-01T00:00:00Z", "\"0001-01-01T00:00:00Z\"" },
	{ "0000-12-31T23:30:00-01:00", "\"0001-01-01T00:30:00Z\"" },
	{ "9999-12-31T23:59:59.999999Z", "\"9999-12-31T23:59:59.999999Z\"" },
};

START_TEST(a_time_is_read_into_utc_and_microseconds)
{
	int64_t microseconds;

	ck_assert_int_eq(
	    rest_read_timestamp(bytes_of(times[_i].text), &microseconds), 0);
	ck_assert_int_eq(rest_add_timestamp(&buffer, microseconds), 0);
	gantry_buffer_putc(&buffer, '\0');
	ck_assert_str_eq(buffer.data, times[_i].utc);
}
END_TEST

START_TEST(a_day_of_every_week_reads_back_as_it_was_written)
{
	int64_t day, microseconds;
	struct bytes text;

	/* From 0001-01-01 to 9999-12-31. */
	for (day = -719162; day <= 2932896; day += 7) {
		gantry_buffer_reset(&buffer);
		ck_assert_int_eq(
		    rest_add_timestamp(&buffer, day * INT64_C(86400000000) + 1),
		    0);
		text = (struct bytes){ buffer.data + 1, buffer.length - 2 };
		ck_assert_int_eq(rest_read_timestamp(text, &microseconds), 0);
		ck_assert_int_eq(microseconds, day * INT64_C(86400000000) + 1);
	}
}
END_TEST

static const char *const no_times[] = { "", "2024", "2024-02-29",
	"2024-02-29T12:34:56", "2024-02-29T12:34Z", "2023-02-29T00:00:00Z",
	"1900-02-29T00:00:00Z", "2024-04-31T00:00:00Z", "2024-00-01T00:00:00Z",
	"2024-13-01T00:00:00Z", "2024-01-00T00:00:00Z", "2024-01-01T24:00:00Z",
	"2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z", "2024-01-01T00:00:00.Z",
	"2024-01-01T00:00:00.1234567890Z", "2024-01-01T00:00:00+1:00",
	"2024-01-01T00:00:00+01", "2024-01-01T00:00:00+24:00",
	"2024-01-01T00:00:00+00:60", "2024-01-01T00:00:00ZZ",
	" 2024-01-01T00:00:00Z", "24-01-01T00:00:00Z", "-001-01-01T00:00:00Z",
	"0000-12-31T23:59:59Z", "0001-01-01T00:00:00+00:01",
	"9999-12-31T23:59:59-00:01", "2024/01/01T00:00:00Z",
	"2024-01-01 00:00:00Z" };

START_TEST(an_invalid_rfc_3339_time_is_rejected)
{
	int64_t microseconds;

	ck_assert_int_eq(
	    rest_read_timestamp(bytes_of(no_times[_i]), &microseconds), -1);
}
END_TEST

static const struct {
	const char *text, *canonical;
} encoded[] = {
	{ "", "\"\"" },
	{ "Zg==", "\"Zg==\"" },
	{ "Zg", "\"Zg==\"" },
	{ "Zm8=", "\"Zm8=\"" },
	{ "Zm8", "\"Zm8=\"" },
	{ "Zm9v", "\"Zm9v\"" },
	{ "+/8A", "\"+/8A\"" },
	{ "-_8A", "\"+/8A\"" },
};

START_TEST(base64_of_either_alphabet_becomes_the_padded_one)
{
	ck_assert_int_eq(
	    rest_add_base64(&buffer, bytes_of(encoded[_i].text)), 0);
	gantry_buffer_putc(&buffer, '\0');
	ck_assert_str_eq(buffer.data, encoded[_i].canonical);
}
END_TEST

static const char *const no_base64[] = { "Z", "Zm9vZ", "=", "==", "===", "====",
	"Z===", "Zg=", "Zm9v=", "Zm9v==", "Zg==Zg==", "Zm 9v", "Zm9v\n",
	"Zh==", "Zh", "Zm9=", "Zm9\xc3", "Zm9*" };

START_TEST(invalid_base64_is_rejected)
{
	ck_assert_int_eq(rest_add_base64(&buffer, bytes_of(no_base64[_i])), -1);
	ck_assert_uint_eq(buffer.length, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/rest_read");
	TCase *tcase = tcase_create("rest_read");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(
	    tcase, an_integer_is_read_to_its_last_bit, 0, COUNT(integers));
	tcase_add_loop_test(tcase, an_invalid_64_bit_integer_is_rejected, 0,
	    COUNT(no_integers));
	tcase_add_loop_test(tcase, a_whole_number_is_read_exactly_in_any_form,
	    0, COUNT(wholes));
	tcase_add_loop_test(
	    tcase, what_is_not_a_whole_number_is_rejected, 0, COUNT(no_wholes));
	tcase_add_loop_test(
	    tcase, a_time_is_read_into_utc_and_microseconds, 0, COUNT(times));
	tcase_add_test(tcase, a_day_of_every_week_reads_back_as_it_was_written);
	tcase_add_loop_test(
	    tcase, an_invalid_rfc_3339_time_is_rejected, 0, COUNT(no_times));
	tcase_add_loop_test(tcase,
	    base64_of_either_alphabet_becomes_the_padded_one, 0,
	    COUNT(encoded));
	tcase_add_loop_test(
	    tcase, invalid_base64_is_rejected, 0, COUNT(no_base64));
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
