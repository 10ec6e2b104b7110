/*
 * The events of one response: its headers, its text, comments that keep it
 * alive, and its ends.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "unit.h"
#include "web/waiter.h"

#define HEAD                                  \
	"Status: 200 OK\r\n"                  \
	"Content-Type: text/event-stream\r\n" \
	"Cache-Control: no-store\r\n"         \
	"X-Accel-Buffering: no\r\n"           \
	"\r\n"

static struct waiter it;

static struct {
	const struct gantry_event *events; /* of which COUNT come next */
	int count;
	int after; /* what NEXT returns after them */
	unsigned closed;
	int64_t retry, keep_alive;
	struct gantry_stream *stream;
} source;

static int
next(void *argument, struct gantry_event *event)
{
	ck_assert_ptr_eq(argument, &source);
	ck_assert_uint_eq(source.closed, 0);
	ck_assert_ptr_null(event->data);
	if (source.count == 0)
		return source.after;
	source.count--;
	*event = *source.events++;
	return 1;
}

static void
close_source(void *argument)
{
	ck_assert_ptr_eq(argument, &source);
	source.closed++;
}

static int
answer(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_type(response, "text/plain");
	source.stream = gantry_response_events(response,
	    &(const struct gantry_event_source){
		.next = next,
		.close = close_source,
		.argument = &source,
		.retry = source.retry,
		.keep_alive = source.keep_alive,
	    });
	return source.stream != NULL ? 0 : -1;
}

static void
begin(int64_t retry, int64_t keep_alive)
{
	memset(&source, 0, sizeof(source));
	source.after = GANTRY_STREAM_LATER;
	source.retry = retry;
	source.keep_alive = keep_alive;
	it = (struct waiter){ 0 };
	waiter_begin(&it, answer, NULL);
}

static void
send(const struct gantry_event *events, int count)
{
	source.events = events;
	source.count = count;
	ck_assert_int_eq(gantry_stream_wake(source.stream), 0);
	waiter_run(&it);
}

static void
end(void)
{
	waiter_cancel(&it, GANTRY_END_GONE);
	ck_assert_uint_eq(source.closed, 1);
	waiter_end(&it);
}

START_TEST(the_headers_are_sent_at_once)
{
	begin(0, 0);
	ck_assert_int_eq(it.result, GANTRY_DEFERRED);
	waiter_took(&it, HEAD ":\n\n");
	end();
	begin(5000, 0);
	waiter_took(&it, HEAD "retry: 5000\n\n");
	end();
}
END_TEST

START_TEST(events_are_sent_when_they_come)
{
	static const struct gantry_event events[] = {
		{ .id = "1", .data = "one" },
		{ .id = "2", .data = "two" },
		{ .id = "3", .data = "three" },
	};

	begin(0, 0);
	waiter_took(&it, HEAD ":\n\n");
	send(events, 2);
	waiter_took(&it, "id: 1\ndata: one\n\nid: 2\ndata: two\n\n");
	ck_assert_uint_eq(it.runs, 1);
	send(events + 2, 1);
	waiter_took(&it, "id: 3\ndata: three\n\n");
	source.after = 0;
	send(NULL, 0);
	ck_assert_int_eq(it.result, 0);
	ck_assert_uint_eq(source.closed, 1);
	waiter_end(&it);
}
END_TEST

/* It is longer than a piece, and the peer takes no more than one. */
START_TEST(a_long_event_is_whole)
{
	static const char head[] = HEAD ":\n\ndata: ";
	static char text[40001];
	const struct gantry_event event = { .data = text };
	size_t length = strlen(head);

	memset(text, 'x', sizeof(text) - 1);
	begin(0, 0);
	it.is_stalled = true;
	send(&event, 1);
	ck_assert_uint_lt(it.out.length, 20000);
	waiter_take(&it);
	ck_assert_uint_eq(it.out.length, length + 40000 + 2);
	ck_assert(memcmp(it.out.data, head, length) == 0);
	ck_assert(memcmp(it.out.data + length, text, 40000) == 0);
	ck_assert(memcmp(it.out.data + length + 40000, "\n\n", 2) == 0);
	end();
}
END_TEST

START_TEST(a_comment_keeps_it_alive)
{
	const struct timespec pause = { .tv_nsec = 5000000 };
	static const int64_t never[] = { -1, INT64_MIN, INT64_MAX };
	size_t comments, i;

	begin(0, 20);
	waiter_took(&it, HEAD ":\n\n");
	while (it.out.length == 0) {
		nanosleep(&pause, NULL);
		waiter_run(&it);
	}
	ck_assert_int_eq(gantry_buffer_putc(&it.out, '\0'), 0);
	comments = it.out.length / strlen(":\n\n");
	ck_assert_uint_eq(strspn(it.out.data, ":\n"), it.out.length - 1);
	/* It is not read in vain. */
	ck_assert_uint_eq(it.runs, comments);
	end();
	for (i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
		begin(0, never[i]);
		ck_assert_ptr_null(timer_heap_first(&it.deferrals.times));
		end();
	}
}
END_TEST

START_TEST(a_drain_ends_it_after_the_last_event)
{
	static const struct gantry_event event = { .data = "last" };

	begin(0, 0);
	source.events = &event;
	source.count = 1;
	waiter_drain(&it);
	ck_assert_int_eq(it.result, 0);
	ck_assert_uint_eq(source.closed, 1);
	waiter_took(&it, HEAD ":\n\ndata: last\n\n");
	waiter_end(&it);
}
END_TEST

START_TEST(what_fails_cuts_it_off)
{
	static const struct gantry_event invalid = { .id = "a\nb" };

	begin(0, 0);
	unit_capture();
	send(&invalid, 1);
	ck_assert_ptr_nonnull(strstr(unit_captured(),
	    "the id of the event contains a line "
	    "break; the response is cut off"));
	ck_assert_int_eq(it.result, -1);
	ck_assert_uint_eq(source.closed, 1);
	waiter_end(&it);
	begin(0, 0);
	source.after = -1;
	unit_capture();
	send(NULL, 0);
	unit_captured();
	ck_assert_int_eq(it.result, -1);
	ck_assert_uint_eq(source.closed, 1);
	waiter_end(&it);
}
END_TEST

static int
answer_without_next(
    struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	ck_assert_ptr_null(gantry_response_events(response,
	    &(const struct gantry_event_source){
		.close = close_source, .argument = &source }));
	return -1;
}

START_TEST(a_source_that_is_not_valid_fails_the_response_and_is_closed)
{
	unit_capture();
	begin(-1, 0);
	ck_assert_ptr_nonnull(strstr(unit_captured(), "retry"));
	ck_assert_int_eq(it.result, 0);
	ck_assert_uint_eq(source.closed, 1);
	waiter_end(&it);
	memset(&source, 0, sizeof(source));
	it = (struct waiter){ 0 };
	unit_capture();
	waiter_begin(&it, answer_without_next, NULL);
	ck_assert_ptr_nonnull(strstr(unit_captured(), "next is NULL"));
	ck_assert_uint_eq(source.closed, 1);
	waiter_end(&it);
	ck_assert_ptr_null(gantry_response_events(NULL, NULL));
}
END_TEST

static int
keep_headers(struct gantry_request *request, struct gantry_response *response)
{
	gantry_response_cache_control(response, "no-cache");
	ck_assert_int_eq(answer(request, response), 0);
	return gantry_response_fail(response, GANTRY_404, "not here");
}

START_TEST(a_failure_has_no_header_of_the_stream)
{
	memset(&source, 0, sizeof(source));
	it = (struct waiter){ 0 };
	waiter_begin(&it, keep_headers, NULL);
	ck_assert_int_eq(it.result, 0);
	ck_assert_uint_eq(source.closed, 1);
	ck_assert_int_eq(gantry_buffer_putc(&it.out, '\0'), 0);
	ck_assert_ptr_null(strstr(it.out.data, "X-Accel-Buffering"));
	ck_assert_ptr_nonnull(strstr(it.out.data, "not here"));
	waiter_end(&it);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_headers_are_sent_at_once,
		events_are_sent_when_they_come,
		a_long_event_is_whole,
		a_comment_keeps_it_alive,
		a_drain_ends_it_after_the_last_event,
		what_fails_cuts_it_off,
		a_source_that_is_not_valid_fails_the_response_and_is_closed,
		a_failure_has_no_header_of_the_stream,
		NULL,
	};

	return unit_run("web/event_source", tests);
}
