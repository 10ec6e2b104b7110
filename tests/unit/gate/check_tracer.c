/*
 * Who gets a trace in place of an answer or beside it, and who does not.
 */
#include <stdio.h>
#include <string.h>

#include "answer.h"
#include "gantry/trace.h"
#include "gate/tracer.h"
#include "gate/transport/call.h"
#include "unit.h"

#define SECRET "0123456789abcdef0123456789abcdef"
#define TEXT   "X-Gantry-Trace: text " SECRET
#define TIMING "X-Gantry-Trace: server-timing " SECRET

static int
work(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	const char *path = gantry_environ_get(environ, "PATH_INFO");
	struct gantry_body *body;
	char large[100000];

	gantry_trace_begin(environ, "sql", "SELECT %d", 1);
	if (strcmp(path, "/fail") == 0)
		return -1;
	gantry_trace_end(environ);
	body = start_response(environ, "200 OK", headers);
	if (strcmp(path, "/large") == 0) {
		memset(large, 'x', sizeof(large));
		gantry_write(body, large, sizeof(large));
		gantry_flush(body);
	}
	return gantry_write(body, "the answer", 10);
}

static const struct gantry_application worker = {
	.name = "work",
	.call = work,
};

static const struct mount mounts[] = {
	{ .prefix = "", .application = &worker },
};

static struct answer answer;

static void
serve(bool debug, const char *target, const char *header)
{
	const char *const headers[] = { header, NULL };
	const struct call call = {
		.method = "GET",
		.target = target,
		.headers = headers,
	};
	struct gate_options options = {
		.mounts = mounts,
		.mount_count = 1,
		.debug = debug,
		.trace_secret = SECRET,
	};
	struct gantry_error error;
	struct gate gate;

	answer_clear(&answer);
	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	unit_capture();
	ck_assert_int_eq(call_serve(&gate, &call, &answer.bytes, &error), 0);
	unit_captured();
	gate_close(&gate);
	answer_read(&answer);
}

static void
assert_plain(void)
{
	ck_assert_str_eq(answer.body, "the answer");
	ck_assert_ptr_null(answer_header(&answer, "Server-Timing"));
	answer_clear(&answer);
}

START_TEST(without_debug_no_request_is_traced)
{
	serve(false, "/", TEXT);
	assert_plain();
	serve(false, "/", TIMING);
	assert_plain();
}
END_TEST

START_TEST(a_request_that_does_not_ask_gets_the_answer)
{
	serve(true, "/", "X-Other: text");
	assert_plain();
	serve(true, "/", "X-Gantry-Trace: html " SECRET);
	assert_plain();
}
END_TEST

START_TEST(the_trace_takes_the_place_of_an_answer)
{
	serve(true, "/a?b", TEXT);
	ck_assert_int_eq(answer.status, 200);
	ck_assert_str_eq(answer_header(&answer, "Content-Type"),
	    "text/plain; charset=utf-8");
	ck_assert_str_eq(answer_header(&answer, "Cache-Control"), "no-store");
	ck_assert_ptr_nonnull(strstr(answer.body, "request GET /a?b\n"));
	ck_assert_ptr_nonnull(strstr(answer.body, "sql SELECT 1\n"));
	ck_assert_ptr_nonnull(strstr(answer.body, "  Status: 200 OK\n"));
	ck_assert_ptr_nonnull(strstr(answer.body, "a body of 10 bytes"));
	ck_assert_ptr_null(strstr(answer.body, "the answer"));
	answer_clear(&answer);
}
END_TEST

START_TEST(it_does_so_of_a_large_one_and_one_that_is_flushed)
{
	serve(true, "/large", TEXT);
	ck_assert_ptr_nonnull(strstr(answer.body, "a body of 100010 bytes"));
	ck_assert_ptr_null(strstr(answer.body, "xxxx"));
	answer_clear(&answer);
}
END_TEST

START_TEST(a_failure_that_is_traced_still_fails)
{
	serve(true, "/fail", TEXT);
	ck_assert_int_eq(answer.status, 500);
	ck_assert_ptr_nonnull(
	    strstr(answer.body, "sql SELECT 1 (was not ended)\n"));
	answer_clear(&answer);
}
END_TEST

START_TEST(a_timing_comes_beside_the_answer)
{
	const char *timing;

	serve(true, "/", TIMING);
	timing = answer_header(&answer, "Server-Timing");
	ck_assert_ptr_nonnull(timing);
	ck_assert_int_eq(strncmp(timing, "total;dur=0.", 12), 0);
	ck_assert_ptr_nonnull(strstr(timing, ", sql;dur=0."));
	ck_assert_ptr_nonnull(strstr(timing, ";desc=\"1 statement\""));
	ck_assert_str_eq(answer.body, "the answer");
	answer_clear(&answer);
	serve(true, "/large", TIMING);
	ck_assert_ptr_nonnull(answer_header(&answer, "Server-Timing"));
	ck_assert_uint_eq(answer.body_length, 100010);
	answer_clear(&answer);
}
END_TEST

/* Does a request with the header's value HOW get its trace? */
static bool
is_heard(const char *secret, const char *how, bool is_authorizer)
{
	struct gate_options options = {
		.mounts = mounts,
		.mount_count = 1,
		.debug = true,
		.trace_secret = secret,
	};
	struct gantry_error error;
	struct request request;
	struct gate gate;
	bool heard;

	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	request_init(&request, NULL, NULL);
	request.is_authorizer = is_authorizer;
	environ_add(&request.environ, TRACER_VARIABLE, 19, how, NULL);
	environ_add(&request.environ, "REMOTE_ADDR", 11, "127.0.0.1", NULL);
	unit_capture();
	tracer_begin(&gate.tracer, &request);
	ck_assert_ptr_null(strstr(unit_captured(), SECRET));
	heard = gantry_environ_is_traced(&request.environ);
	ck_assert(heard == (request.body.shows_trace != REPLY_NO_TRACE));
	/* The application must not see the secret, whether right or not. */
	ck_assert_ptr_null(
	    gantry_environ_get(&request.environ, TRACER_VARIABLE));
	request_clear(&request);
	gate_close(&gate);
	return heard;
}

/* A request from this machine may be anyone's, through a proxy. */
START_TEST(only_requests_with_the_secret_are_heard)
{
	static const char *const others[] = { "text", "text ", "server-timing",
		"text x", "html " SECRET, SECRET, " " SECRET, "text" SECRET,
		"text  " SECRET, "text " SECRET "0", "text " SECRET ", text",
		"text 0123456789abcdef0123456789abcde",
		"text 0123456789ABCDEF0123456789ABCDEF" };
	size_t i;

	ck_assert(is_heard(SECRET, "text " SECRET, false));
	ck_assert(is_heard(SECRET, "server-timing " SECRET, false));
	ck_assert(!is_heard(SECRET, "text " SECRET, true));
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		ck_assert_msg(
		    !is_heard(SECRET, others[i], false), "'%s'", others[i]);
	ck_assert(!is_heard(NULL, "text " SECRET, false));
	ck_assert(!is_heard(NULL, "text ", false));
}
END_TEST

START_TEST(the_secret_is_not_in_the_trace)
{
	serve(true, "/a?b", TEXT);
	ck_assert_ptr_nonnull(strstr(answer.body, "request GET /a?b\n"));
	ck_assert_ptr_null(strstr(answer.body, SECRET));
	ck_assert_ptr_null(strstr(answer.body, "GANTRY_TRACE"));
	answer_clear(&answer);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		without_debug_no_request_is_traced,
		a_request_that_does_not_ask_gets_the_answer,
		the_trace_takes_the_place_of_an_answer,
		it_does_so_of_a_large_one_and_one_that_is_flushed,
		a_failure_that_is_traced_still_fails,
		a_timing_comes_beside_the_answer,
		only_requests_with_the_secret_are_heard,
		the_secret_is_not_in_the_trace,
		NULL,
	};

	return unit_run("gate/tracer", tests);
}
