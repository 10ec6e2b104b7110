/*
 * Ranges of bytes: a valid one is a part, one beyond the end cannot be
 * satisfied, and an invalid one is ignored.
 */
#include <time.h>

#include "unit.h"
#include "web/test_request.h"

#define TAG "\"abc\""

static struct test_request asked;
static struct gantry_request *const request = &asked.request;

START_TEST(a_range_is_a_part_or_none)
{
	static const struct {
		const char *header;
		int64_t size;
		enum gantry_range_result result;
		int64_t first, last;
	} cases[] = {
		{ "bytes=0-0", 10, GANTRY_RANGE_PART, 0, 0 },
		{ "bytes=0-9", 10, GANTRY_RANGE_PART, 0, 9 },
		{ "bytes=3-5", 10, GANTRY_RANGE_PART, 3, 5 },
		{ "bytes=3-", 10, GANTRY_RANGE_PART, 3, 9 },
		{ "bytes=9-", 10, GANTRY_RANGE_PART, 9, 9 },
		{ "bytes=3-10", 10, GANTRY_RANGE_PART, 3, 9 },
		{ "bytes=3-99999999999999999999999", 10, GANTRY_RANGE_PART, 3,
		    9 },
		{ "bytes=-1", 10, GANTRY_RANGE_PART, 9, 9 },
		{ "bytes=-10", 10, GANTRY_RANGE_PART, 0, 9 },
		{ "bytes=-11", 10, GANTRY_RANGE_PART, 0, 9 },
		{ "bytes=-99999999999999999999999", 10, GANTRY_RANGE_PART, 0,
		    9 },
		{ "Bytes=1-2", 10, GANTRY_RANGE_PART, 1, 2 },
		{ "bytes= 1-2 ", 10, GANTRY_RANGE_PART, 1, 2 },
		{ "bytes=,1-2,", 10, GANTRY_RANGE_PART, 1, 2 },
		{ "bytes=0-", INT64_MAX, GANTRY_RANGE_PART, 0, INT64_MAX - 1 },
		{ "bytes=10-", 10, GANTRY_RANGE_UNSATISFIABLE, 77, 77 },
		{ "bytes=10-20", 10, GANTRY_RANGE_UNSATISFIABLE, 77, 77 },
		{ "bytes=99999999999999999999999-", 10,
		    GANTRY_RANGE_UNSATISFIABLE, 77, 77 },
		{ "bytes=-0", 10, GANTRY_RANGE_UNSATISFIABLE, 77, 77 },
		{ "bytes=0-", 0, GANTRY_RANGE_UNSATISFIABLE, 77, 77 },
		{ "bytes=0-0", 0, GANTRY_RANGE_UNSATISFIABLE, 77, 77 },
		{ "bytes=-0", 0, GANTRY_RANGE_UNSATISFIABLE, 77, 77 },
		/* RFC 9110 section 14.1.2: satisfiable, but not as a part. */
		{ "bytes=-5", 0, GANTRY_RANGE_NONE, 77, 77 },
		{ "bytes=-1", 0, GANTRY_RANGE_NONE, 77, 77 },
		{ "bytes=-99999999999999999999999", 0, GANTRY_RANGE_NONE, 77,
		    77 },
		{ NULL, 10, GANTRY_RANGE_NONE, 77, 77 },
		{ "", 10, GANTRY_RANGE_NONE, 77, 77 },
		{ "bytes", 10, GANTRY_RANGE_NONE, 77, 77 },
		{ "bytes=", 10, GANTRY_RANGE_NONE, 77, 77 },
		{ "bytes=-", 10, GANTRY_RANGE_NONE, 77, 77 },
		{ "bytes=5", 10, GANTRY_RANGE_NONE, 77, 77 },
		{ "bytes=5-3", 10, GANTRY_RANGE_NONE, 77, 77 },
		{ "bytes=a-b", 10, GANTRY_RANGE_NONE, 77, 77 },
		{ "bytes=1-2x", 10, GANTRY_RANGE_NONE, 77, 77 },
		{ "bytes=1 - 2", 10, GANTRY_RANGE_NONE, 77, 77 },
		{ "bytes=--2", 10, GANTRY_RANGE_NONE, 77, 77 },
		{ "bytes=+1-2", 10, GANTRY_RANGE_NONE, 77, 77 },
		{ "bytes=0-1,3-4", 10, GANTRY_RANGE_NONE, 77, 77 },
		{ "bytes=0-1, -1", 10, GANTRY_RANGE_NONE, 77, 77 },
		{ "bytes 0-1", 10, GANTRY_RANGE_NONE, 77, 77 },
		{ "items=0-1", 10, GANTRY_RANGE_NONE, 77, 77 },
		{ "0-1", 10, GANTRY_RANGE_NONE, 77, 77 },
	};
	struct gantry_range range;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		test_request_begin(&asked, "REQUEST_METHOD", "GET",
		    cases[i].header != NULL ? "HTTP_RANGE" : NULL,
		    cases[i].header, NULL);
		range = (struct gantry_range){ 77, 77 };
		ck_assert_msg(gantry_request_range(request, cases[i].size, TAG,
				  -1, &range) == cases[i].result,
		    "'%s'", cases[i].header);
		ck_assert_int_eq(range.first, cases[i].first);
		ck_assert_int_eq(range.last, cases[i].last);
		test_request_end(&asked);
	}
}
END_TEST

START_TEST(only_get_has_ranges)
{
	static const char *const methods[] = { "HEAD", "POST", "get" };
	struct gantry_range range;
	size_t i;

	for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		test_request_begin(&asked, "REQUEST_METHOD", methods[i],
		    "HTTP_RANGE", "bytes=0-1", NULL);
		ck_assert_int_eq(
		    gantry_request_range(request, 10, TAG, -1, &range),
		    GANTRY_RANGE_NONE);
		test_request_end(&asked);
	}
}
END_TEST

START_TEST(if_range_does_not_mix_two_versions)
{
	static const struct {
		const char *condition, *etag;
		int64_t last_modified;
		enum gantry_range_result result;
	} cases[] = {
		{ TAG, TAG, -1, GANTRY_RANGE_PART },
		{ TAG, "abc", -1, GANTRY_RANGE_PART },
		{ "abc", "abc", -1, GANTRY_RANGE_NONE },
		{ "\"other\"", TAG, -1, GANTRY_RANGE_NONE },
		{ "W/" TAG, TAG, -1, GANTRY_RANGE_NONE },
		{ TAG, "W/" TAG, -1, GANTRY_RANGE_NONE },
		{ "W/" TAG, "W/" TAG, -1, GANTRY_RANGE_NONE },
		{ TAG, NULL, 784111777, GANTRY_RANGE_NONE },
		{ "*", TAG, -1, GANTRY_RANGE_NONE },
		{ "*, \"x\"", TAG, -1, GANTRY_RANGE_NONE },
		{ "\"x\", " TAG, TAG, -1, GANTRY_RANGE_NONE },
		{ "Sun, 06 Nov 1994 08:49:37 GMT", TAG, 784111777,
		    GANTRY_RANGE_PART },
		{ "Sun, 06 Nov 1994 08:49:37 GMT", NULL, 784111777,
		    GANTRY_RANGE_PART },
		{ "Sun, 06 Nov 1994 08:49:37 GMT", TAG, 784111776,
		    GANTRY_RANGE_NONE },
		{ "Sun, 06 Nov 1994 08:49:37 GMT", TAG, 784111778,
		    GANTRY_RANGE_NONE },
		{ "Sun, 06 Nov 1994 08:49:37 GMT", TAG, -1, GANTRY_RANGE_NONE },
		{ "yesterday", TAG, 784111777, GANTRY_RANGE_NONE },
	};
	struct gantry_range range;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		test_request_begin(&asked, "REQUEST_METHOD", "GET",
		    "HTTP_RANGE", "bytes=0-1", "HTTP_IF_RANGE",
		    cases[i].condition, NULL);
		ck_assert_msg(
		    gantry_request_range(request, 10, cases[i].etag,
			cases[i].last_modified, &range) == cases[i].result,
		    "case %zu", i);
		test_request_end(&asked);
	}
}
END_TEST

/* It may have changed again in the same second. */
START_TEST(a_date_in_the_current_second_does_not_match)
{
	time_t now = time(NULL) + 1;
	struct gantry_range range;
	struct tm tm;
	char date[64];

	gmtime_r(&now, &tm);
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", &tm);
	test_request_begin(&asked, "REQUEST_METHOD", "GET", "HTTP_RANGE",
	    "bytes=0-1", "HTTP_IF_RANGE", date, NULL);
	ck_assert_int_eq(gantry_request_range(request, 10, TAG, now, &range),
	    GANTRY_RANGE_NONE);
	test_request_end(&asked);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_range_is_a_part_or_none,
		only_get_has_ranges,
		if_range_does_not_mix_two_versions,
		a_date_in_the_current_second_does_not_match,
		NULL,
	};

	return unit_run("web/range", tests);
}
