/*
 * Which stored response answers a request, by Vary and the URI, and which
 * headers are stored.
 */
#include <stdio.h>

#include "middleware/cached_site.h"
#include "unit.h"

#define VARY "Cache-Control: max-age=5000\nDate: @0\nVary: "

/* A response to FIRST that varies answers SECOND, or does not. */
#define VARIES(name, names, first, second, result)                        \
	{                                                                 \
		name, "4.1",                                              \
		{                                                         \
			{ .request = (first),                             \
				.response = VARY names,                   \
				.outcome = CACHED_MISS },                 \
			    { .request = (second), .outcome = (result) }, \
		}                                                         \
	}
#define THREE "Foo: 1\nBar: abc\nBaz: 789"

START_TEST(vary_selects_a_response)
{
	static const struct cached_case cases[] = {
		VARIES("the same", "Foo", "Foo: 1", "Foo: 1", CACHED_HIT),
		VARIES("another", "Foo", "Foo: 1", "Foo: 2", CACHED_MISS),
		VARIES("none before", "Foo", NULL, "Foo: 1", CACHED_MISS),
		VARIES("none now", "Foo", "Foo: 1", NULL, CACHED_MISS),
		VARIES("others do not count", "Foo", "Foo: 1\nOther: 2",
		    "Foo: 1\nOther: 3", CACHED_HIT),
		VARIES("two", "Foo, Bar", "Foo: 1\nBar: abc",
		    "Foo: 1\nBar: abc", CACHED_HIT),
		VARIES("two, another", "Foo, Bar", "Foo: 1\nBar: abc",
		    "Foo: 2\nBar: abc", CACHED_MISS),
		VARIES("two, none now", "Foo, Bar", "Foo: 1\nBar: abc", NULL,
		    CACHED_MISS),
		VARIES("three", "Foo, Bar, Baz", THREE, THREE, CACHED_HIT),
		VARIES("three, another", "Foo, Bar, Baz", THREE,
		    "Foo: 2\nBar: abc\nBaz: 789", CACHED_MISS),
		VARIES("three, in another order", "Foo, Bar, Baz", THREE,
		    "Foo: 1\nBaz: 789\nBar: abcde", CACHED_MISS),
		VARIES("three, one missing twice", "Foo, Bar, Baz",
		    "Foo: 1\nBaz: 789", "Foo: 1\nBaz: 789", CACHED_HIT),
		VARIES("several lines are one list", "Foo", "Foo: 1, 2",
		    "Foo: 1\nFoo: 2", CACHED_HIT),
		VARIES("blanks of a list", "Accept-Language",
		    "Accept-Language: en, de", "Accept-Language: en ,   de",
		    CACHED_HIT),
		VARIES("case of languages", "Accept-Language",
		    "Accept-Language: en, de", "Accept-Language: eN, De",
		    CACHED_HIT),
		VARIES("blanks and case of codings", "accept-encoding",
		    "Accept-Encoding: gzip;q=1.0,br",
		    "Accept-Encoding: GZIP; q=1.0, br", CACHED_HIT),
		VARIES("a blank within a word", "Accept-Encoding",
		    "Accept-Encoding: g zip", "Accept-Encoding: gzip",
		    CACHED_MISS),
		VARIES("blanks of other headers", "Foo", "Foo: 1,2",
		    "Foo: 1, 2", CACHED_MISS),
		VARIES("case of other headers", "Foo", "Foo: a", "Foo: A",
		    CACHED_MISS),
		{ "two variants", "4.1",
		    { { .request = "Foo: 1",
			  .response = VARY "Foo",
			  .body = "one",
			  .outcome = CACHED_MISS },
			{ .request = "Foo: 2",
			    .response = VARY "Foo",
			    .body = "two",
			    .outcome = CACHED_MISS },
			{ .request = "Foo: 1",
			    .outcome = CACHED_HIT,
			    .text = "one" },
			{ .request = "Foo: 2",
			    .outcome = CACHED_HIT,
			    .text = "two" } } },
	};

	CACHED_RUN(cases);
}
END_TEST

START_TEST(vary_with_a_star_never_matches)
{
	static const struct cached_case cases[] = {
		VARIES("*", "*", THREE, THREE, CACHED_MISS),
		VARIES("*, *", "*, *", THREE, THREE, CACHED_MISS),
		VARIES(
		    "* in two lines", "*\nVary: *", THREE, THREE, CACHED_MISS),
		VARIES(", *", ", *", THREE, THREE, CACHED_MISS),
		VARIES("*, Foo", "*, Foo", THREE, THREE, CACHED_MISS),
		VARIES("Foo, *", "Foo, *", THREE, THREE, CACHED_MISS),
	};

	CACHED_RUN(cases);
}
END_TEST

#define FRESH "Cache-Control: max-age=3600"

START_TEST(a_query_is_part_of_the_uri)
{
	static const struct cached_case cases[] = {
		{ "another query", "2",
		    { { .target = "/a?x=1",
			  .response = FRESH,
			  .outcome = CACHED_MISS },
			{ .target = "/a?x=2", .outcome = CACHED_MISS } } },
		{ "the same query", "2",
		    { { .target = "/a?x=1",
			  .response = FRESH,
			  .outcome = CACHED_MISS },
			{ .target = "/a?x=1", .outcome = CACHED_HIT } } },
	};

	CACHED_RUN(cases);
}
END_TEST

START_TEST(headers_are_stored)
{
	static const char *const headers[] = { "Test-Header: x",
		"X-Test-Header: x", "Content-Foo: x", "X-Content-Foo: x",
		"Cache-Control: max-age=3600", "Content-Encoding: x",
		"Content-Location: /foo", "Content-MD5: x",
		"Content-Security-Policy: default-src 'self'",
		"Content-Type: text/plain;charset=utf-8",
		"Clear-Site-Data: cookies", "ETag: \"abcdef\"",
		"Expires: Fri, 01 Jan 2938 01:01:01 GMT", "Public-Key-Pins: x",
		"Set-Cookie2: a=b", "X-Frame-Options: deny",
		"X-XSS-Protection: 1",
		"Content-Disposition: attachment; filename=example.txt" };
	char given[128];
	size_t i;

	for (i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		const struct cached_case one[] = {
			{ headers[i], "3.1",
			    { { .response = given, .outcome = CACHED_MISS },
				{ .outcome = CACHED_HIT,
				    .header = headers[i] } } },
		};

		/* The header itself may be the lifetime. */
		snprintf(given, sizeof(given), "%s%s", headers[i],
		    i == 4 ? "" : "\n" FRESH);
		CACHED_RUN(one);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		vary_selects_a_response,
		vary_with_a_star_never_matches,
		a_query_is_part_of_the_uri,
		headers_are_stored,
		NULL,
	};

	return unit_run("middleware/response_store", tests);
}
