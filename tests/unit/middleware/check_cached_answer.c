/*
 * What a hit looks like: conditional, in part, for HEAD, with other statuses;
 * and which requests are not answered.
 */
#include <stdio.h>
#include <stdlib.h>

#include "middleware/cached_site.h"
#include "unit.h"

#define FRESH	"Cache-Control: max-age=100000\nDate: @0"
#define TAGGED	FRESH "\nETag: \"abcdef\""
#define CHANGED FRESH "\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT"

/* A request for a stored response with HEADERS. */
#define HIT(name, section, headers, asked, status, wanted)                 \
	{                                                                  \
		name, section,                                             \
		{                                                          \
			{ .response = (headers), .outcome = CACHED_MISS }, \
			    { .request = (asked),                          \
				    .outcome = CACHED_HIT,                 \
				    .expected_status = (status),           \
				    .header = (wanted) },                  \
		}                                                          \
	}
#define TAGS(name, asked, status) \
	HIT(name, "4.3.2", TAGGED, "If-None-Match: " asked, status, NULL)

START_TEST(a_condition_is_evaluated_with_the_stored_validators)
{
	static const struct cached_case cases[] = {
		TAGS("a tag", "\"abcdef\"", 304),
		HIT("a 304 has the tag", "RFC 9110 15.4.5", TAGGED,
		    "If-None-Match: \"abcdef\"", 304, "ETag: \"abcdef\""),
		HIT("and the lifetime", "RFC 9110 15.4.5", TAGGED,
		    "If-None-Match: \"abcdef\"", 304,
		    "Cache-Control: max-age=100000"),
		HIT("and Vary", "RFC 9110 15.4.5", TAGGED "\nVary: Foo",
		    "If-None-Match: \"abcdef\"", 304, "Vary: Foo"),
		HIT("a tag before a date", "4.3.2",
		    TAGGED "\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT",
		    "If-None-Match: \"abcdef\"\n"
		    "If-Modified-Since: Sun, 06 Nov 1984 08:49:37 GMT",
		    304, NULL),
		HIT("also if only the date matches", "4.3.2",
		    TAGGED "\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT",
		    "If-None-Match: \"x\"\n"
		    "If-Modified-Since: Sun, 06 Nov 2014 08:49:37 GMT",
		    200, NULL),
		HIT("beyond ASCII", "RFC 9110 8.8.3",
		    FRESH "\nETag: \"abcdef\xfc\"",
		    "If-None-Match: \"abcdef\xfc\"", 304,
		    "ETag: \"abcdef\xfc\""),
		TAGS("without quotes", "abcdef", 200),
		HIT("quotes are added to a tag", "RFC 9110 8.8.3",
		    FRESH "\nETag: abcdef", "If-None-Match: \"abcdef\"", 304,
		    "ETag: \"abcdef\""),
		HIT("a weak tag", "4.3.2", FRESH "\nETag: W/\"abcdef\"",
		    "If-None-Match: W/\"abcdef\"", 304, NULL),
		TAGS("w/ is not W/", "w/\"abcdef\"", 200),
		TAGS("W\\ is not W/", "W\\\"abcdef\"", 200),
		TAGS("W is not W/", "W\"abcdef\"", 200),
		TAGS("the first", "\"abcdef\", \"1234\", \"5678\"", 304),
		TAGS("the second", "\"1234\", \"abcdef\", \"5678\"", 304),
		TAGS("the last", "\"1234\", \"5678\", \"abcdef\"", 304),
		TAGS("none", "\"1234\"", 200),
		TAGS("any", "*", 304),
		HIT("any without a tag", "RFC 9110 13.1.2", FRESH,
		    "If-None-Match: *", 304, NULL),
		HIT("a date", "4.3.2", CHANGED,
		    "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT", 304,
		    NULL),
		HIT("a later date", "4.3.2", CHANGED,
		    "If-Modified-Since: Sun, 06 Nov 1994 08:49:38 GMT", 304,
		    NULL),
		HIT("an earlier date", "4.3.2", CHANGED,
		    "If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT", 200,
		    NULL),
		HIT("in RFC 850's form", "RFC 9110 5.6.7", CHANGED,
		    "If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT", 304,
		    NULL),
		HIT("Date stands for Last-Modified", "4.3.2",
		    "Cache-Control: max-age=1000000000000\n"
		    "Date: Mon, 30 Nov 2020 08:49:37 GMT",
		    "If-Modified-Since: Mon, 30 Nov 2020 08:49:37 GMT", 304,
		    NULL),
		HIT("a Date after it", "4.3.2",
		    "Cache-Control: max-age=1000000000000\n"
		    "Date: Mon, 30 Nov 2020 08:49:37 GMT",
		    "If-Modified-Since: Mon, 30 Nov 2020 08:49:36 GMT", 200,
		    NULL),
		HIT("or the time when it was stored", "4.3.2",
		    "Cache-Control: max-age=100",
		    "If-Modified-Since: Mon, 30 Nov 2950 08:49:37 GMT", 304,
		    NULL),
		HIT("which may be after it", "4.3.2",
		    "Cache-Control: max-age=100",
		    "If-Modified-Since: Mon, 30 Nov 2020 08:49:37 GMT", 200,
		    NULL),
	};

	CACHED_RUN(cases);
}
END_TEST

/* They protect changes; only the application knows the current version. */
START_TEST(if_match_asks_the_application)
{
	static const struct cached_case cases[] = {
		{ "If-Match with the stored tag", "4.3.2",
		    { { .response = FRESH "\nETag: \"old\"",
			  .outcome = CACHED_MISS },
			{ .request = "If-Match: \"old\"",
			    .response = FRESH "\nETag: \"new\"",
			    .outcome = CACHED_MISS,
			    .expected_status = 412 },
			/* And what it said then is stored. */
			{ .outcome = CACHED_HIT,
			    .header = "ETag: \"new\"" } } },
		{ "If-Match with the new tag", "4.3.2",
		    { { .response = FRESH "\nETag: \"old\"",
			  .outcome = CACHED_MISS },
			{ .request = "If-Match: \"new\"",
			    .response = FRESH "\nETag: \"new\"",
			    .outcome = CACHED_MISS,
			    .expected_status = 200 } } },
		{ "If-Unmodified-Since", "4.3.2",
		    { { .response = CHANGED, .outcome = CACHED_MISS },
			{ .request = "If-Unmodified-Since: "
				     "Sun, 06 Nov 1994 08:49:37 GMT",
			    .response = CHANGED,
			    .outcome = CACHED_MISS,
			    .expected_status = 200 } } },
	};

	CACHED_RUN(cases);
}
END_TEST

START_TEST(a_stale_response_does_not_answer_a_condition)
{
	static const struct cached_case cases[] = {
		{ "a tag", "4.3",
		    { { .response = "Cache-Control: max-age=2\nETag: \"1\"",
			  .outcome = CACHED_MISS },
			{ .request = "If-None-Match: \"1\"",
			    .response = "Cache-Control: max-age=2\nETag: \"2\"",
			    .outcome = CACHED_MISS,
			    .expected_status = 200 } } },
		{ "a tag that is still right", "4.3",
		    { { .response = "Cache-Control: max-age=2\nETag: \"1\"",
			  .outcome = CACHED_MISS },
			{ .request = "If-None-Match: \"1\"",
			    .response = "Cache-Control: max-age=2\nETag: \"1\"",
			    .outcome = CACHED_MISS,
			    .expected_status = 304 } } },
		{ "a date", "4.3",
		    { { .response = "Cache-Control: max-age=2\n"
				    "Last-Modified: @-3000",
			  .outcome = CACHED_MISS },
			{ .request = "If-Modified-Since: "
				     "Sun, 06 Nov 1994 08:49:37 GMT",
			    .response = CHANGED,
			    .outcome = CACHED_MISS,
			    .expected_status = 304 } } },
		{ "what is not stored is asked for", "4.3.2",
		    { { .request = "If-None-Match: \"1\"",
			.response = FRESH "\nETag: \"1\"",
			.outcome = CACHED_MISS,
			.expected_status = 304 } } },
	};

	CACHED_RUN(cases);
}
END_TEST

#define PART(name, asked, status, range, content)                       \
	{                                                               \
		name, "3.3",                                            \
		{                                                       \
			{ .response = TAGGED, .outcome = CACHED_MISS }, \
			    { .request = (asked),                       \
				    .outcome = CACHED_HIT,              \
				    .expected_status = (status),        \
				    .header = (range),                  \
				    .text = (content) },                \
		}                                                       \
	}

START_TEST(a_range_of_a_stored_response_is_sent)
{
	static const struct cached_case cases[] = {
		PART("two numbers", "Range: bytes=0-1", 206,
		    "Content-Range: bytes 0-1/10", "01"),
		PART("to the end", "Range: bytes=1-", 206,
		    "Content-Range: bytes 1-9/10", "123456789"),
		PART("the last", "Range: bytes=-1", 206,
		    "Content-Range: bytes 9-9/10", "9"),
		PART("more than there is", "Range: bytes=-99", 206,
		    "Content-Range: bytes 0-9/10", "0123456789"),
		PART("it has its length", "Range: bytes=2-4", 206,
		    "Content-Length: 3", "234"),
		PART("and the headers of the whole", "Range: bytes=2-4", 206,
		    "ETag: \"abcdef\"", "234"),
		PART("and its age", "Range: bytes=2-4", 206, "Age: 3", "234"),
		PART("several are ignored", "Range: bytes=0-1,3-4", 200,
		    "Content-Range:", "0123456789"),
		PART("invalid ones are ignored", "Range: bytes=4-2", 200,
		    "Content-Range:", "0123456789"),
		PART("other units are ignored", "Range: items=0-1", 200,
		    "Content-Range:", "0123456789"),
		PART("beyond the end", "Range: bytes=10-", 416,
		    "Content-Range: bytes */10", NULL),
		PART("nothing of it", "Range: bytes=-0", 416,
		    "Content-Range: bytes */10", NULL),
		PART(
		    "a 416 has no tag", "Range: bytes=10-", 416, "ETag:", NULL),
		PART("If-Range", "Range: bytes=0-1\nIf-Range: \"abcdef\"", 206,
		    "Content-Range: bytes 0-1/10", "01"),
		PART("If-Range of another", "Range: bytes=0-1\nIf-Range: \"x\"",
		    200, "Content-Range:", "0123456789"),
		PART("a condition comes first",
		    "Range: bytes=0-1\nIf-None-Match: \"abcdef\"", 304,
		    "Content-Range:", ""),
		{ "digests of the content are dropped", "RFC 9530 2",
		    { { .response = FRESH "\nContent-Digest: x",
			  .outcome = CACHED_MISS,
			  .header = "Content-Digest: x" },
			{ .request = "Range: bytes=0-1",
			    .outcome = CACHED_HIT,
			    .expected_status = 206,
			    .header = "Content-Digest:" } } },
		{ "those of the representation stay", "RFC 9530 3",
		    { { .response = FRESH "\nRepr-Digest: x",
			  .outcome = CACHED_MISS },
			{ .request = "Range: bytes=0-1",
			    .outcome = CACHED_HIT,
			    .expected_status = 206,
			    .header = "Repr-Digest: x" } } },
		{ "Accept-Ranges: none", "RFC 9110 14.3",
		    { { .response = FRESH "\nAccept-Ranges: none",
			  .outcome = CACHED_MISS },
			{ .request = "Range: bytes=0-1",
			    .outcome = CACHED_HIT,
			    .expected_status = 200 } } },
		{ "no ranges of a 404", "RFC 9110 14.2",
		    { { .status = "404 Not Found",
			  .response = FRESH,
			  .outcome = CACHED_MISS },
			{ .request = "Range: bytes=0-1",
			    .outcome = CACHED_HIT,
			    .expected_status = 404,
			    .text = "0123456789" } } },
		{ "the application's own parts are not stored", "3.3",
		    { { .request = "Range: bytes=-5",
			  .status = "206 Partial Content",
			  .response = FRESH "\nContent-Range: bytes 4-9/10",
			  .outcome = CACHED_MISS },
			{ .request = "Range: bytes=-5",
			    .outcome = CACHED_MISS } } },
		{ "nor are its refusals of parts", "3",
		    { { .request = "Range: bytes=10-",
			  .status = "416 Range Not Satisfiable",
			  .response = FRESH "\nContent-Range: bytes */10",
			  .outcome = CACHED_MISS },
			{ .outcome = CACHED_MISS } } },
		{ "nor of conditions", "3",
		    { { .request = "If-Match: \"b\"",
			  .status = "412 Precondition Failed",
			  .response = FRESH,
			  .outcome = CACHED_MISS },
			{ .outcome = CACHED_MISS } } },
	};

	CACHED_RUN(cases);
}
END_TEST

START_TEST(head_is_answered_from_a_response_to_get)
{
	static const struct cached_case cases[] = {
		{ "HEAD after GET", "4",
		    { { .response = TAGGED, .outcome = CACHED_MISS },
			{ .method = "HEAD",
			    .outcome = CACHED_HIT,
			    .expected_status = 200,
			    .header = "Content-Length: 10",
			    .text = "" } } },
		{ "GET after HEAD", "4",
		    { { .method = "HEAD",
			  .response = TAGGED,
			  .outcome = CACHED_MISS },
			{ .outcome = CACHED_MISS } } },
		{ "HEAD after a GET that is stale", "4.3.5",
		    { { .response = "Cache-Control: max-age=2",
			  .outcome = CACHED_MISS },
			{ .method = "HEAD", .outcome = CACHED_MISS } } },
		{ "HEAD of the same version", "4.3.5",
		    { { .response = TAGGED, .outcome = CACHED_MISS },
			{ .method = "HEAD",
			    .request = "Cache-Control: no-cache",
			    .response = TAGGED,
			    .outcome = CACHED_MISS },
			{ .outcome = CACHED_HIT } } },
		{ "HEAD of another version", "4.3.5",
		    { { .response = TAGGED, .outcome = CACHED_MISS },
			{ .method = "HEAD",
			    .request = "Cache-Control: no-cache",
			    .response = "ETag: \"new\"",
			    .outcome = CACHED_MISS },
			{ .outcome = CACHED_MISS } } },
		{ "HEAD of another length", "4.3.5",
		    { { .response = FRESH, .outcome = CACHED_MISS },
			{ .method = "HEAD",
			    .request = "Cache-Control: no-cache",
			    .body = "other",
			    .outcome = CACHED_MISS },
			{ .outcome = CACHED_MISS } } },
		{ "a failure of HEAD", "4.3.5",
		    { { .response = FRESH, .outcome = CACHED_MISS },
			{ .method = "HEAD",
			    .request = "Cache-Control: no-cache",
			    .status = "503 Service Unavailable",
			    .body = "other",
			    .outcome = CACHED_MISS },
			{ .outcome = CACHED_HIT } } },
		{ "HEAD has no ranges", "RFC 9110 14.2",
		    { { .response = TAGGED, .outcome = CACHED_MISS },
			{ .method = "HEAD",
			    .request = "Range: bytes=0-1",
			    .outcome = CACHED_HIT,
			    .expected_status = 200 } } },
		{ "POST is not stored", "3",
		    { { .method = "POST",
			  .response = FRESH "\nContent-Location: /a",
			  .outcome = CACHED_MISS },
			{ .outcome = CACHED_MISS } } },
	};

	CACHED_RUN(cases);
}
END_TEST

START_TEST(a_status_with_a_lifetime_is_stored)
{
	static const char *const statuses[] = { "200 OK",
		"203 Non-Authoritative Information", "204 No Content",
		"299 Whatever", "301 Moved Permanently", "302 Found",
		"303 See Other", "307 Temporary Redirect",
		"308 Permanent Redirect", "400 Bad Request", "404 Not Found",
		"410 Gone", "499 Whatever", "500 Internal Server Error",
		"502 Bad Gateway", "503 Service Unavailable",
		"504 Gateway Timeout", "599 Whatever" };
	size_t i;

	for (i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		const int code = atoi(statuses[i]);
		const char *body = code == 204 || code / 100 == 3 ? "" : NULL;
		const struct cached_case cases[] = {
			{ statuses[i], "3, with a lifetime",
			    { { .status = statuses[i],
				  .response = FRESH,
				  .body = body,
				  .outcome = CACHED_MISS,
				  .expected_status = code },
				{ .outcome = CACHED_HIT,
				    .expected_status = code,
				    .text = body } } },
			{ statuses[i], "3, stale",
			    { { .status = statuses[i],
				  .response = "Expires: @-5000\nDate: @0",
				  .body = body,
				  .outcome = CACHED_MISS },
				{ .outcome = CACHED_MISS } } },
		};

		CACHED_RUN(cases);
	}
}
END_TEST

/* The default of the site counts for these, and those that are public. */
START_TEST(some_statuses_are_stored_by_default)
{
	static const struct {
		const char *status;
		enum cached_outcome outcome;
	} statuses[] = {
		{ "200 OK", CACHED_HIT },
		{ "201 Created", CACHED_MISS },
		{ "202 Accepted", CACHED_MISS },
		{ "203 Non-Authoritative Information", CACHED_HIT },
		{ "204 No Content", CACHED_HIT },
		{ "302 Found", CACHED_MISS },
		{ "403 Forbidden", CACHED_MISS },
		{ "404 Not Found", CACHED_HIT },
		{ "405 Method Not Allowed", CACHED_HIT },
		{ "410 Gone", CACHED_HIT },
		{ "414 URI Too Long", CACHED_HIT },
		{ "501 Not Implemented", CACHED_HIT },
		{ "502 Bad Gateway", CACHED_MISS },
		{ "503 Service Unavailable", CACHED_MISS },
		{ "504 Gateway Timeout", CACHED_MISS },
		{ "599 Unknown", CACHED_MISS },
	};
	static const struct cached_case understand[] = {
		{ "must-understand", "5.2.2.3",
		    { { .status = "599 Whatever",
			  .response = "Cache-Control: max-age=3600, no-store, "
				      "must-understand",
			  .outcome = CACHED_MISS },
			{ .outcome = CACHED_MISS } } },
	};
	size_t i;

	for (i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		const struct cached_case cases[] = {
			{ statuses[i].status, "RFC 9110 15.1",
			    { { .status = statuses[i].status,
				  .outcome = CACHED_MISS,
				  .pause = -3 },
				{ .outcome = statuses[i].outcome } } },
			{ statuses[i].status, "5.2.2.9",
			    { { .status = statuses[i].status,
				  .response = "Cache-Control: public",
				  .outcome = CACHED_MISS,
				  .pause = -3 },
				{ .outcome = CACHED_HIT } } },
		};

		CACHED_RUN(cases);
	}
	CACHED_RUN(understand);
}
END_TEST

/* Stricter than RFC 9111 section 3.5: the application checks who asks. */
START_TEST(a_request_with_credentials_asks_the_application)
{
	static const char *const controls[] = { "max-age=100000",
		"max-age=3600, public", "max-age=3600, must-revalidate",
		"s-maxage=3600" };
	static const char *const names[] = { "Authorization: FOO",
		"Cookie: a=b" };
	char headers[80];
	size_t i, j;

	for (i = 0; i < sizeof(controls) / sizeof(controls[0]); i++)
		for (j = 0; j < sizeof(names) / sizeof(names[0]); j++) {
			const struct cached_case cases[] = {
				{ controls[i], "3.5",
				    { { .request = names[j],
					  .response = headers,
					  .outcome = CACHED_MISS },
					{ .response = headers,
					    .outcome = CACHED_MISS },
					{ .outcome = CACHED_HIT },
					{ .request = names[j],
					    .outcome = CACHED_MISS } } },
			};

			snprintf(headers, sizeof(headers), "Cache-Control: %s",
			    controls[i]);
			CACHED_RUN(cases);
		}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_condition_is_evaluated_with_the_stored_validators,
		if_match_asks_the_application,
		a_stale_response_does_not_answer_a_condition,
		a_range_of_a_stored_response_is_sent,
		head_is_answered_from_a_response_to_get,
		a_status_with_a_lifetime_is_stored,
		some_statuses_are_stored_by_default,
		a_request_with_credentials_asks_the_application,
		NULL,
	};

	return unit_run("middleware/cached_answer", tests);
}
