/*
 * One deferred request from its beginning to its end.  The test is the
 * transport: it counts how often the request wants a thread.
 */
#include "gate/deferred/deferred.h"
#include "gate/deferred/events.h"
#include "unit.h"

static struct deferrals deferrals;
static struct gantry_error error;
static unsigned scheduled, ends, drains;
static bool wanted_here;
static enum gantry_end ended_with;
static int argument;

static void
schedule(void *owner, bool here)
{
	ck_assert_ptr_eq(owner, &argument);
	wanted_here = here;
	scheduled++;
}

static void
ended(struct gantry_environ *environ, enum gantry_end reason, void *passed)
{
	ck_assert_ptr_null(environ);
	ck_assert_ptr_eq(passed, &argument);
	ended_with = reason;
	ends++;
}

static int
drain(struct gantry_environ *environ, void *passed)
{
	ck_assert_ptr_null(environ);
	ck_assert_ptr_eq(passed, &argument);
	drains++;
	return GANTRY_DEFERRED;
}

static int
first(struct gantry_environ *environ, void *passed)
{
	(void)environ;
	(void)passed;
	return 1;
}

static int
second(struct gantry_environ *environ, void *passed)
{
	(void)environ;
	(void)passed;
	return 2;
}

static struct gantry_deferred *
defer(void)
{
	const struct gantry_deferral deferral = {
		.ended = ended,
		.drain = drain,
		.argument = &argument,
	};
	struct gantry_deferred *deferred =
	    deferred_new(&deferrals, NULL, &deferral, &error);

	if (deferred != NULL) {
		deferred->schedule = schedule;
		deferred->owner = &argument;
	}
	return deferred;
}

static void
begin(void)
{
	const struct deferrals_options options = { .most = 2 };

	ck_assert_int_eq(deferrals_init(&deferrals, &options, &error), 0);
	scheduled = ends = drains = 0;
}

static void
end(void)
{
	ck_assert_uint_eq(deferrals_count(&deferrals), 0);
	deferrals_clear(&deferrals);
}

/* The function that is due next, and its argument; NULL: none. */
static gantry_deferred_call *
next(struct gantry_deferred *deferred, void *passed)
{
	struct deferred_call call;

	if (!deferred_next(deferred, &call))
		return NULL;
	ck_assert_ptr_eq(call.argument, passed);
	return call.call;
}

START_TEST(a_request_is_scheduled_once_for_several_calls)
{
	struct gantry_deferred *deferred;
	int other;

	begin();
	deferred = defer();
	deferred_park(deferred);
	ck_assert_uint_eq(scheduled, 0);
	ck_assert_int_eq(gantry_resume(deferred, first, &argument), 0);
	ck_assert_int_eq(gantry_resume(deferred, second, &argument), 0);
	ck_assert_int_eq(gantry_resume(deferred, first, &other), 0);
	/* These are called already. */
	ck_assert_int_eq(gantry_resume(deferred, first, &argument), 0);
	ck_assert_uint_eq(scheduled, 1);
	ck_assert(!wanted_here);
	deferred_begin(deferred);
	ck_assert(next(deferred, &argument) == first);
	ck_assert(next(deferred, &argument) == second);
	ck_assert(next(deferred, &other) == first);
	ck_assert(next(deferred, NULL) == NULL);
	deferred_end(deferred, GANTRY_END_FINISHED);
	ck_assert_uint_eq(ends, 1);
	end();
}
END_TEST

START_TEST(a_call_that_comes_while_it_runs_is_not_lost)
{
	struct gantry_deferred *deferred;

	begin();
	deferred = defer();
	gantry_resume(deferred, first, &argument);
	ck_assert_uint_eq(scheduled, 0);
	deferred_park(deferred);
	ck_assert_uint_eq(scheduled, 1);
	deferred_begin(deferred);
	ck_assert(next(deferred, &argument) == first);
	/* The same call, after it has begun, is another one. */
	gantry_resume(deferred, first, &argument);
	ck_assert_uint_eq(scheduled, 1);
	deferred_park(deferred);
	ck_assert_uint_eq(scheduled, 2);
	deferred_begin(deferred);
	deferred_end(deferred, GANTRY_END_FINISHED);
	end();
}
END_TEST

START_TEST(a_request_that_is_cancelled_calls_nothing_any_more)
{
	struct gantry_deferred *deferred;

	begin();
	deferred = defer();
	deferred_park(deferred);
	gantry_resume(deferred, first, &argument);
	deferred_cancel(deferred, GANTRY_END_GONE);
	deferred_cancel(deferred, GANTRY_END_DEADLINE);
	ck_assert_uint_eq(scheduled, 1);
	ck_assert(gantry_deferred_is_ending(deferred));
	ck_assert_int_eq(gantry_resume(deferred, first, &argument), -1);
	deferred_begin(deferred);
	ck_assert(next(deferred, NULL) == NULL);
	ck_assert_int_eq(deferred->reason, GANTRY_END_GONE);
	ck_assert_uint_eq(ends, 0);
	deferred_end(deferred, deferred->reason);
	ck_assert_uint_eq(ends, 1);
	ck_assert_int_eq(ended_with, GANTRY_END_GONE);
	end();
}
END_TEST

START_TEST(a_request_that_is_cancelled_while_it_runs_is_scheduled_to_end)
{
	struct gantry_deferred *deferred;

	begin();
	deferred = defer();
	deferred_cancel(deferred, GANTRY_END_DRAINING);
	ck_assert_uint_eq(scheduled, 0);
	deferred_park(deferred);
	ck_assert_uint_eq(scheduled, 1);
	deferred_begin(deferred);
	deferred_end(deferred, GANTRY_END_DRAINING);
	end();
}
END_TEST

START_TEST(a_held_handle_survives_the_end)
{
	struct gantry_deferred *deferred;

	begin();
	deferred = defer();
	ck_assert_ptr_eq(gantry_deferred_hold(deferred), deferred);
	deferred_end(deferred, GANTRY_END_FINISHED);
	end();
	ck_assert(gantry_deferred_is_ending(deferred));
	ck_assert_int_eq(gantry_resume(deferred, first, &argument), -1);
	gantry_wait_cancel(deferred, first, &argument);
	deferred_cancel(deferred, GANTRY_END_GONE);
	gantry_deferred_release(deferred);
	ck_assert_uint_eq(ends, 1);
}
END_TEST

START_TEST(one_too_many_is_refused)
{
	struct gantry_deferred *deferred[2];

	begin();
	deferred[0] = defer();
	deferred[1] = defer();
	ck_assert_ptr_null(defer());
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	deferred_end(deferred[0], GANTRY_END_FINISHED);
	deferred[0] = defer();
	ck_assert_ptr_nonnull(deferred[0]);
	deferred_end(deferred[1], GANTRY_END_FINISHED);
	deferred_end(deferred[0], GANTRY_END_FINISHED);
	end();
}
END_TEST

START_TEST(a_drain_asks_each_request_once)
{
	struct gantry_deferred *before, *after;
	struct deferred_call call;

	begin();
	before = defer();
	deferred_park(before);
	deferral_events_drain(&deferrals);
	ck_assert_uint_eq(scheduled, 1);
	deferred_begin(before);
	ck_assert(deferred_next(before, &call));
	ck_assert_int_eq(call.call(NULL, call.argument), GANTRY_DEFERRED);
	ck_assert_uint_eq(drains, 1);
	ck_assert(!deferred_next(before, &call));
	deferred_park(before);
	ck_assert_uint_eq(scheduled, 1);
	/* One that comes later is asked at once. */
	after = defer();
	deferred_park(after);
	ck_assert_uint_eq(scheduled, 2);
	deferral_events_cancel(&deferrals, GANTRY_END_DRAINING);
	ck_assert_uint_eq(scheduled, 3);
	deferred_begin(before);
	deferred_begin(after);
	deferred_end(before, before->reason);
	deferred_end(after, after->reason);
	ck_assert_int_eq(ended_with, GANTRY_END_DRAINING);
	end();
}
END_TEST

START_TEST(a_request_can_stay_in_its_thread)
{
	struct gantry_deferred *deferred;

	begin();
	deferred = defer();
	gantry_resume_here(deferred);
	deferred_park(deferred);
	gantry_resume(deferred, first, &argument);
	ck_assert(wanted_here);
	deferred_begin(deferred);
	deferred_end(deferred, GANTRY_END_FINISHED);
	end();
}
END_TEST

START_TEST(no_handle_does_no_harm)
{
	ck_assert_int_eq(gantry_resume(NULL, first, NULL), -1);
	ck_assert_int_eq(gantry_wait_until(NULL, 0, first, NULL), -1);
	ck_assert_int_eq(gantry_wait_readable(NULL, 0, first, NULL), -1);
	ck_assert_int_eq(gantry_wait_drained(NULL, first, NULL), -1);
	gantry_resume_here(NULL);
	gantry_wait_cancel(NULL, first, NULL);
	gantry_deferred_release(gantry_deferred_hold(NULL));
	ck_assert(gantry_deferred_is_ending(NULL));
	ck_assert_int_eq(gantry_deferred_pending(NULL), 0);
	ck_assert_ptr_null(gantry_environ_deferred(NULL));
	ck_assert_ptr_null(gantry_defer(NULL, NULL, NULL));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_request_is_scheduled_once_for_several_calls,
		a_call_that_comes_while_it_runs_is_not_lost,
		a_request_that_is_cancelled_calls_nothing_any_more,
		a_request_that_is_cancelled_while_it_runs_is_scheduled_to_end,
		a_held_handle_survives_the_end,
		one_too_many_is_refused,
		a_drain_asks_each_request_once,
		a_request_can_stay_in_its_thread,
		no_handle_does_no_harm,
		NULL,
	};

	return unit_run("gate/deferred", tests);
}
