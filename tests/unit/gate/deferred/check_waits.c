/*
 * What a deferred request waits for: descriptors, times, and the peer.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/clock.h"
#include "gate/deferred/deferred.h"
#include "gate/deferred/events.h"
#include "unit.h"

static struct deferrals deferrals;
static struct gantry_deferred *deferred;
static struct gantry_error error;
static int ends[2]; /* of a pipe */
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

static int
other_call(struct gantry_environ *environ, void *argument)
{
	(void)environ;
	(void)argument;
	return 0;
}

static void
begin(void)
{
	const struct deferrals_options options = { .most = 1 };
	const struct gantry_deferral deferral = { 0 };

	ck_assert_int_eq(deferrals_init(&deferrals, &options, &error), 0);
	ck_assert_int_eq(pipe(ends), 0);
	deferred = deferred_new(&deferrals, NULL, &deferral, &error);
	ck_assert_ptr_nonnull(deferred);
	deferred->schedule = schedule;
	scheduled = 0;
}

static void
end(void)
{
	deferred_end(deferred, GANTRY_END_FINISHED);
	deferrals_clear(&deferrals);
	close(ends[0]);
	close(ends[1]);
}

/* Is CALL with ARGUMENT the only call that is due? */
static bool
is_due(gantry_deferred_call *expected, void *argument)
{
	struct deferred_call next;

	deferral_events_poll(&deferrals);
	if (!deferred_next(deferred, &next))
		return false;
	ck_assert(next.call == expected);
	ck_assert_ptr_eq(next.argument, argument);
	ck_assert(!deferred_next(deferred, &next));
	return true;
}

START_TEST(a_descriptor_is_waited_for_once)
{
	begin();
	ck_assert_int_eq(
	    gantry_wait_readable(deferred, ends[0], call, &ends), 0);
	/* The same wait. */
	ck_assert_int_eq(
	    gantry_wait_readable(deferred, ends[0], call, &ends), 0);
	ck_assert(!is_due(call, &ends));
	ck_assert_int_eq(write(ends[1], "x", 1), 1);
	ck_assert(is_due(call, &ends));
	ck_assert(!is_due(call, &ends));
	/* It is still readable. */
	gantry_wait_readable(deferred, ends[0], call, NULL);
	ck_assert(is_due(call, NULL));
	end();
}
END_TEST

START_TEST(an_end_that_was_closed_is_readable)
{
	begin();
	gantry_wait_readable(deferred, ends[0], call, NULL);
	close(ends[1]);
	ends[1] = -1;
	ck_assert(is_due(call, NULL));
	end();
}
END_TEST

START_TEST(two_waits_share_a_descriptor)
{
	struct deferred_call next;
	const int before = unit_count_descriptors();

	begin();
	gantry_wait_writable(deferred, ends[1], call, NULL);
	ck_assert_int_eq(
	    gantry_wait_writable(deferred, ends[1], other_call, NULL), 0);
	ck_assert_int_eq(
	    gantry_wait_readable(deferred, ends[1], call, NULL), 0);
	deferral_events_poll(&deferrals);
	ck_assert(deferred_next(deferred, &next));
	ck_assert(next.call == call);
	ck_assert(deferred_next(deferred, &next));
	ck_assert(next.call == other_call);
	end();
	ck_assert_int_eq(unit_count_descriptors(), before);
}
END_TEST

START_TEST(a_file_is_always_ready_and_a_closed_descriptor_is_an_error)
{
	int file;

	begin();
	unit_write_text(unit_path("file"), "text");
	file = open(unit_path("file"), O_RDONLY);
	ck_assert_int_eq(gantry_wait_readable(deferred, file, call, NULL), 0);
	ck_assert(is_due(call, NULL));
	close(file);
	errno = 0;
	ck_assert_int_eq(gantry_wait_readable(deferred, file, call, NULL), -1);
	ck_assert_int_eq(errno, EBADF);
	ck_assert(!is_due(call, NULL));
	end();
}
END_TEST

START_TEST(a_time_comes_and_can_be_moved)
{
	const int64_t now = clock_milliseconds();

	begin();
	gantry_wait_until(deferred, now - 1, call, NULL);
	ck_assert(is_due(call, NULL));
	gantry_wait_until(deferred, now + 60000, call, NULL);
	ck_assert(!is_due(call, NULL));
	gantry_wait_until(deferred, now + 180000, call, NULL);
	deferral_events_advance(&deferrals, 120000);
	ck_assert(!is_due(call, NULL));
	gantry_wait_until(deferred, now + 100000, call, NULL);
	ck_assert(is_due(call, NULL));
	deferral_events_advance(&deferrals, 120000);
	ck_assert(!is_due(call, NULL));
	end();
}
END_TEST

/* Otherwise it is called again and again until the clock has reached it. */
START_TEST(a_time_is_not_over_before_the_clock_has_reached_it)
{
	int64_t at;
	int i;

	begin();
	for (i = 0; i < 10; i++) {
		at = clock_milliseconds() + 5 + i;
		gantry_wait_until(deferred, at, call, NULL);
		while (!is_due(call, NULL))
			continue;
		ck_assert_int_ge(clock_milliseconds(), at);
	}
	end();
}
END_TEST

START_TEST(the_peer_drains_what_was_written)
{
	begin();
	gantry_wait_drained(deferred, call, NULL);
	ck_assert(!is_due(call, NULL));
	deferred_park(deferred);
	ck_assert_uint_eq(scheduled, 0);
	deferred_drained(deferred);
	ck_assert_uint_eq(scheduled, 1);
	ck_assert(is_due(call, NULL));
	deferred_drained(deferred);
	ck_assert(!is_due(call, NULL));
	end();
}
END_TEST

START_TEST(waits_can_be_cancelled)
{
	begin();
	ck_assert_int_eq(write(ends[1], "x", 1), 1);
	gantry_wait_readable(deferred, ends[0], call, NULL);
	gantry_wait_until(deferred, 0, call, NULL);
	gantry_resume(deferred, call, NULL);
	gantry_resume(deferred, call, &ends);
	gantry_wait_cancel(deferred, call, NULL);
	ck_assert(is_due(call, &ends));
	end();
}
END_TEST

START_TEST(their_number_is_limited)
{
	static char arguments[64];
	size_t i;

	begin();
	for (i = 0; i < sizeof(arguments); i++)
		ck_assert_int_eq(
		    gantry_resume(deferred, call, &arguments[i]), 0);
	ck_assert_int_eq(gantry_resume(deferred, call, NULL), -1);
	ck_assert_int_eq(errno, EBUSY);
	/* One that is due already is not another one. */
	ck_assert_int_eq(gantry_resume(deferred, call, arguments), 0);
	end();
}
END_TEST

START_TEST(a_request_that_was_cancelled_waits_for_nothing)
{
	begin();
	deferred_cancel(deferred, GANTRY_END_GONE);
	ck_assert_int_eq(gantry_wait_until(deferred, 0, call, NULL), -1);
	ck_assert_int_eq(errno, ECANCELED);
	ck_assert_int_eq(
	    gantry_wait_readable(deferred, ends[0], call, NULL), -1);
	ck_assert_int_eq(gantry_wait_readable(deferred, 0, NULL, NULL), -1);
	ck_assert_int_eq(errno, EINVAL);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_descriptor_is_waited_for_once,
		an_end_that_was_closed_is_readable,
		two_waits_share_a_descriptor,
		a_file_is_always_ready_and_a_closed_descriptor_is_an_error,
		a_time_comes_and_can_be_moved,
		a_time_is_not_over_before_the_clock_has_reached_it,
		the_peer_drains_what_was_written,
		waits_can_be_cancelled,
		their_number_is_limited,
		a_request_that_was_cancelled_waits_for_nothing,
		NULL,
	};

	return unit_run("gate/waits", tests);
}
