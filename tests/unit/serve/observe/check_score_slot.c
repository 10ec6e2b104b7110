/*
 * What the master takes over from the page of a worker that may lie.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "serve/observe/score_slot.h"
#include "unit.h"

#define THREADS 2

static struct score_slot slot;
static int64_t now;

static void
set_up(void)
{
	ck_assert_int_eq(score_slot_open(&slot, THREADS, 7), 0);
	now = clock_milliseconds();
	slot.started = now - 10000;
}

static void
tear_down(void)
{
	score_slot_close(&slot);
	ck_assert_ptr_null(slot.page);
	ck_assert_int_eq(slot.state, SCORE_FREE);
	score_slot_close(&slot);
}

static enum score_state
update(int state)
{
	atomic_store(&slot.page->state, state);
	score_slot_update(&slot, now);
	return slot.state;
}

START_TEST(the_state_only_advances)
{
	set_up();
	ck_assert_int_eq(update(0), SCORE_STARTING);
	ck_assert_int_eq(update(-1), SCORE_STARTING);
	ck_assert_int_eq(update(SCORE_DRAINING + 1), SCORE_STARTING);
	ck_assert_int_eq(update(INT32_MAX), SCORE_STARTING);
	ck_assert_int_eq(update(INT32_MIN), SCORE_STARTING);
	ck_assert_int_eq(update(SCORE_SERVING), SCORE_SERVING);
	ck_assert_int_eq(update(SCORE_STARTING), SCORE_SERVING);
	ck_assert_int_eq(update(SCORE_FREE), SCORE_SERVING);
	ck_assert_int_eq(update(SCORE_DRAINING), SCORE_DRAINING);
	ck_assert_int_eq(update(SCORE_SERVING), SCORE_DRAINING);
	tear_down();
	/* The master may look too late to see it serve. */
	set_up();
	ck_assert_int_eq(update(SCORE_DRAINING), SCORE_DRAINING);
	tear_down();
}
END_TEST

static int64_t
beat(int64_t when)
{
	atomic_store(&slot.page->heartbeat, when);
	score_slot_update(&slot, now);
	return slot.heartbeat;
}

START_TEST(a_worker_that_opened_its_applications_could_start)
{
	set_up();
	ck_assert(!score_slot_could_start(&slot));
	atomic_store(&slot.page->opened, true);
	ck_assert(score_slot_could_start(&slot));
	atomic_store(&slot.page->opened, false);
	update(SCORE_SERVING);
	ck_assert(score_slot_could_start(&slot));
	tear_down();
}
END_TEST

START_TEST(a_heartbeat_is_neither_from_the_future_nor_goes_back)
{
	set_up();
	ck_assert_int_eq(beat(INT64_MIN), 0);
	ck_assert_int_eq(beat(-1), 0);
	ck_assert_int_eq(beat(1), 0);
	ck_assert_int_eq(beat(slot.started - 1), 0);
	ck_assert_int_eq(beat(now + 1), 0);
	ck_assert_int_eq(beat(INT64_MAX), 0);
	ck_assert_int_eq(beat(now - 500), now - 500);
	ck_assert_int_eq(beat(1), now - 500);
	ck_assert_int_eq(beat(INT64_MAX), now - 500);
	ck_assert_int_eq(beat(now), now);
	tear_down();
}
END_TEST

START_TEST(counters_never_go_back_and_do_not_jump)
{
	struct score_totals *totals;
	const int64_t most = 11 * 1000 * 10000;

	set_up();
	totals = &slot.page->totals;
	atomic_store(&totals->counters[COUNTER_TIMEOUTS], 50);
	atomic_store(&totals->latencies[3], 20);
	atomic_store(&totals->codes[99], 7);
	atomic_store(&slot.page->routes[0].microseconds, 5000);
	score_slot_count(&slot, now);
	ck_assert_int_eq(slot.sums.counters[COUNTER_TIMEOUTS], 50);
	ck_assert_int_eq(slot.sums.codes[99], 7);
	ck_assert_int_eq(slot.sums.latencies[3], 20);
	ck_assert_int_eq(slot.sums.microseconds, 5000);
	atomic_store(&totals->counters[COUNTER_TIMEOUTS], INT64_MIN);
	atomic_store(&totals->latencies[3], 19);
	atomic_store(&totals->codes[99], INT64_MIN);
	atomic_store(&slot.page->routes[0].microseconds, -1);
	score_slot_count(&slot, now);
	ck_assert_int_eq(slot.sums.counters[COUNTER_TIMEOUTS], 50);
	ck_assert_int_eq(slot.sums.codes[99], 7);
	ck_assert_int_eq(slot.sums.latencies[3], 20);
	ck_assert_int_eq(slot.sums.microseconds, 5000);
	atomic_store(&totals->counters[COUNTER_TIMEOUTS], INT64_MAX);
	atomic_store(&totals->latencies[3], most + 1);
	atomic_store(&totals->codes[99], INT64_MAX);
	atomic_store(&slot.page->routes[0].microseconds, INT64_MAX);
	score_slot_count(&slot, now);
	ck_assert_int_eq(slot.sums.counters[COUNTER_TIMEOUTS], 50);
	ck_assert_int_eq(slot.sums.codes[99], 7);
	ck_assert_int_eq(slot.sums.latencies[3], 20);
	ck_assert_int_eq(slot.sums.microseconds, 5000);
	atomic_store(&totals->latencies[3], most);
	score_slot_count(&slot, now);
	ck_assert_int_eq(slot.sums.latencies[3], most);
	tear_down();
}
END_TEST

START_TEST(a_worker_cannot_count_what_the_master_counts)
{
	set_up();
	score_count(slot.page, COUNTER_REJECTED);
	score_count(slot.page, COUNTER_WORKERS_STARTED);
	score_count(slot.page, COUNTER_WORKERS_DIED);
	score_slot_count(&slot, now);
	ck_assert_int_eq(slot.sums.counters[COUNTER_REJECTED], 1);
	ck_assert_int_eq(slot.sums.counters[COUNTER_WORKERS_STARTED], 0);
	ck_assert_int_eq(slot.sums.counters[COUNTER_WORKERS_DIED], 0);
	tear_down();
}
END_TEST

START_TEST(the_requests_of_threads_are_added)
{
	set_up();
	atomic_store(&slot.page->threads[0].requests, 3);
	atomic_store(&slot.page->threads[1].requests, 4);
	score_slot_count(&slot, now);
	ck_assert_int_eq(slot.requests, 7);
	atomic_store(&slot.page->threads[1].requests, INT64_MAX);
	score_slot_count(&slot, now);
	ck_assert_int_eq(slot.requests, 7);
	tear_down();
}
END_TEST

START_TEST(an_impossible_phase_is_not_shown)
{
	struct score_activity activity;
	struct score_thread *thread;

	set_up();
	thread = &slot.page->threads[1];
	atomic_store(&thread->phase, SCORE_WRITING);
	atomic_store(&thread->since, now - 5);
	atomic_store(&thread->tid, 12);
	ck_assert(score_slot_activity(&slot, 1, now, &activity));
	ck_assert_int_eq(activity.phase, SCORE_WRITING);
	ck_assert_int_eq(activity.since, now - 5);
	ck_assert_int_eq(activity.tid, 12);
	atomic_store(&thread->phase, -1);
	ck_assert(!score_slot_activity(&slot, 1, now, &activity));
	atomic_store(&thread->phase, SCORE_WRITING + 1);
	ck_assert(!score_slot_activity(&slot, 1, now, &activity));
	atomic_store(&thread->phase, INT32_MAX);
	ck_assert(!score_slot_activity(&slot, 1, now, &activity));
	tear_down();
}
END_TEST

START_TEST(times_of_a_thread_are_in_the_past)
{
	static const int64_t times[] = { INT64_MIN, -1, 0, 1, INT64_MAX };
	struct score_activity activity;
	size_t i;

	set_up();
	for (i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		atomic_store(&slot.page->threads[0].since, times[i]);
		atomic_store(&slot.page->threads[0].heartbeat, times[i]);
		atomic_store(&slot.page->threads[0].tid, (int)times[i] - 1);
		ck_assert(score_slot_activity(&slot, 0, now, &activity));
		ck_assert_int_le(activity.since, now);
		if (activity.since != 0)
			ck_assert_int_ge(activity.since, slot.started);
		ck_assert_int_ge(activity.heartbeat, 0);
		ck_assert_int_le(activity.heartbeat, now);
		ck_assert_int_ge(activity.tid, 0);
		ck_assert_int_eq(score_slot_is_idle(&slot), times[i] == 0);
	}
	tear_down();
}
END_TEST

static const struct score_crash *
crash(int tid)
{
	static struct score_crash crash;

	atomic_store(&slot.page->crashed_tid, tid);
	score_slot_crash(&slot, 11, now, &crash);
	ck_assert_int_eq(crash.signal, 11);
	ck_assert_int_eq(crash.at, now);
	return &crash;
}

static void
begin(unsigned thread, int tid, const char *target)
{
	atomic_store(&slot.page->threads[thread].tid, tid);
	score_begin(&slot.page->threads[thread], "GET", target, "id");
	atomic_store(&slot.page->threads[thread].since, now - 5);
}

START_TEST(a_crash_is_told_with_the_request_of_its_thread)
{
	set_up();
	ck_assert(!crash(0)->has_request);
	begin(0, 41, "/a");
	ck_assert_str_eq(crash(0)->texts.target, "/a");
	ck_assert_int_eq(crash(0)->tid, 41);
	begin(1, 42, "/b");
	ck_assert(!crash(0)->has_request);
	ck_assert_str_eq(crash(42)->texts.target, "/b");
	ck_assert_int_eq(crash(42)->took, 5);
	ck_assert(!crash(43)->has_request);
	ck_assert_int_eq(crash(43)->tid, 43);
	tear_down();
}
END_TEST

START_TEST(a_crash_with_an_impossible_thread_has_no_request)
{
	set_up();
	begin(0, 41, "/a");
	begin(1, 41, "/b");
	ck_assert(!crash(41)->has_request);
	ck_assert_int_eq(crash(INT32_MIN)->tid, 0);
	ck_assert_int_eq(crash(INT32_MAX)->tid, 0);
	tear_down();
}
END_TEST

START_TEST(threads_with_requests_are_busy)
{
	set_up();
	ck_assert_uint_eq(score_slot_busy(&slot), 0);
	begin(1, 42, "/b");
	ck_assert_uint_eq(score_slot_busy(&slot), 1);
	score_end(&slot.page->threads[1]);
	ck_assert_uint_eq(score_slot_busy(&slot), 0);
	tear_down();
}
END_TEST

START_TEST(connections_are_bounded)
{
	set_up();
	atomic_store(&slot.page->connections, 12);
	atomic_store(&slot.page->queued, 13);
	ck_assert_int_eq(score_slot_connections(&slot), 12);
	atomic_store(&slot.page->deferred, 14);
	ck_assert_int_eq(score_slot_queued(&slot), 13);
	ck_assert_int_eq(score_slot_deferred(&slot), 14);
	ck_assert(!score_slot_is_idle(&slot));
	atomic_store(&slot.page->connections, -12);
	atomic_store(&slot.page->queued, INT64_MAX);
	ck_assert_int_eq(score_slot_connections(&slot), 0);
	ck_assert_int_eq(score_slot_queued(&slot), 0);
	atomic_store(&slot.page->deferred, -1);
	ck_assert_int_eq(score_slot_deferred(&slot), 0);
	ck_assert(score_slot_is_idle(&slot));
	tear_down();
}
END_TEST

START_TEST(a_worker_takes_no_more_than_it_was_sent)
{
	set_up();
	ck_assert_int_eq(score_slot_untaken(&slot, 3), 3);
	atomic_store(&slot.page->taken, 2);
	ck_assert_int_eq(score_slot_untaken(&slot, 3), 1);
	atomic_store(&slot.page->taken, 4);
	ck_assert_int_eq(score_slot_untaken(&slot, 3), 0);
	atomic_store(&slot.page->taken, -1);
	ck_assert_int_eq(score_slot_untaken(&slot, 3), 0);
	tear_down();
}
END_TEST

START_TEST(only_a_worker_that_serves_can_want_a_job)
{
	set_up();
	atomic_store(&slot.page->wanted_jobs[3], 0x80);
	ck_assert(!score_slot_wants_job(&slot, 3));
	update(SCORE_SERVING);
	ck_assert(score_slot_wants_job(&slot, 3));
	ck_assert(!score_slot_wants_job(&slot, 2));
	score_slot_clear_job(&slot, 3);
	ck_assert(!score_slot_wants_job(&slot, 3));
	tear_down();
}
END_TEST

START_TEST(sums_saturate)
{
	struct score_sums one = { .microseconds = SCORE_COUNT_MAX - 1 };
	const struct score_sums other = { .microseconds = SCORE_COUNT_MAX,
		.latencies[SCORE_BUCKETS] = 2 };

	ck_assert_int_eq(score_sum(1, 2), 3);
	ck_assert_int_eq(
	    score_sum(SCORE_COUNT_MAX - 2, 1), SCORE_COUNT_MAX - 1);
	ck_assert_int_eq(
	    score_sum(SCORE_COUNT_MAX, SCORE_COUNT_MAX), SCORE_COUNT_MAX);
	score_sums_add(&one, &other);
	ck_assert_int_eq(one.microseconds, SCORE_COUNT_MAX);
	ck_assert_int_eq(one.latencies[SCORE_BUCKETS], 2);
}
END_TEST

/* Whatever the page holds, what the master has of it stays within bounds. */
START_TEST(any_bytes_are_bearable)
{
	const size_t size =
	    sizeof(struct score_page) + THREADS * sizeof(struct score_thread);
	struct score_sums before;
	struct score_activity activity;
	int turn, state = SCORE_STARTING;
	unsigned char *bytes;
	unsigned i;
	size_t at;

	set_up();
	bytes = (unsigned char *)slot.page;
	srandom(1);
	for (turn = 0; turn < 200; turn++) {
		for (at = 0; at < size; at++)
			bytes[at] =
			    turn % 3 == 0 ? 0xff : (unsigned char)random();
		before = slot.sums;
		score_slot_update(&slot, now + turn);
		score_slot_count(&slot, now + turn);
		ck_assert_int_ge(slot.state, state);
		ck_assert_int_le(slot.state, SCORE_DRAINING);
		state = slot.state;
		for (i = 0; i < COUNTER_SLOTS; i++) {
			ck_assert_int_ge(
			    slot.sums.counters[i], before.counters[i]);
			ck_assert_int_le(
			    slot.sums.counters[i], SCORE_COUNT_MAX);
		}
		ck_assert_int_le(score_slot_queued(&slot), 1000000);
		for (i = 0; i < THREADS; i++)
			if (score_slot_activity(&slot, i, now, &activity))
				ck_assert_uint_le(
				    activity.phase, SCORE_WRITING);
	}
	tear_down();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_state_only_advances,
		a_worker_that_opened_its_applications_could_start,
		a_heartbeat_is_neither_from_the_future_nor_goes_back,
		counters_never_go_back_and_do_not_jump,
		a_worker_cannot_count_what_the_master_counts,
		the_requests_of_threads_are_added,
		an_impossible_phase_is_not_shown,
		times_of_a_thread_are_in_the_past,
		a_crash_is_told_with_the_request_of_its_thread,
		a_crash_with_an_impossible_thread_has_no_request,
		threads_with_requests_are_busy,
		connections_are_bounded,
		a_worker_takes_no_more_than_it_was_sent,
		only_a_worker_that_serves_can_want_a_job,
		sums_saturate,
		any_bytes_are_bearable,
		NULL,
	};

	return unit_run("serve/score_slot", tests);
}
