/*
 * What a client that listens is told, and when.
 */
#include <stdio.h>
#include <string.h>

#include <gantry/clock.h>

#include "entities/entities.h"
#include "entities/generation_events.h"
#include "entities/site.h"
#include "gate/settings.h"
#include "unit.h"
#include "web/waiter.h"

static struct gantry_settings settings;

/* Find the id of the only event that WAITER has got; "": none. */
static const char *
told(struct waiter *waiter)
{
	static char id[64];
	const char *at;

	ck_assert_int_eq(gantry_buffer_putc(&waiter->out, '\0'), 0);
	at = strstr(waiter->out.data, "\nid: ");
	id[0] = '\0';
	if (at != NULL) {
		ck_assert_int_eq(sscanf(at, "\nid: %63[0-9a-z]", id), 1);
		ck_assert_ptr_nonnull(
		    strstr(at, "\nevent: generation\ndata: {\"generation\":"));
		ck_assert_ptr_null(strstr(at + 1, "\nid: "));
	}
	gantry_buffer_reset(&waiter->out);
	return id;
}

static void
configure(const char *store)
{
	struct gantry_error error;

	ck_assert_int_eq(settings_init(&settings, &entities_application), 0);
	ck_assert_int_eq(
	    settings_put(&settings, "data_storage", store, &error), 0);
	ck_assert_int_eq(
	    settings_put(&settings, "cache", unit_path("x.db"), &error), 0);
}

static struct waiter
listen_to(const char *last_event_id)
{
	return (struct waiter){
		.path = "/events",
		.last_event_id = last_event_id,
		.given = &entities_application,
		.settings = &settings,
	};
}

/* Run until something has come. */
static void
await(struct waiter *waiter)
{
	const int64_t deadline = gantry_clock_milliseconds() + 30000;

	gantry_buffer_reset(&waiter->out);
	ck_assert_int_eq(gantry_buffer_putc(&waiter->out, '\n'), 0);
	while (waiter->out.length == 1) {
		ck_assert_int_lt(gantry_clock_milliseconds(), deadline);
		waiter_run(waiter);
	}
}

static void
leave(struct waiter *waiter)
{
	waiter_cancel(waiter, GANTRY_END_GONE);
	waiter_end(waiter);
}

START_TEST(the_generation_is_told_at_once_and_when_it_changes)
{
	struct waiter waiter = listen_to(NULL), other = listen_to(NULL);
	char first[64], second[64];

	site_build(NULL);
	configure("sqlite");
	waiter_begin(&waiter, NULL, NULL);
	snprintf(first, sizeof(first), "%s", told(&waiter));
	ck_assert_uint_eq(strlen(first), 16);
	site_build(site_sample + 1);
	await(&waiter);
	snprintf(second, sizeof(second), "%s", told(&waiter));
	ck_assert_uint_eq(strlen(second), 16);
	ck_assert_str_ne(first, second);
	leave(&waiter);
	/* The first of the next ones looks anew. */
	site_build(NULL);
	waiter_begin(&other, NULL, NULL);
	ck_assert_str_eq(told(&other), first);
	leave(&other);
	settings_clear(&settings);
}
END_TEST

START_TEST(a_client_is_not_told_what_it_knows)
{
	struct waiter knows = listen_to("noop"), other = listen_to("another");

	configure("noop");
	waiter_begin(&knows, NULL, NULL);
	ck_assert_int_eq(knows.result, GANTRY_DEFERRED);
	ck_assert_str_eq(told(&knows), "");
	leave(&knows);
	waiter_begin(&other, NULL, NULL);
	ck_assert_str_eq(told(&other), "noop");
	/* Nothing will come, and nothing runs. */
	waiter_run(&other);
	ck_assert_uint_eq(other.runs, 0);
	waiter_drain(&other);
	waiter_end(&other);
	settings_clear(&settings);
}
END_TEST

START_TEST(the_threads_of_a_process_share_what_they_know)
{
	struct event_watch *one = event_watch_open("/a"),
			   *again = event_watch_open("/a"),
			   *other = event_watch_open("/b");

	ck_assert_ptr_nonnull(one);
	ck_assert_ptr_eq(one, again);
	ck_assert_ptr_ne(one, other);
	event_watch_close(one);
	event_watch_close(other);
	other = event_watch_open("/a");
	ck_assert_ptr_eq(again, other);
	event_watch_close(again);
	event_watch_close(other);
	event_watch_close(NULL);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_generation_is_told_at_once_and_when_it_changes,
		a_client_is_not_told_what_it_knows,
		the_threads_of_a_process_share_what_they_know,
		NULL,
	};

	return unit_run("entities/generation_events", tests);
}
