/*
 * Answers that fail, and what the client and the logs learn of it.
 */
#include <stdio.h>
#include <string.h>

#include "gate/play.h"
#include "unit.h"

static const struct gantry_header plain[] = {
	{ "Content-Type", "text/plain" },
	{ NULL, NULL },
};

static char many[65537];

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
fail_after_writing(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body = start_response(environ, "200 OK", plain);

	ck_assert_int_eq(gantry_write(body, "hey!", 4), 0);
	return -1;
}

static int
fail_at_once(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	(void)environ;
	(void)start_response;
	return -1;
}

START_TEST(a_failure_before_sending_is_a_problem_document)
{
	struct play it = { .request_id = "it" };

	play(&it, fail_at_once);
	assert_problem_500(&it);
	assert_length(&it, it.answer.body_length);
	play_clear(&it);

	it = (struct play){ .request_id = "it" };
	play(&it, fail_after_writing);
	assert_problem_500(&it);
	assert_length(&it, it.answer.body_length);
	play_clear(&it);
}
END_TEST

static int
fail_after_sending(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body = start_response(environ, "200 OK", plain);

	ck_assert_int_eq(gantry_write(body, many, sizeof(many)), 0);
	return -1;
}

START_TEST(a_failure_after_sending_breaks_the_answer)
{
	struct play it = { 0 };

	memset(many, 'm', sizeof(many));
	play(&it, fail_after_sending);
	ck_assert_int_eq(it.result, -1);
	ck_assert_int_eq(it.answer.status, 200);
	ck_assert_ptr_null(strstr(it.answer.body, "problem"));
	play_clear(&it);
}
END_TEST

static int
start_badly(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	return start_response(environ, "200", plain) == NULL ? -1 : 0;
}

static int
restart_too_late(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	const struct gantry_error error = { GANTRY_ERROR_INPUT, "the reason" };
	struct gantry_body *body = start_response(environ, "200 OK", plain);

	ck_assert_int_eq(gantry_write(body, "sent", 4), 0);
	ck_assert_int_eq(gantry_flush(body), 0);
	gantry_restart_response(environ, &error, "500 Too Late", plain);
	return 0;
}

static int
fail_silently_after_a_flush(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body = start_response(environ, "200 OK", plain);

	gantry_write(body, "part", 4);
	gantry_flush(body);
	return -1;
}

START_TEST(a_failure_without_a_word_is_logged_all_the_same)
{
	gantry_app *const applications[] = { fail_at_once,
		fail_silently_after_a_flush };
	size_t i;

	for (i = 0; i < 2; i++) {
		struct play it = { .request_id = "it" };

		play(&it, applications[i]);
		ck_assert_ptr_nonnull(strstr(it.log,
		    "error: [it] GET /played: the application failed and gave "
		    "no reason\n"));
		play_clear(&it);
	}
}
END_TEST

static int
log_and_fail(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_errors *errors = gantry_environ_wsgi(environ)->errors;

	(void)start_response;
	gantry_errors_printf(errors, "first \"reason\"\n");
	gantry_errors_printf(errors, "second");
	return -1;
}

START_TEST(when_debugging_a_failure_says_what_was_logged)
{
	struct play it = { .debug = true };

	play(&it, start_badly);
	ck_assert_int_eq(it.answer.status, 500);
	ck_assert_ptr_nonnull(strstr(it.answer.body,
	    "\"detail\":\"the application broke the contract: a status is "
	    "three digits, a space and a reason: '200'\""));
	play_clear(&it);

	it = (struct play){ .debug = true };
	play(&it, log_and_fail);
	ck_assert_ptr_nonnull(strstr(it.answer.body,
	    "\"detail\":\"first \\\"reason\\\"\\\\x0a; second\""));
	play_clear(&it);
}
END_TEST

START_TEST(errors_are_mirrored_after_the_headers_when_asked_for)
{
	struct play it = { .mirror_errors = true };

	play(&it, log_and_fail);
	ck_assert_int_eq(it.result, 0);
	ck_assert_str_eq(it.mirrored, "first \"reason\"\\x0a; second");
	ck_assert_uint_eq(
	    it.sent_before, it.answer.bytes.length - it.answer.body_length);
	play_clear(&it);

	it = (struct play){ .mirror_errors = true };
	play(&it, restart_too_late);
	ck_assert_int_eq(it.result, -1);
	ck_assert_str_eq(it.mirrored, "the reason");
	ck_assert_uint_gt(it.sent_before, 0);
	play_clear(&it);
}
END_TEST

START_TEST(errors_are_not_mirrored_unless_that_is_possible)
{
	struct play cases[] = {
		{ .mirror_errors = false },
		{ .mirror_errors = true, .is_deaf = true },
		{ .mirror_errors = true, .peer_closed = true },
	};
	size_t i;

	for (i = 0; i < 3; i++) {
		play(&cases[i], log_and_fail);
		ck_assert_str_eq(cases[i].mirrored, "");
		ck_assert_int_eq(
		    cases[i].result, cases[i].peer_closed ? -1 : 0);
		play_clear(&cases[i]);
	}
}
END_TEST

static int
log_at_length(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	int i;

	for (i = 0; i < 100; i++)
		gantry_errors_printf(gantry_environ_wsgi(environ)->errors, "%s",
		    "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n");
	return gantry_write(
	    start_response(environ, "200 OK", plain), "hey!", 4);
}

START_TEST(no_more_than_1_kib_is_mirrored)
{
	struct play it = { .mirror_errors = true };

	play(&it, log_at_length);
	ck_assert_int_eq(it.answer.status, 200);
	ck_assert_uint_gt(strlen(it.mirrored), 900);
	ck_assert_uint_le(strlen(it.mirrored), 1024);
	play_clear(&it);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_failure_before_sending_is_a_problem_document,
		a_failure_after_sending_breaks_the_answer,
		a_failure_without_a_word_is_logged_all_the_same,
		when_debugging_a_failure_says_what_was_logged,
		errors_are_mirrored_after_the_headers_when_asked_for,
		errors_are_not_mirrored_unless_that_is_possible,
		no_more_than_1_kib_is_mirrored,
		NULL,
	};

	return unit_run("gate/failure", tests);
}
