/*
 * Streams that wait: when READ is called, each way in which they end, and what
 * their handle does.
 */
#include <errno.h>
#include <string.h>
#include <time.h>

#include <gantry/clock.h>

#include "unit.h"
#include "web/waiter.h"

#define HEAD                                         \
	"Status: 200 OK\r\n"                         \
	"Content-Type: application/octet-stream\r\n" \
	"\r\n"

static struct waiter it;

/* What READ returns next; without TEXT, it has nothing yet. */
static struct {
	struct gantry_stream *stream;
	const char *text;
	bool is_last, fails, sleeps;
	int64_t until;
	int64_t length;
	unsigned reads, closed;
} source;

static ssize_t
read_source(void *argument, void *data, size_t size)
{
	size_t length;

	ck_assert_ptr_eq(argument, &source);
	ck_assert_uint_eq(source.closed, 0);
	source.reads++;
	if (source.fails)
		return -1;
	if (source.text == NULL) {
		if (source.is_last || gantry_stream_is_draining(source.stream))
			return 0;
		if (source.sleeps)
			gantry_stream_wake_at(source.stream, source.until);
		return GANTRY_STREAM_LATER;
	}
	length = strlen(source.text);
	ck_assert_uint_le(length, size);
	memcpy(data, source.text, length);
	source.text = NULL;
	return (ssize_t)length;
}

static void
close_source(void *argument)
{
	ck_assert_ptr_eq(argument, &source);
	source.closed++;
}

static int
wait_for_source(
    struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	if (gantry_response_stream(response, read_source, close_source, &source,
		source.length) == -1)
		return -1;
	source.stream = gantry_response_get_stream(response);
	ck_assert_ptr_eq(gantry_response_get_stream(response), source.stream);
	return source.stream != NULL ? 0 : -1;
}

static void
begin(const struct waiter *waiter)
{
	memset(&source, 0, sizeof(source));
	source.length = -1;
	it = *waiter;
	waiter_begin(&it, wait_for_source, NULL);
}

/* It has waited, and reads now. */
static void
wake(const char *text)
{
	source.text = text;
	ck_assert_int_eq(gantry_stream_wake(source.stream), 0);
	waiter_run(&it);
}

START_TEST(a_stream_waits_and_is_read_when_it_is_woken)
{
	begin(&(struct waiter){ 0 });
	ck_assert_int_eq(it.result, GANTRY_DEFERRED);
	ck_assert_uint_eq(source.reads, 1);
	waiter_run(&it);
	ck_assert_uint_eq(it.runs, 0);
	wake("one");
	waiter_took(&it, HEAD "one");
	ck_assert_uint_eq(source.reads, 3);
	wake("two");
	waiter_took(&it, "two");
	source.is_last = true;
	wake(NULL);
	waiter_took(&it, "");
	ck_assert_int_eq(it.result, 0);
	ck_assert_uint_eq(source.closed, 1);
	waiter_end(&it);
}
END_TEST

START_TEST(wakes_before_it_is_read_are_one)
{
	begin(&(struct waiter){ 0 });
	gantry_stream_wake(source.stream);
	gantry_stream_wake(source.stream);
	wake("one");
	ck_assert_uint_eq(it.runs, 1);
	waiter_took(&it, HEAD "one");
	waiter_cancel(&it, GANTRY_END_GONE);
	waiter_end(&it);
}
END_TEST

START_TEST(a_stream_is_read_at_a_time)
{
	const struct timespec pause = { .tv_nsec = 5000000 };

	begin(&(struct waiter){ 0 });
	source.sleeps = true;
	source.until = INT64_MAX - 1;
	wake(NULL);
	source.until = gantry_clock_milliseconds() + 20;
	wake(NULL);
	source.text = "in time";
	source.is_last = true;
	while (it.result == GANTRY_DEFERRED) {
		nanosleep(&pause, NULL);
		waiter_run(&it);
	}
	waiter_took(&it, HEAD "in time");
	ck_assert_uint_eq(it.runs, 3);
	waiter_end(&it);
}
END_TEST

START_TEST(a_stream_is_not_read_while_the_peer_takes_nothing)
{
	begin(&(struct waiter){ 0 });
	it.is_stalled = true;
	wake("one");
	ck_assert_uint_eq(source.reads, 2);
	wake("two");
	wake("three");
	ck_assert_uint_eq(source.reads, 2);
	waiter_took(&it, HEAD "one");
	waiter_take(&it);
	waiter_took(&it, "three");
	waiter_cancel(&it, GANTRY_END_GONE);
	waiter_end(&it);
}
END_TEST

START_TEST(a_stream_is_closed_once_in_every_end)
{
	static const enum gantry_end reasons[] = { GANTRY_END_GONE,
		GANTRY_END_DEADLINE, GANTRY_END_DRAINING };
	struct gantry_stream *held;
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		begin(&(struct waiter){ 0 });
		wake("begun");
		held = gantry_stream_hold(source.stream);
		unit_capture();
		waiter_cancel(&it, reasons[i]);
		unit_captured();
		ck_assert_int_eq(it.result, -1);
		ck_assert_uint_eq(source.closed, 1);
		errno = 0;
		ck_assert_int_eq(gantry_stream_wake(held), -1);
		ck_assert_int_eq(errno, ECANCELED);
		gantry_stream_release(held);
		waiter_end(&it);
	}
}
END_TEST

START_TEST(a_stream_that_fails_is_cut_off_and_closed)
{
	begin(&(struct waiter){ 0 });
	wake("begun");
	source.fails = true;
	unit_capture();
	wake(NULL);
	unit_captured();
	ck_assert_int_eq(it.result, -1);
	ck_assert_uint_eq(source.closed, 1);
	waiter_end(&it);
}
END_TEST

START_TEST(a_client_that_leaves_is_not_a_failure_of_the_application)
{
	begin(&(struct waiter){ 0 });
	it.has_left = it.is_stalled = true;
	unit_capture();
	wake("begun");
	ck_assert_str_eq(unit_captured(), "");
	ck_assert_int_eq(it.result, -1);
	ck_assert_uint_eq(source.closed, 1);
	waiter_end(&it);
}
END_TEST

START_TEST(a_drain_is_told_to_the_stream)
{
	begin(&(struct waiter){ 0 });
	wake("begun");
	ck_assert(!gantry_stream_is_draining(source.stream));
	waiter_drain(&it);
	ck_assert_int_eq(it.result, 0);
	waiter_took(&it, HEAD "begun");
	ck_assert_uint_eq(source.closed, 1);
	waiter_end(&it);
}
END_TEST

START_TEST(a_stream_of_a_known_length_ends_with_it)
{
	memset(&source, 0, sizeof(source));
	source.length = 6;
	it = (struct waiter){ 0 };
	waiter_begin(&it, wait_for_source, NULL);
	wake("one");
	wake("two");
	ck_assert_int_eq(it.result, 0);
	waiter_took(&it,
	    "Status: 200 OK\r\nContent-Length: 6\r\n"
	    "Content-Type: application/octet-stream\r\n\r\nonetwo");
	waiter_end(&it);
}
END_TEST

START_TEST(a_head_does_not_wait)
{
	begin(&(struct waiter){ .method = "HEAD" });
	ck_assert_int_eq(it.result, 0);
	ck_assert_uint_eq(source.reads, 0);
	ck_assert_uint_eq(source.closed, 1);
	waiter_took(&it, HEAD);
	waiter_end(&it);
}
END_TEST

static void
assert_unavailable(const char *reason)
{
	const char *log = unit_captured();

	ck_assert_msg(strstr(log, reason) != NULL, "%s", log);
	ck_assert_int_eq(it.result, 0);
	ck_assert_uint_eq(source.reads, 0);
	ck_assert_uint_eq(source.closed, 1);
	ck_assert_int_eq(gantry_buffer_putc(&it.out, '\0'), 0);
	ck_assert_int_eq(
	    strncmp(it.out.data, "Status: 503 Service Unavailable\r\n", 33), 0);
}

START_TEST(where_requests_cannot_wait_the_response_is_503)
{
	unit_capture();
	begin(&(struct waiter){ .cannot_defer = true });
	assert_unavailable("this transport cannot defer requests");
	ck_assert_ptr_null(strstr(it.out.data, "Retry-After"));
	waiter_end(&it);
}
END_TEST

START_TEST(one_too_many_gets_503)
{
	unit_capture();
	begin(&(struct waiter){ .is_full = true });
	assert_unavailable("could not be deferred");
	ck_assert_ptr_nonnull(strstr(it.out.data, "Retry-After: 1\r\n"));
	waiter_end(&it);
}
END_TEST

static ssize_t
read_later(void *argument, void *data, size_t size)
{
	(void)argument;
	(void)data;
	(void)size;
	return GANTRY_STREAM_LATER;
}

static int
wait_without_handle(
    struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_stream(response, read_later, NULL, NULL, -1);
}

START_TEST(a_stream_without_a_handle_cannot_wait)
{
	it = (struct waiter){ 0 };
	unit_capture();
	waiter_begin(&it, wait_without_handle, NULL);
	ck_assert_ptr_nonnull(strstr(
	    unit_captured(), "gantry_response_get_stream was not called"));
	ck_assert_int_eq(it.result, 0);
	waiter_end(&it);
}
END_TEST

static int
ask_for_handle(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_text(response, "text");
	ck_assert_ptr_null(gantry_response_get_stream(response));
	return -1;
}

START_TEST(a_text_has_no_handle)
{
	it = (struct waiter){ 0 };
	unit_capture();
	waiter_begin(&it, ask_for_handle, NULL);
	ck_assert_ptr_nonnull(strstr(unit_captured(), "is not a stream"));
	waiter_end(&it);
}
END_TEST

static int
replace_stream(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_stream *held;

	ck_assert_int_eq(wait_for_source(request, response), 0);
	held = gantry_stream_hold(source.stream);
	ck_assert_int_eq(gantry_stream_wake(held), 0);
	gantry_response_text(response, "text");
	ck_assert_uint_eq(source.closed, 1);
	ck_assert_int_eq(gantry_stream_wake(held), -1);
	gantry_stream_release(held);
	return 0;
}

START_TEST(a_stream_that_is_replaced_is_closed)
{
	memset(&source, 0, sizeof(source));
	it = (struct waiter){ 0 };
	waiter_begin(&it, replace_stream, NULL);
	ck_assert_int_eq(it.result, 0);
	ck_assert_uint_eq(source.closed, 1);
	waiter_end(&it);
}
END_TEST

START_TEST(no_handle_does_no_harm)
{
	ck_assert_ptr_null(gantry_response_get_stream(NULL));
	ck_assert_int_eq(gantry_stream_wake(NULL), -1);
	gantry_stream_wake_at(NULL, 0);
	ck_assert(!gantry_stream_is_draining(NULL));
	gantry_stream_release(gantry_stream_hold(NULL));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_stream_waits_and_is_read_when_it_is_woken,
		wakes_before_it_is_read_are_one,
		a_stream_is_read_at_a_time,
		a_stream_is_not_read_while_the_peer_takes_nothing,
		a_stream_is_closed_once_in_every_end,
		a_stream_that_fails_is_cut_off_and_closed,
		a_client_that_leaves_is_not_a_failure_of_the_application,
		a_drain_is_told_to_the_stream,
		a_stream_of_a_known_length_ends_with_it,
		a_head_does_not_wait,
		where_requests_cannot_wait_the_response_is_503,
		one_too_many_gets_503,
		a_stream_without_a_handle_cannot_wait,
		a_text_has_no_handle,
		a_stream_that_is_replaced_is_closed,
		no_handle_does_no_harm,
		NULL,
	};

	return unit_run("web/stream", tests);
}
