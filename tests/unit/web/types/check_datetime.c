/*
 * Dates and times by a format: the whole text, and only dates that exist.
 */
#include <string.h>

#include "unit.h"
#include "web/types/datetime.h"

#define RFC3339 "%Y-%m-%dT%H:%M:%SZ"
#define OFFSET	"%Y-%m-%dT%H:%M:%S%z"

START_TEST(times_are_read_as_utc_or_by_their_offset)
{
	static const struct {
		const char *format, *text;
		int64_t seconds;
	} cases[] = {
		{ RFC3339, "1970-01-01T00:00:00Z", 0 },
		{ RFC3339, "1969-12-31T23:59:59Z", -1 },
		{ RFC3339, "2024-02-29T12:34:56Z", 1709210096 },
		{ RFC3339, "9999-12-31T23:59:59Z", INT64_C(253402300799) },
		{ OFFSET, "1970-01-01T01:00:00+0100", 0 },
		{ OFFSET, "1970-01-01T00:00:00-01:30", 5400 },
		{ OFFSET, "1970-01-01T00:00:00Z", 0 },
		{ "%Y-%m-%d", "2024-2-3", 1706918400 },
		{ "%H:%M", "00:01", -2208988740 },
		{ "%d. %b %y", "29. Feb 24", 1709164800 },
		{ "%s", "86400", 86400 },
	};
	int64_t seconds;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(datetime_parse(cases[i].format, cases[i].text,
				  strlen(cases[i].text), &seconds),
		    "'%s'", cases[i].text);
		ck_assert_msg(seconds == cases[i].seconds, "'%s': %lld",
		    cases[i].text, (long long)seconds);
	}
	ck_assert(datetime_parse("%Y", "2024/5", 4, &seconds));
	ck_assert_int_eq(seconds, 1704067200);
}
END_TEST

START_TEST(a_leap_second_is_the_second_after_it)
{
	int64_t seconds;

	ck_assert(
	    datetime_parse(RFC3339, "2016-12-31T23:59:60Z", 20, &seconds));
	ck_assert_int_eq(seconds, 1483228800);
	ck_assert(
	    datetime_parse(OFFSET, "1990-12-31T15:59:60-0800", 24, &seconds));
	ck_assert_int_eq(seconds, 662688000);
}
END_TEST

START_TEST(an_invalid_time_is_rejected)
{
	static const struct {
		const char *format, *text;
	} cases[] = {
		{ "%Y-%m-%d", "" },
		{ "%Y-%m-%d", "2023-02-29" },
		{ "%Y-%m-%d", "2024-02-30" },
		{ "%Y-%m-%d", "2024-04-31" },
		{ "%Y-%m-%d", "2024-13-01" },
		{ "%Y-%m-%d", "2024-00-01" },
		{ "%Y-%m-%d", "2024-01-00" },
		{ "%Y-%m-%d", "2024-01-01x" },
		{ "%Y-%m-%d", "2024-01-01 " },
		{ "%Y-%m-%d", " 2024-01-01" },
		{ "%Y-%m-%d", "2024- 1-01" },
		{ "%Y-%m-%d", "2024-\t1-01" },
		{ "%Y-%m-%d", "2024-01" },
		{ "%H:%M", "24:00" },
		{ "%H:%M:%S", "23:59:60" },
		{ "%Y-%m-%dT%H:%M:%SZ", "2024-06-29T23:59:60Z" },
		{ "%Y-%m-%dT%H:%M:%SZ", "2024-06-30T23:59:61Z" },
		{ "%Y-%m-%dT%H:%M:%SZ", "2024-06-30T12:00:60Z" },
		{ "%Y-%m-%dT%H:%M:%S%z", "2024-06-30T23:59:60+0100" },
		{ RFC3339, "2024-02-29T12:34:56" },
		{ RFC3339, "2024-02-29t12:34:56Z" },
	};
	char text[128];
	int64_t seconds;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(!datetime_parse(cases[i].format, cases[i].text,
				  strlen(cases[i].text), &seconds),
		    "'%s'", cases[i].text);
	memset(text, ' ', sizeof(text));
	memcpy(text, "2024", 4);
	ck_assert(datetime_parse("%Y ", text, 127, &seconds));
	ck_assert(!datetime_parse("%Y ", text, 128, &seconds));
}
END_TEST

START_TEST(a_format_that_cannot_be_read_is_an_error)
{
	static const char *const good[] = { RFC3339, OFFSET, "%Y%m%d", "%H.%M",
		"%j %Y", "%s", "%c", "%a, %d %b %Y %H:%M:%S %Z", "%D", "%F",
		"%I:%M %p", "at %R" };
	static const char *const bad[] = { "", "%Q", "%f", "%N", "%" };
	struct gantry_error error;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(
		    datetime_check(good[i], &error) == 0, "'%s'", good[i]);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_msg(
		    datetime_check(bad[i], &error) == -1, "'%s'", bad[i]);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_ptr_nonnull(strstr(error.text, bad[i]));
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		times_are_read_as_utc_or_by_their_offset,
		a_leap_second_is_the_second_after_it,
		an_invalid_time_is_rejected,
		a_format_that_cannot_be_read_is_an_error,
		NULL,
	};

	return unit_run("web/datetime", tests);
}
