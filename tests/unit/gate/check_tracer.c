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

#define TEXT   "X-Gantry-Trace: text"
#define TIMING "X-Gantry-Trace: server-timing"

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
	serve(true, "/", "X-Gantry-Trace: html");
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

/* A request that comes from ADDRESS, as the web server says. */
static bool
is_heard(const char *address)
{
	struct gate_options options = {
		.mounts = mounts,
		.mount_count = 1,
		.debug = true,
	};
	struct gantry_error error;
	struct request request;
	struct gate gate;
	bool heard;

	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	request_init(&request, NULL, NULL);
	environ_add(&request.environ, "HTTP_X_GANTRY_TRACE", 19, "text", NULL);
	if (address != NULL)
		environ_add(&request.environ, "REMOTE_ADDR", 11, address, NULL);
	tracer_begin(&gate.tracer, &request);
	tracer_authorize(&gate.tracer, &request);
	heard = request.body.shows_trace == REPLY_TRACE_TEXT;
	ck_assert(heard == gantry_environ_is_traced(&request.environ));
	request.is_authorizer = true;
	tracer_begin(&gate.tracer, &request);
	tracer_authorize(&gate.tracer, &request);
	ck_assert(!gantry_environ_is_traced(&request.environ));
	request_clear(&request);
	gate_close(&gate);
	return heard;
}

START_TEST(only_loopback_addresses_are_heard_and_no_authorizer)
{
	ck_assert(is_heard("127.0.0.1"));
	ck_assert(is_heard("127.8.9.10"));
	ck_assert(is_heard("::1"));
	ck_assert(is_heard("::ffff:127.0.0.1"));
	ck_assert(!is_heard("128.0.0.1"));
	ck_assert(!is_heard("192.0.2.1"));
	ck_assert(!is_heard("::2"));
	ck_assert(!is_heard("::"));
	ck_assert(!is_heard("unix:"));
	ck_assert(!is_heard("localhost"));
	ck_assert(!is_heard(NULL));
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
		only_loopback_addresses_are_heard_and_no_authorizer,
		NULL,
	};

	return unit_run("gate/tracer", tests);
}
