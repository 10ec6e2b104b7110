/*
 * Dates in the forms of the standards, and only days that exist.
 */
#include <stdlib.h>

#include "unit.h"
#include "web/types/date.h"

#define NOW INT64_C(1700000000) /* 2023-11-14 22:13:20 */

struct known {
	const char *text;
	int64_t time;
};

START_TEST(times_of_rfc_3339_are_read)
{
	static const struct known right[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "1970-01-01", 0 },
		{ "1970-01-01T00:00:00", 0 },
		{ "1970-01-01t00:00:01z", 1 },
		{ "1970-01-01 00:00:01Z", 1 },
		{ "1970-01-01T00:00:01.999Z", 1 },
		{ "1969-12-31T23:59:59.5Z", -1 },
		{ "1970-01-01T01:00:00+01:00", 0 },
		{ "1969-12-31T14:30:00-09:30", 0 },
		{ "1970-01-01T00:00:00-00:00", 0 },
		{ "2024-02-29T12:34:56Z", 1709210096 },
		{ "2000-02-29", 951782400 },
		{ "2016-12-31T23:59:60Z", 1483228800 },
		{ "2016-12-31T23:59:60.5z", 1483228800 },
		{ "1990-12-31T15:59:60-08:00", 662688000 },
		{ "1991-01-01T05:29:60+05:30", 662688000 },
		{ "2015-06-30T23:59:60", 1435708800 },
		{ "0001-01-01T00:00:00Z", INT64_C(-62135596800) },
		{ "9999-12-31T23:59:59Z", INT64_C(253402300799) },
	};
	static const char *const wrong[] = { "", "2024", "2024-02",
		"2024-02-30", "2023-02-29", "1900-02-29", "2024-13-01",
		"2024-00-01", "2024-01-00", "2024-01-32", "2024-04-31",
		"2024-1-1", "24-01-01", "2024-01-01T", "2024-01-01T12",
		"2024-01-01T12:00", "2024-01-01T24:00:00Z",
		"2024-01-01T12:60:00Z", "2024-01-01T12:00:61Z",
		"2024-01-01T12:00:60Z", "2016-12-31T22:59:60Z",
		"2016-12-31T23:58:60Z", "2016-12-30T23:59:60Z",
		"2016-09-30T23:59:60Z", "2016-12-31T23:59:61Z",
		"2016-12-31T23:59:60-08:00", "1990-12-31T15:59:60-07:00",
		"2024-01-01T12:00:00.Z", "2024-01-01T12:00:00,5Z",
		"2024-01-01T12:00:00ZZ", "2024-01-01T12:00:00 01:00",
		"2024-01-01T12:00:00+1:00", "2024-01-01T12:00:00+0100",
		"2024-01-01T12:00:00+24:00", "2024-01-01T12:00:00+01:60",
		"2024-01-01T12:00:00+01:00Z", "2024-01-01  12:00:00Z",
		" 2024-01-01", "2024-01-01 ", "+024-01-01", "20240101" };
	int64_t time;
	size_t i;

	for (i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
		ck_assert_msg(date_parse_rfc3339(right[i].text, &time) == 0,
		    "'%s'", right[i].text);
		ck_assert_int_eq(time, right[i].time);
	}
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		time = 77;
		ck_assert_msg(date_parse_rfc3339(wrong[i], &time) == -1, "'%s'",
		    wrong[i]);
		ck_assert_int_eq(time, 77);
	}
}
END_TEST

START_TEST(dates_of_http_have_three_forms)
{
	static const struct known right[] = {
		{ "Sun, 06 Nov 1994 08:49:37 GMT", 784111777 },
		{ "Sunday, 06-Nov-94 08:49:37 GMT", 784111777 },
		{ "Sun Nov  6 08:49:37 1994", 784111777 },
		{ "Wed Nov 16 08:49:37 1994", 784975777 },
		/* The name of the day is not checked. */
		{ "Mon, 06 Nov 1994 08:49:37 GMT", 784111777 },
		{ "Thu, 01 Jan 1970 00:00:00 GMT", 0 },
		{ "Sat, 31 Dec 2016 23:59:60 GMT", 1483228800 },
		/* Fifty years from now at most. */
		{ "Sunday, 01-Jan-73 00:00:00 GMT", INT64_C(3250454400) },
		{ "Tuesday, 01-Jan-74 00:00:00 GMT", 126230400 },
	};
	static const char *const wrong[] = { "", "0",
		"Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
		"Sun, 06 Nov 1994 08:49:37 +0000",
		"Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
		"Sun, 06 nov 1994 08:49:37 GMT", "06 Nov 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 08:49 GMT", "Sun, 31 Nov 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 08:49:60 GMT",
		"Fri, 30 Dec 2016 23:59:60 GMT",
		"Sun, 06 Nov 1994 24:49:37 GMT",
		"Sun,  06 Nov 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 08:49:37 GMT ",
		" Sun, 06 Nov 1994 08:49:37 GMT",
		"Sunday, 06 Nov 1994 08:49:37 GMT",
		"Sun, 06-Nov-94 08:49:37 GMT",
		"Sunday, 06-Nov-1994 08:49:37 GMT", "Sun Nov 6 08:49:37 1994",
		"Sun Nov  6 08:49:37 1994 GMT", "1994-11-06T08:49:37Z" };
	int64_t time;
	size_t i;

	for (i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
		ck_assert_msg(date_parse_http(right[i].text, NOW, &time) == 0,
		    "'%s'", right[i].text);
		ck_assert_int_eq(time, right[i].time);
	}
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		time = 77;
		ck_assert_msg(date_parse_http(wrong[i], NOW, &time) == -1,
		    "'%s'", wrong[i]);
		ck_assert_int_eq(time, 77);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		times_of_rfc_3339_are_read,
		dates_of_http_have_three_forms,
		NULL,
	};

	return unit_run("web/date", tests);
}
