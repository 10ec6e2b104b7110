/*
 * What an application writes, and what reaches the connection.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/play.h"
#include "gate/reply_finish.h"
#include "unit.h"

#define GATHERED 65536 /* bytes that are sent whole */

static const struct gantry_header plain[] = {
	{ "Content-Type", "text/plain" },
	{ NULL, NULL },
};

static const struct gantry_header four_bytes[] = {
	{ "Content-Type", "text/plain" },
	{ "Content-Length", "4" },
	{ NULL, NULL },
};

static const struct gantry_header bare[] = { { NULL, NULL } };

static const struct gantry_header four_bare_bytes[] = {
	{ "Content-Length", "4" },
	{ NULL, NULL },
};

static char many[GATHERED + 1];

static struct play *
played(const struct gantry_environ *environ)
{
	return gantry_environ_state(environ);
}

static void
assert_problem_500(const struct play *play)
{
	ck_assert_int_eq(play->result, 0);
	ck_assert_int_eq(play->answer.status, 500);
	ck_assert_str_eq(answer_header(&play->answer, "Content-Type"),
	    "application/problem+json");
	ck_assert_str_eq(play->answer.body,
	    "{\"status\":500,\"title\":\"Internal Server Error\",\"detail\":"
	    "\"The application failed; the server's log says why.\","
	    "\"request_id\":\"it\"}\n");
	ck_assert_str_eq(answer_header(&play->answer, "X-Request-Id"), "it");
	ck_assert_ptr_nonnull(strstr(play->log, "error: [it] GET /played: "));
}

static void
assert_length(const struct play *play, size_t length)
{
	char text[32];

	snprintf(text, sizeof(text), "%zu", length);
	ck_assert_pstr_eq(answer_header(&play->answer, "Content-Length"), text);
}

static int
say_hey(struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body = start_response(environ, "200 OK", plain);

	ck_assert_int_eq(gantry_write(body, "he", 2), 0);
	ck_assert_int_eq(gantry_write(body, "", 0), 0);
	ck_assert_int_eq(gantry_write(body, "y!", 2), 0);
	ck_assert_uint_eq(played(environ)->writes, 0);
	return 0;
}

START_TEST(a_small_answer_is_sent_whole_with_its_length)
{
	struct play it = { 0 };

	play(&it, say_hey);
	ck_assert_int_eq(it.result, 0);
	ck_assert_int_eq(it.answer.status, 200);
	ck_assert_str_eq(it.answer.reason, "OK");
	ck_assert_str_eq(
	    answer_header(&it.answer, "Content-Type"), "text/plain");
	assert_length(&it, 4);
	ck_assert_str_eq(it.answer.body, "hey!");
	ck_assert_str_eq(it.log, "");
	play_clear(&it);
}
END_TEST

static int
say_nothing(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	return start_response(environ, "404 Not Found", plain) == NULL;
}

START_TEST(an_empty_answer_has_length_0)
{
	struct play it = { 0 };

	play(&it, say_nothing);
	ck_assert_int_eq(it.result, 0);
	ck_assert_int_eq(it.answer.status, 404);
	ck_assert_str_eq(it.answer.reason, "Not Found");
	assert_length(&it, 0);
	ck_assert_uint_eq(it.answer.body_length, 0);
	play_clear(&it);
}
END_TEST

static int
write_gathered(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body = start_response(environ, "200 OK", plain);

	ck_assert_int_eq(gantry_write(body, many, GATHERED), 0);
	ck_assert_uint_eq(played(environ)->writes, 0);
	return 0;
}

static int
write_more(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body = start_response(environ, "200 OK", plain);

	ck_assert_int_eq(gantry_write(body, many, GATHERED), 0);
	ck_assert_int_eq(gantry_write(body, many, 1), 0);
	ck_assert_uint_gt(played(environ)->writes, 0);
	return gantry_write(body, "end", 3);
}

START_TEST(up_to_64_kib_are_gathered)
{
	struct play it = { 0 };

	memset(many, 'm', sizeof(many));
	play(&it, write_gathered);
	ck_assert_int_eq(it.result, 0);
	assert_length(&it, GATHERED);
	ck_assert_uint_eq(it.answer.body_length, GATHERED);
	play_clear(&it);
}
END_TEST

START_TEST(more_is_sent_as_it_comes_without_a_length)
{
	struct play it = { 0 };

	memset(many, 'm', sizeof(many));
	play(&it, write_more);
	ck_assert_int_eq(it.result, 0);
	ck_assert_ptr_null(answer_header(&it.answer, "Content-Length"));
	ck_assert_uint_eq(it.answer.body_length, GATHERED + 4);
	ck_assert_mem_eq(it.answer.body, many, GATHERED + 1);
	ck_assert_str_eq(it.answer.body + GATHERED + 1, "end");
	play_clear(&it);
}
END_TEST

static int
change_headers(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	char value[] = "first";
	const struct gantry_header headers[] = {
		{ "X-First", value },
		{ "Content-Type", "text/plain" },
		{ "Set-Cookie", "a=1" },
		{ "Set-Cookie", "b=2" },
		{ NULL, NULL },
	};
	struct gantry_body *body = start_response(environ, "200 OK", headers);

	memset(value, 'x', sizeof(value) - 1);
	return gantry_write(body, "x", 1);
}

START_TEST(headers_are_copied_and_keep_their_order)
{
	struct play it = { 0 };

	play(&it, change_headers);
	ck_assert_ptr_eq(strstr(it.answer.head,
			     "Status: 200 OK\r\nX-First: first\r\n"
			     "Content-Type: text/plain\r\n"
			     "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n"),
	    it.answer.head);
	play_clear(&it);
}
END_TEST

static int
say_four_bytes(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	return gantry_write(
	    start_response(environ, "200 OK", four_bytes), "hey!", 4);
}

START_TEST(head_has_the_headers_of_get_and_no_body)
{
	gantry_app *const applications[] = { say_hey, say_four_bytes };
	size_t i;

	for (i = 0; i < 2; i++) {
		struct play it = { .method = "HEAD" };

		play(&it, applications[i]);
		ck_assert_int_eq(it.result, 0);
		ck_assert_int_eq(it.answer.status, 200);
		assert_length(&it, 4);
		ck_assert_uint_eq(it.answer.body_length, 0);
		play_clear(&it);
	}
}
END_TEST

static int
promise_four_bytes(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	return start_response(environ, "200 OK", four_bytes) == NULL;
}

START_TEST(head_need_not_write_what_get_would)
{
	struct play it = { .method = "HEAD" };

	play(&it, promise_four_bytes);
	ck_assert_int_eq(it.result, 0);
	ck_assert_int_eq(it.answer.status, 200);
	assert_length(&it, 4);
	play_clear(&it);

	it = (struct play){ .method = "HEAD" };
	play(&it, say_nothing);
	ck_assert_int_eq(it.answer.status, 404);
	ck_assert_ptr_null(answer_header(&it.answer, "Content-Length"));
	play_clear(&it);
}
END_TEST

static int
answer_204(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	return gantry_write(
	    start_response(environ, "204 No Content", bare), "dropped", 7);
}

static int
answer_304(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	return gantry_write(
	    start_response(environ, "304 Not Modified", bare), "dropped", 7);
}

START_TEST(answers_204_and_304_have_no_body_and_no_length)
{
	struct play it = { 0 };

	play(&it, answer_204);
	ck_assert_int_eq(it.result, 0);
	ck_assert_int_eq(it.answer.status, 204);
	ck_assert_ptr_null(answer_header(&it.answer, "Content-Length"));
	ck_assert_uint_eq(it.answer.body_length, 0);
	play_clear(&it);

	it = (struct play){ 0 };
	play(&it, answer_304);
	ck_assert_int_eq(it.result, 0);
	ck_assert_int_eq(it.answer.status, 304);
	ck_assert_ptr_null(answer_header(&it.answer, "Content-Length"));
	ck_assert_uint_eq(it.answer.body_length, 0);
	play_clear(&it);
}
END_TEST

static int
measure_204(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	start_response(environ, "204 No Content", four_bare_bytes);
	return 0;
}

static int
measure_304(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	return start_response(environ, "304 Not Modified", four_bare_bytes) ==
	    NULL;
}

START_TEST(a_304_may_say_how_long_it_would_be_and_a_204_may_not)
{
	struct play it = { .request_id = "it" };

	play(&it, measure_304);
	ck_assert_int_eq(it.result, 0);
	ck_assert_int_eq(it.answer.status, 304);
	assert_length(&it, 4);
	play_clear(&it);

	it = (struct play){ .request_id = "it" };
	play(&it, measure_204);
	assert_problem_500(&it);
	play_clear(&it);
}
END_TEST

static int
start_twice(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body = start_response(environ, "200 OK", plain);

	ck_assert_int_eq(gantry_write(body, "hey!", 4), 0);
	ck_assert_ptr_null(start_response(environ, "201 Created", plain));
	ck_assert_int_eq(gantry_write(body, "more", 4), -1);
	ck_assert_int_eq(gantry_flush(body), -1);
	return 0;
}

START_TEST(a_second_start_response_is_a_500)
{
	struct play it = { .request_id = "it" };

	play(&it, start_twice);
	assert_problem_500(&it);
	ck_assert_ptr_nonnull(strstr(it.log, "called twice"));
	play_clear(&it);
}
END_TEST

static int
start_twice_after_sending(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body = start_response(environ, "200 OK", plain);

	ck_assert_int_eq(gantry_write(body, "hey!", 4), 0);
	ck_assert_int_eq(gantry_flush(body), 0);
	ck_assert_ptr_null(start_response(environ, "201 Created", plain));
	return 0;
}

START_TEST(a_second_start_response_after_sending_breaks_the_answer)
{
	struct play it = { 0 };

	play(&it, start_twice_after_sending);
	ck_assert_int_eq(it.result, -1);
	ck_assert_str_eq(it.answer.body, "hey!");
	play_clear(&it);
}
END_TEST

static int
start_badly(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body = start_response(environ, "200", plain);

	ck_assert_ptr_null(body);
	ck_assert_int_eq(gantry_write(body, "hey!", 4), -1);
	ck_assert_int_eq(gantry_flush(body), -1);
	return 0;
}

static int
send_bad_header(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "X-Split", "a\r\nSet-Cookie: b" },
		{ NULL, NULL },
	};

	ck_assert_ptr_null(start_response(environ, "200 OK", headers));
	return 0;
}

static int
never_start(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	(void)environ;
	(void)start_response;
	return 0;
}

START_TEST(a_broken_rule_is_a_500_and_is_logged)
{
	static const struct {
		gantry_app *application;
		const char *rule;
	} cases[] = {
		{ start_badly, "three digits" },
		{ send_bad_header, "the value of X-Split" },
		{ never_start, "without start_response" },
		{ promise_four_bytes, "shorter than its Content-Length" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct play it = { .request_id = "it" };

		play(&it, cases[i].application);
		assert_problem_500(&it);
		ck_assert_msg(strstr(it.log, cases[i].rule) != NULL,
		    "case %zu: %s", i, it.log);
		play_clear(&it);
	}
}
END_TEST

static int
restart(struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body = start_response(environ, "200 OK", plain);
	struct gantry_error error;

	ck_assert_int_eq(gantry_write(body, "forgotten", 9), 0);
	gantry_error_set(&error, GANTRY_ERROR_BUSY, "the reason");
	body = gantry_restart_response(
	    environ, &error, "503 Service Unavailable", plain);
	ck_assert_ptr_nonnull(body);
	return gantry_write(body, "later", 5);
}

START_TEST(a_restart_forgets_what_was_not_sent)
{
	struct play it = { 0 };

	play(&it, restart);
	ck_assert_int_eq(it.result, 0);
	ck_assert_int_eq(it.answer.status, 503);
	assert_length(&it, 5);
	ck_assert_str_eq(it.answer.body, "later");
	ck_assert_ptr_nonnull(strstr(it.log, "the reason"));
	play_clear(&it);
}
END_TEST

static int
restart_with_other_length(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	const struct gantry_error error = { GANTRY_ERROR_INPUT, "the reason" };
	struct gantry_body *body =
	    start_response(environ, "200 OK", four_bytes);

	ck_assert_int_eq(gantry_write(body, "hey", 3), 0);
	body = gantry_restart_response(environ, &error, "200 OK", plain);
	return gantry_write(body, "longer than four", 16);
}

START_TEST(a_restart_forgets_the_length_too)
{
	struct play it = { 0 };

	play(&it, restart_with_other_length);
	ck_assert_int_eq(it.result, 0);
	assert_length(&it, 16);
	ck_assert_str_eq(it.answer.body, "longer than four");
	play_clear(&it);
}
END_TEST

static int
restart_after_a_broken_rule(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	const struct gantry_error error = { GANTRY_ERROR_INPUT, "the reason" };

	ck_assert_ptr_null(start_response(environ, "oops", plain));
	return gantry_write(
	    gantry_restart_response(environ, &error, "500 Own Words", plain),
	    "own", 3);
}

START_TEST(a_restart_mends_a_broken_rule)
{
	struct play it = { 0 };

	play(&it, restart_after_a_broken_rule);
	ck_assert_int_eq(it.result, 0);
	ck_assert_str_eq(it.answer.reason, "Own Words");
	ck_assert_str_eq(it.answer.body, "own");
	play_clear(&it);
}
END_TEST

static int
restart_after_sending(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	const struct gantry_error error = { GANTRY_ERROR_INPUT, "the reason" };
	struct gantry_body *body = start_response(environ, "200 OK", plain);

	ck_assert_int_eq(gantry_write(body, "sent", 4), 0);
	ck_assert_int_eq(gantry_flush(body), 0);
	ck_assert_ptr_null(
	    gantry_restart_response(environ, &error, "500 Too Late", plain));
	ck_assert_int_eq(gantry_write(body, "more", 4), -1);
	return 0;
}

START_TEST(a_restart_after_sending_breaks_the_answer)
{
	struct play it = { 0 };

	play(&it, restart_after_sending);
	ck_assert_int_eq(it.result, -1);
	ck_assert_int_eq(it.answer.status, 200);
	ck_assert_str_eq(it.answer.body, "sent");
	ck_assert_ptr_nonnull(strstr(it.log, "the reason"));
	ck_assert_ptr_nonnull(strstr(it.log, "broken off, 4 bytes into"));
	play_clear(&it);
}
END_TEST

static int
restart_without_error(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	start_response(environ, "200 OK", plain);
	ck_assert_ptr_null(
	    gantry_restart_response(environ, NULL, "201 Created", plain));
	return 0;
}

static int
restart_first(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	(void)start_response;
	return gantry_write(
	    gantry_restart_response(environ, NULL, "201 Created", plain), "x",
	    1);
}

START_TEST(a_restart_without_an_error_is_a_second_start)
{
	struct play it = { .request_id = "it" };

	play(&it, restart_without_error);
	assert_problem_500(&it);
	ck_assert_ptr_nonnull(strstr(it.log, "called again without an error"));
	play_clear(&it);

	it = (struct play){ 0 };
	play(&it, restart_first);
	ck_assert_int_eq(it.answer.status, 201);
	play_clear(&it);
}
END_TEST

static int
write_too_much(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body =
	    start_response(environ, "200 OK", four_bytes);

	ck_assert_int_eq(gantry_write(body, "hey", 3), 0);
	ck_assert_int_eq(gantry_write(body, "!?", 2), -1);
	ck_assert_int_eq(gantry_write(body, "?", 1), -1);
	return 0;
}

START_TEST(more_than_the_length_is_never_sent)
{
	struct play it = { 0 };
	const char *first;

	play(&it, write_too_much);
	ck_assert_int_eq(it.result, 0);
	assert_length(&it, 4);
	ck_assert_str_eq(it.answer.body, "hey!");
	first = strstr(it.log, "longer than its Content-Length");
	ck_assert_ptr_nonnull(first);
	ck_assert_ptr_null(strstr(first + 1, "longer"));
	play_clear(&it);
}
END_TEST

static int
flush_and_stop_short(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body =
	    start_response(environ, "200 OK", four_bytes);

	ck_assert_int_eq(gantry_write(body, "hey", 3), 0);
	return gantry_flush(body);
}

START_TEST(a_body_that_stays_short_after_sending_breaks_the_answer)
{
	struct play it = { 0 };

	play(&it, flush_and_stop_short);
	ck_assert_int_eq(it.result, -1);
	ck_assert_str_eq(it.answer.body, "hey");
	ck_assert_ptr_nonnull(strstr(it.log, "shorter"));
	play_clear(&it);
}
END_TEST

static int
flush_twice(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body = start_response(environ, "200 OK", plain);
	struct play *it = played(environ);

	ck_assert_int_eq(gantry_flush(body), 0);
	ck_assert_uint_eq(it->writes, 0);
	ck_assert_int_eq(gantry_write(body, "one ", 4), 0);
	ck_assert_int_eq(gantry_flush(body), 0);
	ck_assert_uint_eq(it->flushes, 1);
	ck_assert_uint_gt(it->writes, 0);
	ck_assert_int_eq(gantry_write(body, "two", 3), 0);
	ck_assert_int_eq(gantry_flush(body), 0);
	ck_assert_uint_eq(it->flushes, 2);
	return 0;
}

START_TEST(a_flush_sends_what_was_written_but_no_lone_headers)
{
	struct play it = { 0 };

	play(&it, flush_twice);
	ck_assert_int_eq(it.result, 0);
	ck_assert_ptr_null(answer_header(&it.answer, "Content-Length"));
	ck_assert_str_eq(it.answer.body, "one two");
	play_clear(&it);
}
END_TEST

static int
write_to_the_gone(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body = start_response(environ, "200 OK", plain);

	ck_assert_int_eq(gantry_write(body, many, sizeof(many)), -1);
	ck_assert_int_eq(gantry_write(body, "more", 4), -1);
	ck_assert_int_eq(gantry_flush(body), -1);
	return 0;
}

START_TEST(a_peer_that_closed_is_left_alone)
{
	struct play it = { .peer_closed = true };

	play(&it, write_to_the_gone);
	ck_assert_int_eq(it.result, -1);
	ck_assert_uint_eq(it.writes, 1);
	play_clear(&it);

	it = (struct play){ .peer_closed = true };
	play(&it, say_hey);
	ck_assert_int_eq(it.result, -1);
	ck_assert_uint_eq(it.writes, 1);
	play_clear(&it);
}
END_TEST

/* As many bytes of headers as the request's CONTENT_LENGTH says. */
static int
answer_with_large_headers(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	const size_t rest = strlen("Status: 200 OK\r\nContent-Type: text/plain"
				   "\r\nX: \r\nContent-Length: 4\r\n\r\n");
	const size_t length =
	    strtoul(gantry_environ_get(environ, "CONTENT_LENGTH"), NULL, 10);
	char value[8192] = "";
	const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ "X", value },
		{ NULL, NULL },
	};

	memset(value, 'x', length - rest);
	return gantry_write(
	    start_response(environ, "200 OK", headers), "hey!", 4);
}

START_TEST(headers_that_nginx_does_not_take_by_default_are_a_warning)
{
	static const struct {
		const char *length;
		bool warned;
	} cases[] = { { "4088", false }, { "4089", true }, { "5000", false } };
	size_t i;

	for (i = 0; i < 3; i++) {
		struct play it = { .content_length = cases[i].length };

		play(&it, answer_with_large_headers);
		ck_assert_uint_eq(
		    (size_t)(it.answer.body - it.answer.bytes.data),
		    strtoul(cases[i].length, NULL, 10));
		/* It is said once for each process. */
		ck_assert_msg((strstr(it.log, "fastcgi_buffer_size") != NULL) ==
			cases[i].warned,
		    "case %zu: %s", i, it.log);
		play_clear(&it);
	}
}
END_TEST

static int
accept_all(void *owner, const void *data, size_t size)
{
	(void)owner;
	(void)data;
	(void)size;
	return 0;
}

START_TEST(nothing_is_written_after_the_application_returned)
{
	static const struct transport transport = { .write = accept_all };
	struct request request;
	struct gantry_body *body;

	request_init(&request, &transport, NULL);
	body = reply_start_response(&request.environ, "200 OK", plain);
	ck_assert_int_eq(gantry_write(body, "hey!", 4), 0);
	ck_assert_int_eq(reply_finish(&request.environ, 0), 0);
	ck_assert_int_eq(gantry_write(body, "late", 4), -1);
	ck_assert_int_eq(gantry_flush(body), -1);
	request_reset(&request);
	ck_assert_int_eq(gantry_write(body, "late", 4), -1);
	request_clear(&request);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_small_answer_is_sent_whole_with_its_length,
		an_empty_answer_has_length_0,
		up_to_64_kib_are_gathered,
		more_is_sent_as_it_comes_without_a_length,
		headers_are_copied_and_keep_their_order,
		head_has_the_headers_of_get_and_no_body,
		head_need_not_write_what_get_would,
		answers_204_and_304_have_no_body_and_no_length,
		a_304_may_say_how_long_it_would_be_and_a_204_may_not,
		a_second_start_response_is_a_500,
		a_second_start_response_after_sending_breaks_the_answer,
		a_broken_rule_is_a_500_and_is_logged,
		a_restart_forgets_what_was_not_sent,
		a_restart_forgets_the_length_too,
		a_restart_mends_a_broken_rule,
		a_restart_after_sending_breaks_the_answer,
		a_restart_without_an_error_is_a_second_start,
		more_than_the_length_is_never_sent,
		a_body_that_stays_short_after_sending_breaks_the_answer,
		a_flush_sends_what_was_written_but_no_lone_headers,
		a_peer_that_closed_is_left_alone,
		nothing_is_written_after_the_application_returned,
		headers_that_nginx_does_not_take_by_default_are_a_warning,
		NULL,
	};

	return unit_run("gate/reply", tests);
}
