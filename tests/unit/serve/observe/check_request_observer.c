/*
 * How requests reach the scoreboard and the logs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "gate/transport/call.h"
#include "gate/transport/fcgi_pool.h"
#include "serve/observe/request_observer.h"
#include "serve/observe/score_routes.h"
#include "unit.h"

static struct gantry_error error;
static struct score_page *page;
static struct access_log access_log;
static struct slow_log slow_log;
static struct request_observer_options options;
static struct request_observer observer;
static struct gate gate;
static enum score_phase phase; /* seen by the application */
static bool was_slow; /* so it was told */
static const struct transport_options transport = { .spool_folder = "/tmp" };

/* Takes 20 ms and writes more than a buffer; fails at /fail. */
static int
answer(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	static char large[100000];
	const struct timespec pause = { .tv_nsec = 20000000 };
	const char *path = gantry_environ_get(environ, "PATH_INFO");

	phase = (enum score_phase)atomic_load(&page->threads[1].phase);
	if (strcmp(path, "/fail") == 0)
		return -1;
	gantry_environ_step(environ, "sleep");
	nanosleep(&pause, NULL);
	was_slow = gantry_environ_is_slow(environ);
	gantry_environ_explain(environ, "tired");
	gantry_environ_step(environ, NULL);
	return gantry_write(
	    start_response(environ, "200 OK", headers), large, sizeof(large));
}

static const struct gantry_application application = {
	.name = "answer",
	.call = answer,
};

/* THRESHOLD is in milliseconds. */
static void
set_up(int threshold)
{
	static const struct mount mount = { .prefix = "/x",
		.application = &application };
	static char paths[2][512];
	const struct gate_options gate_options = {
		.mounts = &mount,
		.mount_count = 1,
	};
	const struct access_log_options access_options = {
		.target = paths[0],
		.format = "%(m)s %(U)s %(s)s %(B)s %(h)s",
	};
	const struct slow_log_options slow_options = {
		.target = paths[1],
		.threshold = threshold * 1000,
	};

	snprintf(paths[0], sizeof(paths[0]), "%s", unit_path("a.log"));
	snprintf(paths[1], sizeof(paths[1]), "%s", unit_path("s.log"));
	page = score_page_new(2);
	ck_assert_ptr_nonnull(page);
	ck_assert_int_eq(
	    access_log_open(&access_log, &access_options, &error), 0);
	ck_assert_int_eq(slow_log_open(&slow_log, &slow_options, &error), 0);
	options = (struct request_observer_options){
		.page = page,
		.access_log = &access_log,
		.slow_log = &slow_log,
	};
	ck_assert_int_eq(gate_open(&gate, &gate_options, true, &error), 0);
	request_observer_init(&observer, &options, 1, &gate);
}

static void
tear_down(void)
{
	request_observer_clear(&observer);
	gate_close(&gate);
	access_log_close(&access_log);
	slow_log_close(&slow_log);
	score_page_free(page, 2);
}

static void
get(const char *target)
{
	const struct call call = { .method = "GET", .target = target };
	struct gantry_buffer bytes = { 0 };

	ck_assert_int_eq(call_serve(&gate, &call, &bytes, &error), 0);
	gantry_buffer_clear(&bytes);
}

static const char *
content(const char *name)
{
	static char bytes[2][10000];
	static int next;
	FILE *file = fopen(unit_path(name), "r");

	access_log_flush(&access_log);
	ck_assert_ptr_nonnull(file);
	next = !next;
	bytes[next][fread(bytes[next], 1, sizeof(bytes[0]) - 1, file)] = '\0';
	fclose(file);
	return bytes[next];
}

/* All routes of the page. */
static const struct route_sum *
counted(void)
{
	static const struct route_limits most = { INT64_MAX, INT64_MAX,
		INT64_MAX };
	static struct route_sum all;
	struct route_sums *sums = route_sums_new();

	ck_assert_ptr_nonnull(sums);
	route_sums_count(sums, page->routes, &most);
	route_sums_total(sums, &all);
	free(sums);
	return &all;
}

START_TEST(a_request_is_counted_and_logged)
{
	struct score_thread *thread;
	struct score_texts texts;

	set_up(10000);
	thread = &page->threads[1];
	get("/x/a");
	ck_assert_int_eq(phase, SCORE_RUNNING);
	ck_assert_int_eq(atomic_load(&thread->phase), SCORE_IDLE);
	ck_assert_int_eq(atomic_load(&thread->requests), 1);
	ck_assert(score_read(thread, &texts));
	ck_assert_str_eq(texts.target, "/x/a");
	ck_assert_str_eq(texts.step, "");
	ck_assert_int_eq(route_sum_requests(counted()), 1);
	ck_assert_int_eq(counted()->answers[2], 1);
	ck_assert_int_eq(counted()->bytes, 100000);
	ck_assert_int_ge(counted()->microseconds, 20000);
	ck_assert_int_eq(
	    atomic_load(&page->totals.counters[COUNTER_REJECTED]), 0);
	get("/y");
	ck_assert_int_eq(counted()->answers[4], 1);
	ck_assert_int_eq(
	    atomic_load(&page->totals.counters[COUNTER_REJECTED]), 1);
	ck_assert_str_eq(content("a.log"),
	    "GET /x/a 200 100000 127.0.0.1\nGET /y 404 80 127.0.0.1\n");
	ck_assert_str_eq(content("s.log"), "");
	tear_down();
}
END_TEST

START_TEST(a_slow_request_is_explained)
{
	const char *line;

	set_up(10);
	get("/x");
	ck_assert(was_slow);
	line = content("s.log");
	ck_assert_ptr_nonnull(strstr(line, "\"target\":\"/x\""));
	ck_assert_ptr_nonnull(strstr(line, "\"params\":null"));
	ck_assert_ptr_nonnull(strstr(line, "\"first_byte\":2"));
	ck_assert_ptr_nonnull(strstr(line, "\"took_us\":2"));
	ck_assert_ptr_nonnull(
	    strstr(line, ",\"what\":\"sleep\",\"why\":\"tired\"}]"));
	/* A quick request is not logged. */
	unit_capture();
	get("/x/fail");
	ck_assert_uint_gt(strlen(unit_captured()), 0);
	ck_assert_str_eq(content("s.log"), line);
	tear_down();
}
END_TEST

START_TEST(a_step_is_slow_after_a_tenth_of_the_threshold)
{
	set_up(190);
	get("/x");
	ck_assert(was_slow);
	tear_down();
	set_up(10000);
	get("/x");
	ck_assert(!was_slow);
	tear_down();
}
END_TEST

/* A deadline answers the request before its application does. */
START_TEST(a_timed_out_request_is_counted_once)
{
	struct fcgi_request *given_up;
	struct fcgi_pool pool;

	set_up(10);
	fcgi_pool_init(&pool, &transport);
	given_up = fcgi_pool_get(&pool);
	given_up->base.times.ready = 2000;
	given_up->base.client = "192.0.2.1";
	given_up->base.method = "GET";
	given_up->base.target = "/x";
	given_up->base.times.begun = 1000;
	given_up->base.body.status = 200;
	observer.options = options;
	gate.observer.begin(&observer, &given_up->base);
	request_observer_rejected(
	    &options, &given_up->base, "504 Gateway Timeout", 31000);
	ck_assert_str_eq(content("a.log"), "GET - 504 0 192.0.2.1\n");
	ck_assert_int_eq(
	    atomic_load(&page->totals.counters[COUNTER_TIMEOUTS]), 1);
	ck_assert_int_eq(counted()->answers[5], 1);
	gate.observer.end(&observer, &given_up->base, 0);
	ck_assert_str_eq(content("a.log"), "GET - 504 0 192.0.2.1\n");
	ck_assert_int_eq(route_sum_requests(counted()), 1);
	ck_assert_int_eq(atomic_load(&page->threads[1].requests), 1);
	/* The slow log has the end of the application. */
	ck_assert_ptr_nonnull(strstr(content("s.log"), "\"status\":504,"));
	fcgi_pool_put(&pool, given_up);
	fcgi_pool_clear(&pool);
	tear_down();
}
END_TEST

START_TEST(a_rejected_request_is_logged)
{
	struct fcgi_request *refused;
	struct fcgi_pool pool;

	set_up(10);
	fcgi_pool_init(&pool, &transport);
	refused = fcgi_pool_get(&pool);
	ck_assert_int_eq(environ_set(&refused->base.environ, "REQUEST_METHOD",
			     "PUT", &error),
	    0);
	request_observer_rejected(
	    &options, &refused->base, "408 Request Timeout", 1);
	gate.observer.rejected(
	    &observer, "431 Request Header Fields Too Large");
	ck_assert_str_eq(content("a.log"), "PUT - 408 0 -\n- - 431 0 -\n");
	ck_assert_int_eq(
	    atomic_load(&page->totals.counters[COUNTER_REJECTED]), 2);
	fcgi_pool_put(&pool, refused);
	fcgi_pool_clear(&pool);
	tear_down();
}
END_TEST

/* The request waited for half a minute before it was served. */
START_TEST(waiting_time_is_included)
{
	struct request request;

	set_up(10000);
	request_init(&request, NULL, NULL);
	request.times.begun = clock_milliseconds() - 31000;
	request.times.params = request.times.begun + 300;
	request.times.ready = request.times.begun + 1000;
	gate.observer.begin(&observer, &request);
	request.body.status = 200;
	gate.observer.end(&observer, &request, 0);
	ck_assert_int_ge(counted()->microseconds, 30900 * 1000);
	ck_assert_ptr_nonnull(strstr(
	    content("s.log"), "{\"params\":300,\"body\":700,\"waiting\":3"));
	ck_assert_ptr_nonnull(
	    strstr(content("s.log"), "\"cause\":\"application\""));
	ck_assert_int_eq(atomic_load(&page->totals.client), 1000 * 1000);
	request_clear(&request);
	tear_down();
}
END_TEST

/* The body took 30 seconds. */
START_TEST(a_request_that_its_client_made_slow_is_marked)
{
	const atomic_int_least64_t *slow;
	struct request request;

	set_up(10000);
	slow = &page->totals.counters[COUNTER_SLOW];
	observer.options.slow_threshold = 10000 * 1000;
	request_init(&request, NULL, NULL);
	request.times.begun = clock_milliseconds() - 31000;
	request.times.params = request.times.begun + 300;
	request.times.ready = request.times.begun + 30000;
	gate.observer.begin(&observer, &request);
	request.body.status = 200;
	gate.observer.end(&observer, &request, 0);
	ck_assert_ptr_nonnull(
	    strstr(content("s.log"), "\"client_seconds\":30.000000"));
	ck_assert_ptr_nonnull(strstr(content("s.log"), "\"cause\":\"client\""));
	ck_assert_int_eq(atomic_load(&slow[SLOW_CLIENT]), 1);
	ck_assert_int_eq(atomic_load(&slow[SLOW_APPLICATION]), 0);
	request_clear(&request);
	tear_down();
}
END_TEST

/* Its transport tells how long the reader took. */
START_TEST(the_time_of_a_slow_reader_is_the_clients)
{
	struct request request;

	set_up(0);
	request_init(&request, NULL, NULL);
	request.times.begun = request.times.ready = clock_milliseconds() - 5000;
	gate.observer.begin(&observer, &request);
	request.waits.sending = 4500;
	request.body.status = 200;
	gate.observer.end(&observer, &request, 0);
	ck_assert_int_eq(atomic_load(&page->totals.client), 4500 * 1000);
	request_clear(&request);
	tear_down();
}
END_TEST

START_TEST(a_closed_connection_is_logged_as_499)
{
	struct request request;

	set_up(10000);
	request_init(&request, NULL, NULL);
	gate.observer.begin(&observer, &request);
	gate.observer.end(&observer, &request, -1);
	ck_assert_str_eq(content("a.log"), "- - 499 0 -\n");
	ck_assert_int_eq(counted()->answers[0], 1);
	request_clear(&request);
	tear_down();
}
END_TEST

/*
 * A part of an answer was sent; then its peer or its application ended it.
 */
static void
cut(bool peer_closed)
{
	struct request request;

	request_init(&request, NULL, NULL);
	gate.observer.begin(&observer, &request);
	request.body.status = 200;
	request.body.sent = true;
	request.body.peer_closed = peer_closed;
	gate.observer.end(&observer, &request, -1);
	request_clear(&request);
}

START_TEST(an_answer_that_was_cut_is_not_logged_as_complete)
{
	set_up(10000);
	cut(true);
	cut(false);
	ck_assert_str_eq(content("a.log"), "- - 499 0 -\n- - 500 0 -\n");
	ck_assert_int_eq(counted()->answers[0], 2);
	tear_down();
}
END_TEST

START_TEST(without_consumers_the_gate_has_no_observer)
{
	const struct request_observer_options none = { 0 };

	set_up(10000);
	gate.observer = (struct observer){ 0 };
	request_observer_init(&observer, &none, 0, &gate);
	ck_assert_ptr_null(gate.observer.owner);
	get("/x");
	ck_assert_str_eq(content("a.log"), "");
	tear_down();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_request_is_counted_and_logged,
		a_slow_request_is_explained,
		a_step_is_slow_after_a_tenth_of_the_threshold,
		a_timed_out_request_is_counted_once,
		a_rejected_request_is_logged,
		waiting_time_is_included,
		a_request_that_its_client_made_slow_is_marked,
		the_time_of_a_slow_reader_is_the_clients,
		a_closed_connection_is_logged_as_499,
		an_answer_that_was_cut_is_not_logged_as_complete,
		without_consumers_the_gate_has_no_observer,
		NULL,
	};

	return unit_run("serve/request_observer", tests);
}
