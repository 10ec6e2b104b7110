/*
 * Cache-Control: its syntax, and the directives that are not lifetimes.
 */
#include "middleware/cache_control.h"
#include "middleware/cached_site.h"
#include "unit.h"

START_TEST(directives_are_read)
{
	struct cache_control control;

	cache_control_parse(&control, NULL);
	ck_assert_int_eq(control.max_age, CACHE_CONTROL_NONE);
	ck_assert(!control.no_store);
	cache_control_parse(&control,
	    " ,NO-store,, no-cache ,private,public , no-transform,"
	    "must-revalidate,must-understand,only-if-cached,max-age=1,"
	    "S-MaxAge=2,min-fresh=3,max-stale=4 ,");
	ck_assert(control.no_store && control.no_cache && control.is_private);
	ck_assert(control.is_public && control.no_transform);
	ck_assert(control.must_revalidate && control.must_understand);
	ck_assert(control.only_if_cached);
	ck_assert_int_eq(control.max_age, 1);
	ck_assert_int_eq(control.s_maxage, 2);
	ck_assert_int_eq(control.min_fresh, 3);
	ck_assert_int_eq(control.max_stale, 4);
	cache_control_parse(&control, "proxy-revalidate, max-stale");
	ck_assert(control.must_revalidate);
	ck_assert_int_eq(control.max_stale, CACHE_CONTROL_SECONDS_MAX);
}
END_TEST

START_TEST(only_whole_names_count)
{
	static const char *const values[] = { "no-stored", "xno-store",
		"a=no-store", "a=\"no-store\"", "a=\", no-store, \"",
		"a=\"\\\", no-store\"", "a=\"no-store", "\"no-store\"", "no",
		"=no-store", "no store" };
	struct cache_control control;
	size_t i;

	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		cache_control_parse(&control, values[i]);
		ck_assert_msg(!control.no_store, "%s", values[i]);
	}
}
END_TEST

START_TEST(a_restriction_with_a_wrong_argument_still_holds)
{
	static const char *const values[] = { "no-store=1", "no-store x",
		"no-store=\"", "no-store;", "a b, no-store",
		"a=\"b\"c, no-store", ";, no-store", "=, no-store" };
	struct cache_control control;
	size_t i;

	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		cache_control_parse(&control, values[i]);
		ck_assert_msg(control.no_store, "%s", values[i]);
	}
	cache_control_parse(&control, "public=x y");
	ck_assert(!control.is_public);
}
END_TEST

START_TEST(names_of_fields_qualify_no_cache_and_private)
{
	static const struct {
		const char *value;
		bool forbids, omits_a;
	} cases[] = {
		{ "no-cache", true, false },
		{ "no-cache=\"a\"", false, true },
		{ "no-cache=a", false, true },
		{ "private=\"b, A\"", false, true },
		{ "private=\"b\"", false, false },
		{ "private=\"ab\"", false, false },
		{ "private=\"b\", no-cache=\"a\"", false, true },
		{ "private=\"\"", true, false },
		{ "private=", true, false },
		{ "private=\"a", true, false },
		{ "private=\"a\"b", true, false },
		{ "private, private=\"a\"", true, true },
		{ "x=\"private\", y=\"a\"", false, false },
	};
	struct cache_control control;
	size_t i;

	ck_assert(!cache_control_omits(NULL, "a"));
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cache_control_parse(&control, cases[i].value);
		ck_assert_msg((control.no_cache || control.is_private) ==
			cases[i].forbids,
		    "%s", cases[i].value);
		ck_assert_msg(cache_control_omits(cases[i].value, "a") ==
			cases[i].omits_a,
		    "%s", cases[i].value);
	}
}
END_TEST

START_TEST(numbers_have_one_form)
{
	static const struct cached_case cases[] = {
		CACHED_REUSED("the first of two", "4.2.1",
		    "Cache-Control: max-age=1800, max-age=1"),
		CACHED_REUSED("in two lines", "4.2.1",
		    "Cache-Control: max-age=1800\nCache-Control: max-age=1"),
		CACHED_ASKED("also if it is lower", "4.2.1",
		    "Cache-Control: max-age=1, max-age=1800"),
		CACHED_ASKED("also in two lines", "4.2.1",
		    "Cache-Control: max-age=1\nCache-Control: max-age=1800"),
		CACHED_REUSED(
		    "in quotes", "5.2", "Cache-Control: max-age=\"3600\""),
		CACHED_ASKED("in the argument of another", "5.2",
		    "Cache-Control: extension=\"max-age=3600\", max-age=1"),
		CACHED_ASKED("also after the real one", "5.2",
		    "Cache-Control: max-age=1, extension=\"max-age=3600\""),
		CACHED_ASKED("a blank before =", "4.2.1",
		    "Cache-Control: max-age =3600"),
		CACHED_ASKED(
		    "a blank after =", "4.2.1", "Cache-Control: max-age= 3600"),
		CACHED_REUSED(
		    "zeros", "1.2.2", "Cache-Control: max-age=003600"),
		CACHED_ASKED(
		    "single quotes", "4.2.1", "Cache-Control: max-age='3600'"),
		CACHED_ASKED(".0", "4.2.1", "Cache-Control: max-age=3600.0"),
		CACHED_ASKED(".5", "4.2.1", "Cache-Control: max-age=3600.5"),
		CACHED_ASKED(
		    "a letter before", "4.2.1", "Cache-Control: max-age=a3600"),
		CACHED_ASKED(
		    "a letter after", "4.2.1", "Cache-Control: max-age=3600a"),
		CACHED_ASKED("a sign", "4.2.1", "Cache-Control: max-age=+3600"),
		CACHED_ASKED("nothing", "4.2.1", "Cache-Control: max-age"),
		CACHED_ASKED("an invalid s-maxage before max-age", "4.2.1",
		    "Cache-Control: s-maxage=x, max-age=3600"),
	};

	CACHED_RUN(cases);
}
END_TEST

START_TEST(a_response_can_forbid_to_store_it)
{
	static const struct cached_case cases[] = {
		CACHED_ASKED("private", "5.2.2.7",
		    "Cache-Control: private, max-age=3600"),
		CACHED_ASKED("no-store", "5.2.2.5", "Cache-Control: no-store"),
		CACHED_ASKED(
		    "in either case", "5.2", "Cache-Control: No-StOrE"),
		CACHED_ASKED("with a lifetime", "5.2.2.5",
		    "Cache-Control: max-age=10000, no-store\nExpires: @10000\n"
		    "Date: @0"),
		CACHED_ASKED("no-cache", "5.2.2.4",
		    "Cache-Control: max-age=10000, no-cache\nExpires: @10000\n"
		    "Date: @0"),
		CACHED_ASKED("no-cache in either case", "5.2",
		    "Cache-Control: max-age=10000, No-CaChE\nExpires: @10000\n"
		    "Date: @0"),
		CACHED_REUSED("the words in a string", "5.2",
		    "Cache-Control: max-age=10, a=\"no-store, private\""),
		{ "an older response stays", "5.2.2.5",
		    { { .response = "Cache-Control: max-age=10000\nA: 1",
			  .outcome = CACHED_MISS },
			{ .request = "Cache-Control: no-cache",
			    .response = "Cache-Control: no-store\nA: 2",
			    .outcome = CACHED_MISS },
			{ .outcome = CACHED_HIT, .header = "A: 1" } } },
		{ "also with max-age=0", "5.2.2.5",
		    { { .response = "Cache-Control: max-age=10000\nA: 1",
			  .outcome = CACHED_MISS },
			{ .request = "Cache-Control: no-cache",
			    .response =
				"Cache-Control: no-store, max-age=0\nA: 2",
			    .outcome = CACHED_MISS },
			{ .outcome = CACHED_HIT, .header = "A: 1" } } },
		CACHED_REUSED("must-revalidate, fresh", "5.2.2.2",
		    "Cache-Control: max-age=10000, must-revalidate\n"
		    "ETag: \"abcd\""),
		CACHED_ASKED("must-revalidate, stale", "5.2.2.2",
		    "Cache-Control: max-age=2, must-revalidate\n"
		    "ETag: \"abcd\""),
		CACHED_REUSED("must-understand", "5.2.2.3",
		    "Cache-Control: max-age=3600, no-store, must-understand"),
		CACHED_ASKED("stale-if-error is not implemented", "RFC 5861",
		    "Cache-Control: max-age=2, stale-if-error=60"),
	};

	CACHED_RUN(cases);
}
END_TEST

START_TEST(a_response_can_forbid_to_store_a_header)
{
#define HEADERS "A: 1\nB: 2\nCache-Control: max-age=3600, "
#define NAMED(name, section, control, wanted)                              \
	{                                                                  \
		name, section,                                             \
		{                                                          \
			{ .response = HEADERS control,                     \
				.outcome = CACHED_MISS,                    \
				.header = "A: 1" },                        \
			    { .outcome = CACHED_HIT, .header = (wanted) }, \
		}                                                          \
	}
	static const struct cached_case cases[] = {
		NAMED("one", "5.2.2.4", "no-cache=\"a\"", "A:"),
		NAMED("not the other", "5.2.2.4", "no-cache=\"a\"", "B: 2"),
		NAMED("two", "5.2.2.4", "no-cache=\"b, a\"", "A:"),
		NAMED("private", "5.2.2.7", "private=\"a\"", "A:"),
		CACHED_ASKED("Set-Cookie", "3",
		    "Cache-Control: max-age=9\nSet-Cookie: a=b"),
		{ "Set-Cookie that is not stored", "5.2.2.4",
		    { { .response = "Set-Cookie: a=b\nCache-Control: max-age=9,"
				    " no-cache=\"set-cookie\"",
			  .outcome = CACHED_MISS,
			  .header = "Set-Cookie: a=b" },
			{ .outcome = CACHED_HIT, .header = "Set-Cookie:" } } },
	};

	CACHED_RUN(cases);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		directives_are_read,
		only_whole_names_count,
		a_restriction_with_a_wrong_argument_still_holds,
		names_of_fields_qualify_no_cache_and_private,
		numbers_have_one_form,
		a_response_can_forbid_to_store_it,
		a_response_can_forbid_to_store_a_header,
		NULL,
	};

	return unit_run("middleware/cache_control", tests);
}
