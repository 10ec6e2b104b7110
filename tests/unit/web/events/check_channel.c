/*
 * Channels: which events a listener gets, which are kept, and who closes what.
 */
#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "web/waiter.h"

static struct gantry_channel *channel;
static struct gantry_error error;
static struct waiter one, other;

static int
answer(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_listen(response, channel);
}

static void
open_channel(const struct gantry_channel_options *options)
{
	channel = gantry_channel_open(NULL, options, &error);
	ck_assert_ptr_nonnull(channel);
}

/* The event has NAME as its id and data. */
static void
publish(const char *name)
{
	const struct gantry_event event = { .id = name, .data = name };

	ck_assert_int_eq(gantry_channel_publish(channel, &event, &error), 0);
}

static void
join(struct waiter *waiter, const char *last_event_id)
{
	*waiter = (struct waiter){ .last_event_id = last_event_id };
	waiter_begin(waiter, answer, NULL);
	ck_assert_int_eq(waiter->result, GANTRY_DEFERRED);
}

/* The listener has got the events NAMES, one letter each; '!': missed. */
static void
assert_got(struct waiter *waiter, const char *names)
{
	struct gantry_buffer text = { 0 };
	const char *at, *body;

	waiter_run(waiter);
	for (at = names; *at != '\0'; at++)
		if (*at == '!')
			gantry_buffer_puts(&text, "event: missed\ndata: \n\n");
		else
			gantry_buffer_printf(
			    &text, "id: %c\ndata: %c\n\n", *at, *at);
	gantry_buffer_putc(&text, '\0');
	ck_assert_int_eq(gantry_buffer_putc(&waiter->out, '\0'), 0);
	body = strstr(waiter->out.data, "\r\n\r\n");
	body = body != NULL ? body + strlen("\r\n\r\n:\n\n") : waiter->out.data;
	ck_assert_str_eq(body, text.data);
	gantry_buffer_reset(&waiter->out);
	gantry_buffer_clear(&text);
}

static void
leave(struct waiter *waiter)
{
	waiter_cancel(waiter, GANTRY_END_GONE);
	waiter_end(waiter);
}

START_TEST(all_listeners_get_what_is_published_from_then_on)
{
	open_channel(NULL);
	publish("a");
	join(&one, NULL);
	ck_assert_uint_eq(gantry_channel_listeners(channel), 1);
	join(&other, NULL);
	ck_assert_uint_eq(gantry_channel_listeners(channel), 2);
	publish("b");
	publish("c");
	assert_got(&one, "bc");
	assert_got(&other, "bc");
	leave(&one);
	ck_assert_uint_eq(gantry_channel_listeners(channel), 1);
	publish("d");
	assert_got(&other, "d");
	leave(&other);
	ck_assert_uint_eq(gantry_channel_listeners(channel), 0);
	gantry_channel_close(channel);
}
END_TEST

START_TEST(a_listener_that_comes_back_gets_what_it_has_missed)
{
	static const struct gantry_channel_options options = {
		.missed = "missed",
		.replay = 2,
	};

	open_channel(&options);
	publish("a");
	publish("b");
	publish("c");
	join(&one, "a");
	assert_got(&one, "bc");
	leave(&one);
	join(&one, "c");
	assert_got(&one, "");
	leave(&one);
	/* It is told once, and begins as a new one does. */
	join(&one, "unknown");
	assert_got(&one, "!bc");
	publish("d");
	assert_got(&one, "d");
	leave(&one);
	join(&one, NULL);
	assert_got(&one, "cd");
	leave(&one);
	/* The last of two with the same id counts. */
	publish("a");
	join(&one, "a");
	assert_got(&one, "");
	leave(&one);
	gantry_channel_close(channel);
}
END_TEST

START_TEST(a_slow_listener_misses_what_is_not_kept)
{
	static const struct gantry_channel_options options = {
		.events_max = 2,
		.missed = "missed",
	};

	open_channel(&options);
	join(&one, NULL);
	assert_got(&one, "");
	join(&other, NULL);
	one.is_stalled = true;
	publish("a");
	/* This one is on its way. */
	assert_got(&one, "a");
	publish("b");
	publish("c");
	publish("d");
	publish("e");
	assert_got(&one, "");
	assert_got(&other, "!de");
	waiter_take(&one);
	assert_got(&one, "!de");
	leave(&one);
	leave(&other);
	gantry_channel_close(channel);
}
END_TEST

START_TEST(nobody_is_told_without_a_type)
{
	static const struct gantry_channel_options options = {
		.events_max = 1,
		.replay = 100,
	};

	open_channel(&options);
	publish("a");
	publish("b");
	join(&one, "a");
	assert_got(&one, "b");
	publish("c");
	publish("d");
	assert_got(&one, "d");
	leave(&one);
	gantry_channel_close(channel);
}
END_TEST

START_TEST(the_bytes_that_are_kept_are_limited)
{
	/* "id: a\ndata: a\n\n" has 15 bytes. */
	static const struct gantry_channel_options options = {
		.size_max = 40,
		.replay = 100,
	};
	const struct gantry_event large = {
		.data = "this is longer than what the channel keeps of all",
	};

	open_channel(&options);
	publish("a");
	publish("b");
	publish("c");
	ck_assert_int_eq(gantry_channel_publish(channel, &large, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	join(&one, NULL);
	assert_got(&one, "bc");
	leave(&one);
	gantry_channel_close(channel);
}
END_TEST

START_TEST(an_event_that_is_being_sent_stays)
{
	static char text[40001];
	static const struct gantry_channel_options options = {
		.events_max = 1,
	};
	const struct gantry_event event = { .data = text };

	memset(text, 'x', sizeof(text) - 1);
	open_channel(&options);
	join(&one, NULL);
	assert_got(&one, "");
	one.is_stalled = true;
	ck_assert_int_eq(gantry_channel_publish(channel, &event, &error), 0);
	waiter_run(&one);
	ck_assert_uint_lt(one.out.length, 20000);
	publish("b");
	waiter_take(&one);
	ck_assert_uint_eq(one.out.length,
	    strlen("data: \n\nid: b\ndata: b\n\n") + sizeof(text) - 1);
	leave(&one);
	gantry_channel_close(channel);
}
END_TEST

START_TEST(the_listeners_of_a_closed_channel_end)
{
	open_channel(NULL);
	join(&one, NULL);
	publish("a");
	gantry_channel_close(channel);
	waiter_run(&one);
	ck_assert_int_eq(one.result, 0);
	waiter_end(&one);
}
END_TEST

START_TEST(a_channel_with_a_name_is_shared_and_closed_last)
{
	static const struct gantry_channel_options options = {
		.replay = 1,
	};
	struct gantry_channel *same, *different;

	channel = gantry_channel_open("news", &options, &error);
	same = gantry_channel_open("news", NULL, &error);
	different = gantry_channel_open("weather", NULL, &error);
	ck_assert_ptr_nonnull(channel);
	ck_assert_ptr_eq(same, channel);
	ck_assert_ptr_ne(different, channel);
	publish("a");
	gantry_channel_close(different);
	gantry_channel_close(same);
	join(&one, NULL);
	assert_got(&one, "a");
	gantry_channel_close(channel);
	waiter_run(&one);
	ck_assert_int_eq(one.result, 0);
	waiter_end(&one);
	/* It is another one now. */
	channel = gantry_channel_open("news", &options, &error);
	join(&one, NULL);
	assert_got(&one, "");
	leave(&one);
	gantry_channel_close(channel);
}
END_TEST

START_TEST(invalid_options_are_refused)
{
	static const struct gantry_channel_options invalid[] = {
		{ .missed = "a\nb" },
		{ .retry = -1 },
		{ .events_max = SIZE_MAX },
	};
	size_t i;

	for (i = 0; i < sizeof(invalid) / sizeof(invalid[0]); i++) {
		ck_assert_ptr_null(
		    gantry_channel_open("x", &invalid[i], &error));
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	}
	ck_assert_ptr_null(gantry_channel_open(NULL, &invalid[0], NULL));
}
END_TEST

START_TEST(a_head_is_no_listener)
{
	open_channel(NULL);
	one = (struct waiter){ .method = "HEAD" };
	waiter_begin(&one, answer, NULL);
	ck_assert_int_eq(one.result, 0);
	ck_assert_uint_eq(gantry_channel_listeners(channel), 0);
	waiter_end(&one);
	gantry_channel_close(channel);
}
END_TEST

START_TEST(no_channel_does_no_harm)
{
	const struct gantry_event event = { .data = "" };

	gantry_channel_close(NULL);
	ck_assert_uint_eq(gantry_channel_listeners(NULL), 0);
	ck_assert_int_eq(gantry_channel_publish(NULL, &event, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_ARGUMENT);
	ck_assert_int_eq(gantry_response_listen(NULL, NULL), -1);
	channel = NULL;
	one = (struct waiter){ 0 };
	unit_capture();
	waiter_begin(&one, answer, NULL);
	ck_assert_ptr_nonnull(strstr(unit_captured(), "channel is NULL"));
	ck_assert_int_eq(one.result, 0);
	waiter_end(&one);
	open_channel(NULL);
	ck_assert_int_eq(gantry_channel_publish(channel, NULL, NULL), -1);
	gantry_channel_close(channel);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		all_listeners_get_what_is_published_from_then_on,
		a_listener_that_comes_back_gets_what_it_has_missed,
		a_slow_listener_misses_what_is_not_kept,
		nobody_is_told_without_a_type,
		the_bytes_that_are_kept_are_limited,
		an_event_that_is_being_sent_stays,
		the_listeners_of_a_closed_channel_end,
		a_channel_with_a_name_is_shared_and_closed_last,
		invalid_options_are_refused,
		a_head_is_no_listener,
		no_channel_does_no_harm,
		NULL,
	};

	return unit_run("web/channel", tests);
}
