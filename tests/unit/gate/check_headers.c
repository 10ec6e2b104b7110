/*
 * What start_response may be given.
 */
#include <string.h>

#include "gate/headers.h"
#include "unit.h"

START_TEST(a_status_is_three_digits_and_a_reason)
{
	static const struct {
		const char *status;
		int number;
	} cases[] = {
		{ "200 OK", 200 },
		{ "404 Not Found", 404 },
		{ "599 Whatever", 599 },
		{ "200 X", 200 },
		{ "299 caf\xc3\xa9", 299 },
		{ "", -1 },
		{ "2", -1 },
		{ "20", -1 },
		{ "200", -1 },
		{ "200 ", -1 },
		{ "200  OK", -1 },
		{ "200OK", -1 },
		{ "2000 OK", -1 },
		{ "20 OK", -1 },
		{ " 200 OK", -1 },
		{ "abc OK", -1 },
		{ "-20 OK", -1 },
		{ "100 Continue", -1 },
		{ "199 Low", -1 },
		{ "600 High", -1 },
		{ "000 Nil", -1 },
		{ "200 OK ", -1 },
		{ NULL, -1 },
		{ "200 O\nK", -1 },
		{ "200 O\rK", -1 },
		{ "200 OK\r\nX: y", -1 },
		{ "200 O\tK", -1 },
		{ "200 O\x7fK", -1 },
	};
	struct gantry_error error;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		error.code = GANTRY_ERROR_NONE;
		ck_assert_msg(
		    status_check(cases[i].status, &error) == cases[i].number,
		    "case %zu", i);
		ck_assert_int_eq(error.code,
		    cases[i].number == -1 ? GANTRY_ERROR_INPUT
					  : GANTRY_ERROR_NONE);
	}
}
END_TEST

START_TEST(a_header_is_checked_by_name_and_value)
{
	static const struct {
		const char *name, *value;
		int result;
	} cases[] = {
		{ "Content-Type", "text/plain", 0 },
		{ "X", "", 0 },
		{ "X-1", "a b", 0 },
		{ "X_Y", "caf\xc3\xa9", 0 },
		{ "Content-Length", "0", 0 },
		{ "Location", "", -1 },
		{ "Content-Type", "", -1 },
		{ "Statuses", "x", 0 },
		{ "Connections", "x", 0 },
		{ "", "x", -1 },
		{ "1X", "x", -1 },
		{ "-X", "x", -1 },
		{ "X-", "x", -1 },
		{ "X_", "x", -1 },
		{ "X Y", "x", -1 },
		{ "X:", "x", -1 },
		{ "X\r\nY", "x", -1 },
		{ "caf\xc3\xa9", "x", -1 },
		{ "Status", "200 OK", -1 },
		{ "sTATUS", "200 OK", -1 },
		{ "Connection", "close", -1 },
		{ "keep-alive", "5", -1 },
		{ "Proxy-Authenticate", "x", -1 },
		{ "Proxy-Authorization", "x", -1 },
		{ "TE", "trailers", -1 },
		{ "Trailer", "x", -1 },
		{ "Trailers", "x", -1 },
		{ "TRANSFER-ENCODING", "chunked", -1 },
		{ "Upgrade", "websocket", -1 },
		{ "X", NULL, -1 },
		{ "X", "a\nb", -1 },
		{ "X", "a\rb", -1 },
		{ "X", "a\tb", -1 },
		{ "X", "a\x01", -1 },
		{ "X", "a\x7f", -1 },
	};
	struct headers_facts facts;
	struct gantry_error error;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct gantry_header headers[] = {
			{ "X-Base", "x" },
			{ cases[i].name, cases[i].value },
			{ NULL, NULL },
		};

		error.code = GANTRY_ERROR_NONE;
		ck_assert_msg(
		    headers_check(headers, &facts, &error) == cases[i].result,
		    "case %zu, '%s'", i, cases[i].name);
		ck_assert_int_eq(error.code,
		    cases[i].result == -1 ? GANTRY_ERROR_INPUT
					  : GANTRY_ERROR_NONE);
	}
}
END_TEST

START_TEST(a_content_length_is_read)
{
	static const struct {
		const char *text;
		int64_t length; /* -2: refused */
	} cases[] = {
		{ "0", 0 },
		{ "65536", 65536 },
		{ "1000000000000000000", 1000000000000000000 },
		{ "", -2 },
		{ "-1", -2 },
		{ "+1", -2 },
		{ " 1", -2 },
		{ "1 ", -2 },
		{ "1x", -2 },
		{ "0x1", -2 },
		{ "1.0", -2 },
		{ "99999999999999999999", -2 },
	};
	struct headers_facts facts;
	size_t i;
	int result;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct gantry_header headers[] = {
			{ "content-LENGTH", cases[i].text },
			{ NULL, NULL },
		};

		result = headers_check(headers, &facts, NULL);
		ck_assert_msg(result == (cases[i].length == -2 ? -1 : 0),
		    "'%s'", cases[i].text);
		if (result == 0)
			ck_assert_int_eq(facts.content_length, cases[i].length);
	}
}
END_TEST

START_TEST(facts_are_found)
{
	static const struct gantry_header none[] = { { NULL, NULL } };
	static const struct gantry_header both[] = {
		{ "location", "/a" },
		{ "CONTENT-TYPE", "text/css" },
		{ NULL, NULL },
	};
	struct headers_facts facts;

	ck_assert_int_eq(headers_check(none, &facts, NULL), 0);
	ck_assert_int_eq(facts.content_length, CONTENT_LENGTH_NONE);
	ck_assert(!facts.has_type && !facts.has_location);
	ck_assert_uint_eq(facts.size, 0);
	ck_assert_int_eq(headers_check(both, &facts, NULL), 0);
	ck_assert_int_eq(facts.content_length, CONTENT_LENGTH_NONE);
	ck_assert(facts.has_type && facts.has_location);
	ck_assert_uint_eq(facts.size,
	    strlen("location: /a\r\n") + strlen("CONTENT-TYPE: text/css\r\n"));
}
END_TEST

START_TEST(a_missing_table_is_an_error)
{
	struct headers_facts facts;

	ck_assert_int_eq(headers_check(NULL, &facts, NULL), -1);
}
END_TEST

START_TEST(headers_that_are_not_lists_are_given_once)
{
	static const struct {
		const char *first, *second;
		int result;
	} cases[] = {
		{ "Set-Cookie", "Set-Cookie", 0 },
		{ "Vary", "Vary", 0 },
		{ "X-Any", "X-Any", 0 },
		{ "Date", "Age", 0 },
		{ "Access-Control-Allow-Origin", "access-control-allow-origin",
		    -1 },
		{ "Age", "Age", -1 },
		{ "Content-Length", "CONTENT-LENGTH", -1 },
		{ "Content-Location", "Content-Location", -1 },
		{ "Content-Range", "Content-Range", -1 },
		{ "Content-Type", "content-type", -1 },
		{ "Date", "date", -1 },
		{ "ETag", "Etag", -1 },
		{ "Expires", "Expires", -1 },
		{ "Last-Modified", "Last-modified", -1 },
		{ "Location", "location", -1 },
		{ "Retry-After", "Retry-After", -1 },
		{ "Server", "Server", -1 },
	};
	struct headers_facts facts;
	struct gantry_error error;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct gantry_header headers[] = {
			{ cases[i].first, "4" },
			{ "X-Between", "x" },
			{ cases[i].second, "4" },
			{ NULL, NULL },
		};

		error.text[0] = '\0';
		ck_assert_msg(
		    headers_check(headers, &facts, &error) == cases[i].result,
		    "%s", cases[i].first);
		ck_assert((strstr(error.text, "given twice") != NULL) ==
		    (cases[i].result == -1));
	}
}
END_TEST

START_TEST(headers_go_with_their_status)
{
	static const struct {
		int status;
		bool has_type, has_location, has_length;
		const char *rule; /* NULL: none is broken */
	} cases[] = {
		{ 200, true, false, false, NULL },
		{ 200, true, false, true, NULL },
		{ 200, false, false, false, "must have a Content-Type" },
		{ 302, false, true, false, "must have a Content-Type" },
		{ 500, false, false, true, "must have a Content-Type" },
		{ 204, false, false, false, NULL },
		{ 304, false, false, false, NULL },
		{ 304, false, false, true, NULL },
		{ 204, false, false, true,
		    "a 204 must not have a Content-Length" },
		{ 204, true, false, false,
		    "a 204 must not have a Content-Type" },
		{ 304, true, false, false,
		    "a 304 must not have a Content-Type" },
		{ 200, true, true, false, "not with 200" },
		{ 201, true, true, false, NULL },
		{ 302, true, true, false, NULL },
	};
	struct gantry_error error;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct headers_facts facts = {
			.content_length =
			    cases[i].has_length ? 4 : CONTENT_LENGTH_NONE,
			.has_type = cases[i].has_type,
			.has_location = cases[i].has_location,
		};
		const char *rule = cases[i].rule;

		ck_assert_msg(headers_match(cases[i].status, &facts, &error) ==
			(rule == NULL ? 0 : -1),
		    "case %zu", i);
		ck_assert_msg(rule == NULL || strstr(error.text, rule) != NULL,
		    "case %zu: %s", i, error.text);
	}
}
END_TEST

START_TEST(headers_beyond_64_kib_are_rejected)
{
	static char value[HEADERS_SIZE_MAX];
	const struct gantry_header headers[] = { { "X", value },
		{ NULL, NULL } };
	const size_t most = HEADERS_SIZE_MAX - strlen("X: \r\n");
	struct headers_facts facts;
	struct gantry_error error;

	memset(value, 'x', most);
	ck_assert_int_eq(headers_check(headers, &facts, &error), 0);
	value[most] = 'x';
	ck_assert_int_eq(headers_check(headers, &facts, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_status_is_three_digits_and_a_reason,
		a_header_is_checked_by_name_and_value,
		a_content_length_is_read,
		facts_are_found,
		a_missing_table_is_an_error,
		headers_that_are_not_lists_are_given_once,
		headers_go_with_their_status,
		headers_beyond_64_kib_are_rejected,
		NULL,
	};

	return unit_run("gate/headers", tests);
}
