/*
 * How long responses are fresh: by Cache-Control, Expires, Age and Date of the
 * application, and by what the client asks for.
 */
#include <stdio.h>

#include "middleware/cached_site.h"
#include "unit.h"

START_TEST(max_age_and_s_maxage_are_lifetimes)
{
	static const struct cached_case cases[] = {
		CACHED_ASKED(
		    "nothing but the default of one second", "4.2.2", NULL),
		CACHED_REUSED(
		    "max-age", "5.2.2.1", "Cache-Control: max-age=3600"),
		CACHED_ASKED("max-age that has passed", "5.2.2.1",
		    "Cache-Control: max-age=2\nDate: @0"),
		CACHED_ASKED(
		    "max-age=0", "5.2.2.1", "Cache-Control: max-age=0"),
		CACHED_REUSED(
		    "2^31 - 1", "1.2.2", "Cache-Control: max-age=2147483647"),
		CACHED_REUSED(
		    "2^31", "1.2.2", "Cache-Control: max-age=2147483648"),
		CACHED_REUSED(
		    "2^31 + 1", "1.2.2", "Cache-Control: max-age=2147483649"),
		CACHED_REUSED("more than 32 bits", "1.2.2",
		    "Cache-Control: max-age=99999999999"),
		CACHED_REUSED("more than 64 bits", "1.2.2",
		    "Cache-Control: max-age=99999999999999999999999999"),
		CACHED_ASKED("Age beyond max-age", "4.2.3",
		    "Date: @0\nCache-Control: max-age=3600\nAge: 7200"),
		CACHED_ASKED("Date before max-age", "4.2.3",
		    "Date: @-7200\nCache-Control: max-age=3600"),
		CACHED_REUSED("max-age before Expires", "5.3",
		    "Cache-Control: max-age=3600\nExpires: @-7200\nDate: @0"),
		CACHED_REUSED("max-age before an invalid Expires", "5.3",
		    "Cache-Control: max-age=3600\nExpires: 0\nDate: @0"),
		CACHED_ASKED("max-age=0 before a later Expires", "5.3",
		    "Expires: @3600\nCache-Control: max-age=0\nDate: @0"),
		CACHED_REUSED("beside a directive that is not known", "5.2.3",
		    "Cache-Control: foobar, max-age=3600"),
		CACHED_REUSED(
		    "in either case", "5.2", "Cache-Control: MaX-aGe=3600"),
		CACHED_ASKED("a negative max-age", "4.2.1",
		    "Cache-Control: max-age=-3600"),
		CACHED_REUSED(
		    "s-maxage", "5.2.2.10", "Cache-Control: s-maxage=3600"),
		CACHED_ASKED("a shorter s-maxage", "5.2.2.10",
		    "Cache-Control: max-age=3600, s-maxage=1"),
		CACHED_ASKED("a shorter s-maxage, first", "5.2.2.10",
		    "Cache-Control: s-maxage=1, max-age=3600"),
		CACHED_ASKED("a shorter s-maxage in another line", "5.2.2.10",
		    "Cache-Control: max-age=3600\nCache-Control: s-maxage=1"),
		CACHED_REUSED("a longer s-maxage", "5.2.2.10",
		    "Cache-Control: max-age=1, s-maxage=3600"),
		CACHED_REUSED("s-maxage before Expires", "5.2.2.10",
		    "Expires: @-10\nCache-Control: max-age=0, s-maxage=3600"),
	};

	CACHED_RUN(cases);
}
END_TEST

START_TEST(expires_is_a_lifetime)
{
	static const struct cached_case cases[] = {
		CACHED_REUSED(
		    "a later one", "5.3", "Expires: @2592000\nDate: @0"),
		CACHED_ASKED(
		    "an earlier one", "4.2.1", "Expires: @-2592000\nDate: @0"),
		CACHED_ASKED("now", "4.2.1", "Expires: @0\nDate: @0"),
		CACHED_ASKED("before Date, both fast", "4.2.1",
		    "Expires: @300\nDate: @400"),
		CACHED_ASKED("0", "5.3", "Expires: 0\nDate: @0"),
		CACHED_REUSED(
		    "an invalid Date", "4.2.1", "Date: foo\nExpires: @10"),
		CACHED_REUSED("no Date", "4.2.1", "Expires: @10"),
		CACHED_ASKED("Age beyond it, Date slow", "4.2.1",
		    "Date: @-10\nExpires: @10\nAge: 25"),
		CACHED_ASKED("Age beyond it, Date fast", "4.2.1",
		    "Date: @10\nExpires: @20\nAge: 15"),
		CACHED_REUSED("exactly 32 bits", "5.3",
		    "Expires: Tue, 19 Jan 2038 14:14:08 GMT\nDate: @0"),
		CACHED_REUSED("far away", "5.3",
		    "Expires: Sun, 21 Nov 2286 04:46:39 GMT\nDate: @0"),
		CACHED_REUSED("RFC 850", "RFC 9110 5.6.7",
		    "Expires: Thursday, 18-Aug-50 02:01:18 GMT\nDate: @0"),
		CACHED_REUSED("asctime", "RFC 9110 5.6.7",
		    "Expires: Thu Aug  8 02:01:18 2050\nDate: @0"),
		CACHED_REUSED("the case of the day", "4.2",
		    "Expires: THU, 18 Aug 2050 02:01:18 GMT\nDate: @0"),
		CACHED_REUSED("the case of the month", "4.2",
		    "Expires: Thu, 18 AUG 2050 02:01:18 GMT\nDate: @0"),
		CACHED_REUSED("the case of the zone", "4.2",
		    "Expires: Thu, 18 Aug 2050 02:01:18 gMT\nDate: @0"),
	};
	static const char *const invalid[] = {
		"Thu, 18 Aug 2050 02:01:18 UTC",
		"Thu, 18 Aug 2050 02:01:18 AEST",
		"Thu, 18 Aug 50 02:01:18 GMT",
		"Thu 18 Aug 2050 02:01:18 GMT",
		"Thu, 18  Aug  2050 02:01:18 GMT",
		"Thu, 18-Aug-2050 02:01:18 GMT",
		"Thu, 18 Aug 2050 02.01.18 GMT",
		"Thu, 18 Aug 2050 2:01:18 GMT",
		"-1",
		"99999999999",
	};
	char headers[80];
	size_t i;

	CACHED_RUN(cases);
	for (i = 0; i < sizeof(invalid) / sizeof(invalid[0]); i++) {
		const struct cached_case one[] = {
			CACHED_ASKED(invalid[i], "5.3", headers),
		};

		snprintf(headers, sizeof(headers), "Expires: %s\nDate: @0",
		    invalid[i]);
		CACHED_RUN(one);
	}
}
END_TEST

START_TEST(age_is_a_number)
{
#define HOUR "Date: @0\nCache-Control: max-age=3600\nAge: "
	static const struct cached_case cases[] = {
		CACHED_REUSED("no number", "5.1", HOUR "abc"),
		CACHED_REUSED("negative", "5.1", HOUR "-7200"),
		CACHED_REUSED("with a fraction", "5.1", HOUR "7200.0"),
		CACHED_REUSED("with a parameter", "5.1", HOUR "7200;foo=bar"),
		CACHED_REUSED("with another", "5.1", HOUR "7200;foo=111"),
		CACHED_ASKED("2^31 - 1", "5.1", HOUR "2147483647"),
		CACHED_ASKED("2^31", "1.2.2", HOUR "2147483648"),
		CACHED_ASKED("2^31 + 1", "1.2.2", HOUR "2147483649"),
		CACHED_ASKED("2^70", "1.2.2", HOUR "1180591620717411303424"),
		CACHED_ASKED("the first of a list", "5.1", HOUR "7200, 0"),
		CACHED_REUSED("also the lower", "5.1", HOUR "0, 7200"),
		CACHED_REUSED("twice the same", "5.1", HOUR "0, 0"),
		CACHED_REUSED("twice another", "5.1", HOUR "3000, 3000"),
	};

	CACHED_RUN(cases);
}
END_TEST

START_TEST(a_hit_says_how_old_it_is)
{
#define TWO_STEPS(name, section, headers, wanted)                          \
	{                                                                  \
		name, section,                                             \
		{                                                          \
			{ .response = (headers), .outcome = CACHED_MISS }, \
			    { .outcome = CACHED_HIT, .header = (wanted) }, \
		}                                                          \
	}
	static const struct cached_case cases[] = {
		TWO_STEPS("Age is added", "5.1",
		    "Cache-Control: max-age=100\nDate: @0", "Age: 3"),
		TWO_STEPS("to that of the application", "4.2.3",
		    "Cache-Control: max-age=100\nDate: @0\nAge: 30", "Age: 33"),
		TWO_STEPS("with Expires, too", "4.2.3",
		    "Expires: @100\nDate: @0\nAge: 30", "Age: 33"),
		TWO_STEPS("by Date, if that is more", "4.2.3",
		    "Cache-Control: max-age=100\nDate: @-50\nAge: 30",
		    "Age: >52"),
		TWO_STEPS("not by a later Date", "4.2.3",
		    "Cache-Control: max-age=100\nDate: @50", "Age: 3"),
		TWO_STEPS("Date is that of the application", "5.1",
		    "Cache-Control: max-age=100\n"
		    "Date: Sun, 06 Nov 2994 08:49:37 GMT",
		    "Date: Sun, 06 Nov 2994 08:49:37 GMT"),
		TWO_STEPS("Expires stays", "5.3",
		    "Expires: Sun, 06 Nov 2994 08:49:37 GMT",
		    "Expires: Sun, 06 Nov 2994 08:49:37 GMT"),
	};

	CACHED_RUN(cases);
}
END_TEST

/* A response that is fresh for 100000 seconds, asked for with a wish. */
#define WISH(name, section, wish, result)                               \
	{                                                               \
		name, section,                                          \
		{                                                       \
			{ .response = "Cache-Control: max-age=100000",  \
				.outcome = CACHED_MISS },               \
			    { .request = (wish), .outcome = (result) }, \
		}                                                       \
	}
/* The same for a response with other headers. */
#define WISH_OF(name, section, headers, wish, result)                      \
	{                                                                  \
		name, section,                                             \
		{                                                          \
			{ .response = (headers), .outcome = CACHED_MISS }, \
			    { .request = (wish), .outcome = (result) },    \
		}                                                          \
	}

START_TEST(a_client_can_ask_for_a_fresher_response)
{
	static const struct cached_case cases[] = {
		WISH("max-age=0", "5.2.1.1", "Cache-Control: max-age=0",
		    CACHED_MISS),
		WISH("max-age=1", "5.2.1.1", "Cache-Control: max-age=1",
		    CACHED_MISS),
		WISH("max-age=60", "5.2.1.1", "Cache-Control: max-age=60",
		    CACHED_HIT),
		WISH("max-age that is not a number", "5.2.1.1",
		    "Cache-Control: max-age=x", CACHED_MISS),
		WISH_OF("max-age below Age", "5.2.1.1",
		    "Cache-Control: max-age=100000\nAge: 1800",
		    "Cache-Control: max-age=600", CACHED_MISS),
		WISH("no-cache", "5.2.1.4", "Cache-Control: no-cache",
		    CACHED_MISS),
		WISH("no-store", "5.2.1.5", "Cache-Control: no-store",
		    CACHED_MISS),
		WISH("in quotes", "5.2", "Cache-Control: a=\"no-store\"",
		    CACHED_HIT),
		WISH_OF("min-fresh", "5.2.1.3", "Cache-Control: max-age=1500",
		    "Cache-Control: min-fresh=2000", CACHED_MISS),
		WISH_OF("min-fresh that holds", "5.2.1.3",
		    "Cache-Control: max-age=1500",
		    "Cache-Control: min-fresh=1000", CACHED_HIT),
		WISH_OF("min-fresh and Age", "5.2.1.3",
		    "Cache-Control: max-age=1500\nAge: 1000",
		    "Cache-Control: min-fresh=1000", CACHED_MISS),
		WISH("min-fresh that is not a number", "5.2.1.3",
		    "Cache-Control: min-fresh=x", CACHED_MISS),
		WISH("Pragma: no-cache, which is deprecated", "5.4",
		    "Pragma: no-cache", CACHED_HIT),
		WISH("Pragma: x", "5.4", "Pragma: x", CACHED_HIT),
		WISH_OF("Pragma of a response", "5.4",
		    "Cache-Control: max-age=3600\nPragma: no-cache", NULL,
		    CACHED_HIT),
		WISH_OF("another one", "5.4",
		    "Cache-Control: max-age=3600\nPragma: x", NULL, CACHED_HIT),
		{ "no-cache stores what it brings", "5.2.1.4",
		    { { .response = "Cache-Control: max-age=1000\nA: 1",
			  .outcome = CACHED_MISS },
			{ .request = "Cache-Control: no-cache",
			    .response = "Cache-Control: max-age=1000\nA: 2",
			    .outcome = CACHED_MISS },
			{ .outcome = CACHED_HIT, .header = "A: 2" } } },
		{ "no-store stores nothing", "5.2.1.5",
		    { { .request = "Cache-Control: no-store",
			  .response = "Cache-Control: max-age=1000",
			  .outcome = CACHED_MISS },
			{ .outcome = CACHED_MISS } } },
	};

	CACHED_RUN(cases);
}
END_TEST

START_TEST(a_client_can_ask_for_a_stale_response)
{
#define TWO "Cache-Control: max-age=2"
	static const struct cached_case cases[] = {
		WISH_OF("max-stale=1000", "5.2.1.2", TWO,
		    "Cache-Control: max-stale=1000", CACHED_HIT),
		WISH_OF("max-stale", "5.2.1.2", TWO, "Cache-Control: max-stale",
		    CACHED_HIT),
		WISH_OF("max-stale=0", "5.2.1.2", TWO,
		    "Cache-Control: max-stale=0", CACHED_MISS),
		WISH_OF("max-stale that is not a number", "5.2.1.2", TWO,
		    "Cache-Control: max-stale=x", CACHED_MISS),
		WISH_OF("Age beyond it", "5.2.1.2",
		    "Cache-Control: max-age=1500\nAge: 2000",
		    "Cache-Control: max-stale=1000", CACHED_HIT),
		WISH_OF("too stale", "5.2.1.2",
		    "Cache-Control: max-age=1500\nAge: 2600",
		    "Cache-Control: max-stale=1000", CACHED_MISS),
		WISH_OF("must-revalidate", "5.2.2.2", TWO ", must-revalidate",
		    "Cache-Control: max-stale=1000", CACHED_MISS),
		WISH_OF("proxy-revalidate", "5.2.2.8", TWO ", proxy-revalidate",
		    "Cache-Control: max-stale=1000", CACHED_MISS),
		WISH_OF("s-maxage", "5.2.2.10", "Cache-Control: s-maxage=2",
		    "Cache-Control: max-stale=1000", CACHED_MISS),
	};

	CACHED_RUN(cases);
}
END_TEST

START_TEST(only_if_cached_does_not_ask_the_application)
{
	static const struct cached_case cases[] = {
		{ "nothing is stored", "5.2.1.7",
		    { { .request = "Cache-Control: only-if-cached",
			.outcome = CACHED_HIT,
			.expected_status = 504,
			.header =
			    "Content-Type: application/problem+json" } } },
		{ "something is stored", "5.2.1.7",
		    { { .response = "Cache-Control: max-age=100",
			  .outcome = CACHED_MISS },
			{ .request = "Cache-Control: only-if-cached",
			    .outcome = CACHED_HIT,
			    .expected_status = 200 },
			{ .request = "Cache-Control: only-if-cached, max-age=0",
			    .outcome = CACHED_HIT,
			    .expected_status = 504 } } },
		{ "a method that is not cached", "5.2.1.7",
		    { { .method = "POST",
			.request = "Cache-Control: only-if-cached",
			.outcome = CACHED_MISS } } },
	};

	CACHED_RUN(cases);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		max_age_and_s_maxage_are_lifetimes,
		expires_is_a_lifetime,
		age_is_a_number,
		a_hit_says_how_old_it_is,
		a_client_can_ask_for_a_fresher_response,
		a_client_can_ask_for_a_stale_response,
		only_if_cached_does_not_ask_the_application,
		NULL,
	};

	return unit_run("middleware/freshness", tests);
}
