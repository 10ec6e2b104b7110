/*
 * All deferred requests of a process: their deadlines, and the descriptor that
 * says when there is something to do.
 */
#include <poll.h>
#include <unistd.h>

#include "base/clock.h"
#include "gate/deferred/deferred.h"
#include "gate/deferred/events.h"
#include "unit.h"

static struct deferrals deferrals;
static struct gantry_error error;
static unsigned scheduled;

static void
schedule(void *owner, bool here)
{
	(void)owner;
	(void)here;
	scheduled++;
}

static int
call(struct gantry_environ *environ, void *argument)
{
	(void)environ;
	(void)argument;
	return 0;
}

static void
begin(void)
{
	const struct deferrals_options options = {
		.most = 1000,
		.timeout = 5000,
	};

	ck_assert_int_eq(deferrals_init(&deferrals, &options, &error), 0);
	scheduled = 0;
}

static struct gantry_deferred *
defer(void)
{
	const struct gantry_deferral deferral = { 0 };
	struct gantry_deferred *deferred =
	    deferred_new(&deferrals, NULL, &deferral, &error);

	ck_assert_ptr_nonnull(deferred);
	deferred->schedule = schedule;
	deferred_park(deferred);
	return deferred;
}

static void
finish(struct gantry_deferred *deferred)
{
	deferred_begin(deferred);
	deferred_end(deferred, GANTRY_END_FINISHED);
}

/* Wait until the descriptor is readable, at most PATIENCE milliseconds. */
static bool
is_readable(int patience)
{
	struct pollfd waited = { .fd = deferrals.epoll, .events = POLLIN };

	return poll(&waited, 1, patience) == 1;
}

START_TEST(the_descriptor_says_when_a_time_has_come)
{
	struct gantry_deferred *deferred;

	begin();
	deferred = defer();
	ck_assert(!is_readable(0));
	gantry_wait_until(deferred, clock_milliseconds() + 20, call, NULL);
	ck_assert(is_readable(10000));
	deferral_events_poll(&deferrals);
	ck_assert_uint_eq(scheduled, 1);
	ck_assert(!is_readable(0));
	finish(deferred);
	deferrals_clear(&deferrals);
}
END_TEST

START_TEST(the_descriptor_says_when_another_is_ready)
{
	struct gantry_deferred *deferred;
	int ends[2];

	begin();
	ck_assert_int_eq(pipe(ends), 0);
	deferred = defer();
	gantry_wait_readable(deferred, ends[0], call, NULL);
	ck_assert(!is_readable(0));
	ck_assert_int_eq(write(ends[1], "x", 1), 1);
	ck_assert(is_readable(10000));
	deferral_events_poll(&deferrals);
	ck_assert_uint_eq(scheduled, 1);
	ck_assert(!is_readable(0));
	finish(deferred);
	close(ends[0]);
	close(ends[1]);
	deferrals_clear(&deferrals);
}
END_TEST

START_TEST(a_request_that_writes_nothing_is_cancelled)
{
	struct gantry_deferred *silent, *writes;

	begin();
	silent = defer();
	writes = defer();
	deferral_events_advance(&deferrals, 3000);
	ck_assert_uint_eq(scheduled, 0);
	atomic_store(&writes->written, deferrals_now());
	deferral_events_advance(&deferrals, 3000);
	ck_assert_uint_eq(scheduled, 1);
	ck_assert(deferred_is_cancelled(silent));
	ck_assert_int_eq(silent->reason, GANTRY_END_DEADLINE);
	ck_assert(!deferred_is_cancelled(writes));
	deferral_events_advance(&deferrals, 3000);
	ck_assert(deferred_is_cancelled(writes));
	finish(silent);
	finish(writes);
	deferrals_clear(&deferrals);
}
END_TEST

START_TEST(many_descriptors_are_ready_at_a_time)
{
	struct gantry_deferred *deferred[200];
	int ends[2];
	size_t i;

	begin();
	ck_assert_int_eq(pipe(ends), 0);
	for (i = 0; i < 200; i++) {
		deferred[i] = defer();
		ck_assert_int_eq(
		    gantry_wait_readable(deferred[i], ends[0], call, NULL), 0);
	}
	ck_assert_int_eq(write(ends[1], "x", 1), 1);
	deferral_events_poll(&deferrals);
	ck_assert_uint_eq(scheduled, 200);
	for (i = 0; i < 200; i++)
		finish(deferred[i]);
	close(ends[0]);
	close(ends[1]);
	ck_assert_uint_eq(deferrals_count(&deferrals), 0);
	deferrals_clear(&deferrals);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_descriptor_says_when_a_time_has_come,
		the_descriptor_says_when_another_is_ready,
		a_request_that_writes_nothing_is_cancelled,
		many_descriptors_are_ready_at_a_time,
		NULL,
	};

	return unit_run("gate/events", tests);
}
