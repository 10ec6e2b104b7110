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
		    "'%s'", cases[i].status);
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
	struct gantry_error error;
	int64_t length;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct gantry_header headers[] = {
			{ "Content-Type", "text/plain" },
			{ cases[i].name, cases[i].value },
			{ NULL, NULL },
		};

		error.code = GANTRY_ERROR_NONE;
		ck_assert_msg(
		    headers_check(headers, &length, &error) == cases[i].result,
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
	int64_t length;
	size_t i;
	int result;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct gantry_header headers[] = {
			{ "content-LENGTH", cases[i].text },
			{ NULL, NULL },
		};

		result = headers_check(headers, &length, NULL);
		ck_assert_msg(result == (cases[i].length == -2 ? -1 : 0),
		    "'%s'", cases[i].text);
		if (result == 0)
			ck_assert_int_eq(length, cases[i].length);
	}
}
END_TEST

START_TEST(no_content_length_is_told_from_zero)
{
	static const struct gantry_header none[] = { { NULL, NULL } };
	int64_t length = 5;

	ck_assert_int_eq(headers_check(none, &length, NULL), 0);
	ck_assert_int_eq(length, CONTENT_LENGTH_NONE);
}
END_TEST

START_TEST(two_content_lengths_are_refused)
{
	static const struct gantry_header headers[] = {
		{ "Content-Length", "4" },
		{ "Content-Length", "4" },
		{ NULL, NULL },
	};
	int64_t length;

	ck_assert_int_eq(headers_check(headers, &length, NULL), -1);
}
END_TEST

START_TEST(a_header_may_be_repeated)
{
	static const struct gantry_header headers[] = {
		{ "Set-Cookie", "a=1" },
		{ "Set-Cookie", "b=2" },
		{ NULL, NULL },
	};
	int64_t length;

	ck_assert_int_eq(headers_check(headers, &length, NULL), 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_status_is_three_digits_and_a_reason,
		a_header_is_checked_by_name_and_value,
		a_content_length_is_read,
		no_content_length_is_told_from_zero,
		two_content_lengths_are_refused,
		a_header_may_be_repeated,
		NULL,
	};

	return unit_run("gate/headers", tests);
}
