/*
 * Dates of HTTP headers.
 */
#include "base/text/http_date.h"
#include "unit.h"

START_TEST(a_time_is_written_as_an_imf_fixdate)
{
	static const struct {
		int64_t time;
		const char *text;
	} cases[] = {
		{ 784111777, "Sun, 06 Nov 1994 08:49:37 GMT" },
		{ 0, "Thu, 01 Jan 1970 00:00:00 GMT" },
		{ -1, "Wed, 31 Dec 1969 23:59:59 GMT" },
		{ 951782400, "Tue, 29 Feb 2000 00:00:00 GMT" },
		{ INT64_C(253402300799), "Fri, 31 Dec 9999 23:59:59 GMT" },
		{ INT64_C(253402300800), "Fri, 31 Dec 9999 23:59:59 GMT" },
		{ INT64_MAX, "Fri, 31 Dec 9999 23:59:59 GMT" },
		{ INT64_C(-62167219200), "Sat, 01 Jan 0000 00:00:00 GMT" },
		{ INT64_MIN, "Sat, 01 Jan 0000 00:00:00 GMT" },
	};
	char text[HTTP_DATE_SIZE];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		http_date_format(text, cases[i].time);
		ck_assert_str_eq(text, cases[i].text);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_time_is_written_as_an_imf_fixdate,
		NULL,
	};

	return unit_run("base/http_date", tests);
}
