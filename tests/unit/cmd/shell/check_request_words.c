/*
 * From a typed line to a request.
 */
#include <stdio.h>
#include <string.h>

#include "cmd/shell/request_words.h"
#include "unit.h"

static struct request_words words;
static struct gantry_error error;

static void
read_line(const char *line)
{
	request_words_clear(&words);
	ck_assert_msg(request_words_read(&words, line, &error) == 0, "%s: %s",
	    line, error.text);
}

static void
assert_refused(const char *line, const char *part)
{
	request_words_clear(&words);
	ck_assert_msg(request_words_read(&words, line, &error) == -1,
	    "%s is taken", line);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_msg(
	    strstr(error.text, part) != NULL, "%s: %s", line, error.text);
}

static void
assert_body(const char *expected)
{
	ck_assert(words.has_body);
	ck_assert_uint_eq(words.body.length, strlen(expected));
	ck_assert_mem_eq(words.body.data, expected, strlen(expected));
}

START_TEST(the_target_is_encoded_once)
{
	read_line("GET '/a b%20c' 'q=x&y' z==%");
	ck_assert_str_eq(words.target, "/a%20b%20c?q=x%26y&z=%25");
	read_line("GET /a?b#c d=e");
	ck_assert_str_eq(words.target, "/a?b");
}
END_TEST

START_TEST(a_colon_before_an_equals_sign_makes_a_header)
{
	read_line("GET /a X-A:b=c time=12:30 X-B: 'd e'");
	ck_assert_str_eq(words.target, "/a?time=12%3A30");
	ck_assert_uint_eq(words.header_count, 2);
	ck_assert_str_eq(words.headers[0], "X-A: b=c");
	ck_assert_str_eq(words.headers[1], "X-B: d e");
	ck_assert_ptr_null(words.headers[2]);
	ck_assert(request_words_has_header(&words, "x-a"));
	ck_assert(!request_words_has_header(&words, "x"));
}
END_TEST

START_TEST(fields_are_a_form_or_an_object)
{
	read_line("POST /a x=1 y=");
	assert_body("x=1&y=");
	ck_assert_str_eq(words.headers[0],
	    "Content-Type: application/x-www-form-urlencoded");
	read_line("PATCH /a x=1 'y:={\"z\": null}'");
	assert_body("{\"x\":\"1\",\"y\":{\"z\": null}}");
	ck_assert_str_eq(words.headers[0], "Content-Type: application/json");
	read_line("DELETE /a x=1");
	ck_assert(!words.has_body);
}
END_TEST

START_TEST(the_method_follows_from_the_body)
{
	read_line("/a");
	ck_assert_str_eq(words.method, "GET");
	read_line("/a :text");
	ck_assert_str_eq(words.method, "POST");
	ck_assert(words.has_body);
	ck_assert_uint_eq(words.body.length, 0);
	read_line("delete /a");
	ck_assert_str_eq(words.method, "DELETE");
	read_line("purge /a");
	ck_assert_str_eq(words.method, "purge");
}
END_TEST

START_TEST(what_is_not_a_request_is_refused)
{
	assert_refused("", "the path is missing");
	assert_refused("GET", "the path is missing; for example: GET /");
	assert_refused("G{T /", "'G{T' is not a method");
	assert_refused("GET a", "begin it with a slash");
	assert_refused("GET / =a", "has no name");
	assert_refused("POST / :=1", "is not a body");
	assert_refused("POST / a:=b", "the value of 'a' is not JSON");
	assert_refused("GET / 'a b:c'", "'a b' is not the name of a header");
	assert_refused("GET / A: 'b\001'", "has a control character");
	assert_refused("POST / :xml <a/>", "give :json or :text");
}
END_TEST

START_TEST(two_bodies_are_refused)
{
	unit_write_text(unit_path("one"), "1");
	char line[512];

	snprintf(line, sizeof(line), "POST / @%s :text 2", unit_path("one"));
	assert_refused(line, "is a second body");
	assert_refused("POST / a=1 :text 2", "give one of them");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_target_is_encoded_once,
		a_colon_before_an_equals_sign_makes_a_header,
		fields_are_a_form_or_an_object,
		the_method_follows_from_the_body,
		what_is_not_a_request_is_refused,
		two_bodies_are_refused,
		NULL,
	};

	return unit_run("cmd/shell/request_words", tests);
}
