/*
 * Deferred requests whose time, descriptors and end the test decides.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gantry/clock.h>
#include <gantry/testing.h>

#include "unit.h"

static struct gantry_client *client;
static int descriptors[2];
static struct gantry_deferred *last; /* the request that came last */
static struct gantry_body *last_body;
static int end; /* why a request ended; -1: none has */
static unsigned ends;

static void
note_end(struct gantry_environ *environ, enum gantry_end reason, void *argument)
{
	(void)environ;
	(void)argument;
	end = (int)reason;
	ends++;
}

static int
say(const char *text)
{
	return gantry_write(last_body, text, strlen(text));
}

static int
receive(struct gantry_environ *environ, void *argument)
{
	char byte[2] = "";

	(void)environ;
	(void)argument;
	ck_assert_int_eq((int)read(descriptors[0], byte, 1), 1);
	return say(byte);
}

static int
wait_for_tick(gantry_deferred_call *call)
{
	return gantry_wait_until(
	    last, gantry_clock_milliseconds() + 5000, call, NULL);
}

static int
tick(struct gantry_environ *environ, void *argument)
{
	(void)environ;
	(void)argument;
	say(".");
	return wait_for_tick(tick) == 0 ? GANTRY_DEFERRED : -1;
}

static int
resume_for_ever(struct gantry_environ *environ, void *argument)
{
	(void)environ;
	gantry_resume(last, resume_for_ever, argument);
	return GANTRY_DEFERRED;
}

static int
refuse(struct gantry_environ *environ, void *argument)
{
	(void)environ;
	(void)argument;
	return -1;
}

static int
bid_farewell(struct gantry_environ *environ, void *argument)
{
	(void)environ;
	(void)argument;
	return say("bye");
}

static int
defer(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	const struct gantry_deferral deferral = {
		.ended = note_end,
		.drain = bid_farewell,
	};
	const char *path = gantry_environ_get(environ, "PATH_INFO");

	last = gantry_defer(environ, &deferral, NULL);
	ck_assert_ptr_nonnull(last);
	last_body = start_response(environ, "200 OK", headers);
	if (strcmp(path, "/stream") == 0)
		return tick(environ, NULL);
	if (strcmp(path, "/wait") == 0)
		wait_for_tick(refuse);
	if (strcmp(path, "/read") == 0)
		gantry_wait_readable(last, descriptors[0], receive, NULL);
	if (strcmp(path, "/for-ever") == 0)
		gantry_resume(last, resume_for_ever, NULL);
	return GANTRY_DEFERRED;
}

static const struct gantry_application application = {
	.name = "defer",
	.help = "waits",
	.call = defer,
};

static struct gantry_result *
begin(const char *target)
{
	struct gantry_result *result;

	if (client == NULL)
		client = gantry_client_open(&application, NULL, NULL);
	ck_assert_ptr_nonnull(client);
	end = -1;
	result = gantry_simulate_begin(client, "GET", target, NULL);
	ck_assert(gantry_result_is_waiting(result));
	ck_assert_ptr_null(gantry_result_error(result));
	return result;
}

static void
finish(struct gantry_result *result)
{
	gantry_result_free(result);
	gantry_client_close(client);
	client = NULL;
}

START_TEST(what_was_sent_is_seen_as_time_passes)
{
	struct gantry_result *result = begin("/stream");

	gantry_assert_status(result, 200);
	gantry_assert_text(result, ".");
	gantry_client_advance(client, 4000);
	gantry_assert_text(result, ".");
	gantry_client_advance(client, 1100);
	gantry_assert_text(result, "..");
	gantry_client_advance(client, 5100);
	gantry_assert_header(result, "Content-Type", "text/plain");
	gantry_assert_text(result, "...");
	ck_assert(gantry_result_is_waiting(result));
	finish(result);
	ck_assert_int_eq(end, GANTRY_END_GONE);
}
END_TEST

START_TEST(a_request_that_writes_nothing_exceeds_its_deadline)
{
	struct gantry_result *result = begin("/"), *stream = begin("/stream");
	int i;

	for (i = 0; i < 70; i++)
		gantry_client_advance(client, 5000);
	ck_assert(!gantry_result_is_waiting(result));
	ck_assert_int_eq(end, GANTRY_END_DEADLINE);
	gantry_assert_status(result, 504);
	ck_assert(gantry_result_is_waiting(stream));
	gantry_result_free(stream);
	ck_assert_int_eq(end, GANTRY_END_GONE);
	finish(result);
	ck_assert_uint_eq(ends, 2);
}
END_TEST

START_TEST(the_client_can_leave)
{
	struct gantry_result *result = begin("/stream");

	gantry_result_abort(result);
	ck_assert_int_eq(end, GANTRY_END_GONE);
	ck_assert(!gantry_result_is_waiting(result));
	ck_assert_ptr_nonnull(gantry_result_error(result));
	ck_assert_str_eq(gantry_result_text(result), ".");
	gantry_result_abort(result);
	ck_assert_uint_eq(ends, 1);
	finish(result);
}
END_TEST

START_TEST(a_drain_asks_and_a_close_ends)
{
	struct gantry_result *stream = begin("/stream"), *late;

	gantry_client_drain(client);
	ck_assert(!gantry_result_is_waiting(stream));
	ck_assert_int_eq(end, GANTRY_END_FINISHED);
	gantry_assert_text(stream, ".bye");
	gantry_result_free(stream);
	late = begin("/wait");
	gantry_client_close(client);
	client = NULL;
	ck_assert_int_eq(end, GANTRY_END_DRAINING);
	gantry_assert_status(late, 503);
	gantry_result_free(late);
	ck_assert_uint_eq(ends, 2);
}
END_TEST

START_TEST(a_descriptor_is_waited_for)
{
	struct gantry_result *result;

	ck_assert_int_eq(pipe(descriptors), 0);
	result = begin("/read");
	gantry_client_run(client);
	ck_assert(gantry_result_is_waiting(result));
	ck_assert_int_eq((int)write(descriptors[1], "x", 1), 1);
	gantry_client_run(client);
	gantry_assert_text(result, "x");
	gantry_assert_header(result, "Content-Length", "1");
	ck_assert_int_eq(end, GANTRY_END_FINISHED);
	finish(result);
}
END_TEST

START_TEST(a_function_that_fails_is_answered_500)
{
	struct gantry_result *result = begin("/wait");

	gantry_client_advance(client, 5100);
	gantry_assert_status(result, 500);
	ck_assert_int_eq(end, GANTRY_END_FINISHED);
	finish(result);
}
END_TEST

START_TEST(an_endless_request_does_not_hang_the_test)
{
	struct gantry_result *result = begin("/for-ever");

	gantry_client_run(client);
	ck_assert(gantry_result_is_waiting(result));
	finish(result);
	ck_assert_int_eq(end, GANTRY_END_GONE);
}
END_TEST

static int
say_resumed(struct gantry_environ *environ, void *argument)
{
	(void)environ;
	(void)argument;
	return say("resumed");
}

static void *
resume_later(void *argument)
{
	gantry_resume(argument, say_resumed, NULL);
	return NULL;
}

/* Begins a thread that resumes the request. */
static int
resume_from_thread(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	pthread_t thread;

	if (defer(environ, start_response) != GANTRY_DEFERRED ||
	    pthread_create(&thread, NULL, resume_later, last) != 0)
		return -1;
	pthread_detach(thread);
	return GANTRY_DEFERRED;
}

START_TEST(an_ordinary_simulation_waits_for_the_end)
{
	static const struct gantry_application threads = {
		.name = "threads",
		.help = "is resumed by a thread",
		.call = resume_from_thread,
	};
	struct gantry_result *result;

	client = gantry_client_open(&threads, NULL, NULL);
	result = gantry_simulate_get(client, "/", NULL);
	ck_assert(!gantry_result_is_waiting(result));
	gantry_assert_text(result, "resumed");
	finish(result);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_was_sent_is_seen_as_time_passes,
		a_request_that_writes_nothing_exceeds_its_deadline,
		the_client_can_leave,
		a_drain_asks_and_a_close_ends,
		a_descriptor_is_waited_for,
		a_function_that_fails_is_answered_500,
		an_endless_request_does_not_hang_the_test,
		an_ordinary_simulation_waits_for_the_end,
		NULL,
	};

	return unit_run("testing/deferred_result", tests);
}
