/*
 * The start of an answer of a program that was written for another server: what
 * is repaired, and what is refused.
 */
#include <string.h>

#include "gate/foreign/foreign_mount.h"
#include "unit.h"

#define ROW(...)             \
	{                    \
		__VA_ARGS__, \
		{            \
			NULL \
		}            \
	}

static struct gantry_environ environ_;
static struct foreign_answer answer;
static struct gantry_error error;

static int
repair(const char *status, const struct gantry_header *headers)
{
	error.code = GANTRY_ERROR_NONE;
	return foreign_repair(&answer, &environ_, status, headers, &error);
}

/* "Name: value, Name: value" of the repaired headers. */
static const char *
all(void)
{
	static char text[1024];
	const struct gantry_header *header = answer.headers;

	*text = '\0';
	for (; header->name != NULL; header++) {
		if (*text != '\0')
			strcat(text, ", ");
		strcat(strcat(strcat(text, header->name), ": "), header->value);
	}
	return text;
}

static const struct gantry_header typed[] = { { "Content-Type", "text/plain" },
	{ NULL, NULL } };

START_TEST(a_valid_answer_stays_as_it_is)
{
	environ_init(&environ_);
	ck_assert_int_eq(repair("404 Not Found", typed), 0);
	ck_assert_int_eq(answer.status, 404);
	ck_assert_str_eq(answer.line, "404 Not Found");
	ck_assert_str_eq(all(), "Content-Type: text/plain");
	ck_assert_uint_eq(answer.repairs, 0);
	ck_assert_int_eq(answer.content_length, -1);
	environ_clear(&environ_);
}
END_TEST

START_TEST(a_status_gets_its_reason)
{
	static const char *const pairs[][2] = {
		{ "200", "200 OK" },
		{ "201 ", "201 Created" },
		{ " 404", "404 Not Found" },
		{ "599", "599 Status 599" },
		{ "200 Fine\tthanks ", "200 Fine thanks" },
	};
	size_t i;

	environ_init(&environ_);
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		ck_assert_int_eq(repair(pairs[i][0], typed), 0);
		ck_assert_str_eq(answer.line, pairs[i][1]);
		ck_assert_uint_gt(answer.repairs, 0);
	}
	environ_clear(&environ_);
}
END_TEST

START_TEST(a_status_that_means_nothing_is_refused)
{
	static const char *const statuses[] = { "", "20", "OK", "2000 OK",
		"200OK", "100 Continue", "103 Early Hints", "600 No", "-20 OK",
		"200 O\nK", "200 O\x7fK" };
	size_t i;

	environ_init(&environ_);
	for (i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		ck_assert_msg(
		    repair(statuses[i], typed) == -1, "%s", statuses[i]);
	ck_assert_int_eq(repair(NULL, typed), -1);
	ck_assert_int_eq(repair("200 OK", NULL), -1);
	environ_clear(&environ_);
}
END_TEST

START_TEST(what_must_not_be_sent_is_dropped)
{
	static const struct gantry_header headers[] = {
		{ "Connection", "close" },
		{ "keep-alive", "5" },
		{ "Transfer-Encoding", "chunked" },
		{ "Status", "404 Not Found" },
		{ "bad name", "1" },
		{ "", "1" },
		{ "Content-Type", "" },
		{ "X-End-", "kept" },
		{ "9-*odd", "kept" },
		{ NULL, NULL },
	};

	environ_init(&environ_);
	ck_assert_int_eq(repair("200 OK", headers), 0);
	ck_assert_str_eq(all(), "X-End-: kept, 9-*odd: kept");
	ck_assert_uint_eq(answer.repairs, 7);
	environ_clear(&environ_);
}
END_TEST

START_TEST(an_answer_without_content_does_not_describe_it)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ "Content-Length", "0" },
		{ "ETag", "\"a\"" },
		{ NULL, NULL },
	};

	environ_init(&environ_);
	ck_assert_int_eq(repair("204 No Content", headers), 0);
	ck_assert_str_eq(all(), "ETag: \"a\"");
	ck_assert_int_eq(answer.content_length, -1);
	ck_assert_int_eq(repair("304", headers), 0);
	ck_assert_str_eq(all(), "ETag: \"a\"");
	ck_assert_int_eq(repair("200 OK", headers), 0);
	ck_assert_int_eq(answer.content_length, 0);
	environ_clear(&environ_);
}
END_TEST

START_TEST(the_last_of_two_is_kept)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/html" },
		{ "Set-Cookie", "a=1" },
		{ "content-type", " text/plain\t" },
		{ "Set-Cookie", "b=2" },
		{ "Content-Length", "5" },
		{ "Content-Length", "5" },
		{ NULL, NULL },
	};

	environ_init(&environ_);
	ck_assert_int_eq(repair("200 OK", headers), 0);
	ck_assert_str_eq(all(),
	    "content-type: text/plain, Set-Cookie: a=1, Set-Cookie: b=2, "
	    "Content-Length: 5");
	environ_clear(&environ_);
}
END_TEST

START_TEST(what_could_inject_a_header_is_refused)
{
	static const struct gantry_header tables[][3] = {
		ROW({ "X-A", "a\r\nB: c" }),
		ROW({ "X-A", "a\nb" }),
		ROW({ "X-A", "\x01" }),
		ROW({ "X-A\r\nB", "c" }),
		ROW({ "X-A", NULL }),
		ROW({ "Content-Length", "five" }),
		ROW({ "Content-Length", "" }),
		ROW({ "Content-Length", "99999999999999999999" }),
		{ { "Content-Length", "5" }, { "Content-Length", "6" },
		    { NULL } },
	};
	size_t i;

	environ_init(&environ_);
	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		ck_assert_msg(repair("200 OK", tables[i]) == -1, "row %zu", i);
	environ_clear(&environ_);
}
END_TEST

START_TEST(the_headers_have_at_most_64_kib)
{
	static char value[70000];
	const struct gantry_header headers[] = { { "X-A", value },
		{ NULL, NULL } };

	memset(value, 'a', sizeof(value) - 1);
	environ_init(&environ_);
	ck_assert_int_eq(repair("200 OK", headers), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	value[65000] = '\0';
	ck_assert_int_eq(repair("200 OK", headers), 0);
	environ_clear(&environ_);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_valid_answer_stays_as_it_is,
		a_status_gets_its_reason,
		a_status_that_means_nothing_is_refused,
		what_must_not_be_sent_is_dropped,
		an_answer_without_content_does_not_describe_it,
		the_last_of_two_is_kept,
		what_could_inject_a_header_is_refused,
		the_headers_have_at_most_64_kib,
		NULL,
	};

	return unit_run("gate/foreign_answer", tests);
}
