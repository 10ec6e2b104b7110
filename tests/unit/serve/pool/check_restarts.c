/*
 * Deciding when a worker that exited is replaced.
 */
#include "serve/pool/restarts.h"
#include "unit.h"

#define NOW INT64_C(1000000)

static struct restarts restarts;

static void
forget(void)
{
	restarts = (struct restarts){ 0 };
}

START_TEST(failures_in_a_row_double_the_delay)
{
	int64_t now = NOW;
	int delay, last = 50, i;

	forget();
	for (i = 0; i < 20; i++) {
		delay = restarts_failed(&restarts, 3, now);
		ck_assert(delay == last * 2 || delay == 30000);
		now += delay;
		last = delay;
	}
	ck_assert_int_eq(last, 30000);
}
END_TEST

START_TEST(a_failure_delays_its_own_position_only)
{
	int64_t due = 0;

	forget();
	ck_assert_int_eq(restarts_failed(&restarts, 3, NOW), 100);
	ck_assert(restarts_is_due(&restarts, 2, NOW, &due));
	ck_assert_int_eq(due, 0);
	ck_assert(!restarts_is_due(&restarts, 3, NOW + 99, &due));
	ck_assert_int_eq(due, NOW + 100);
	ck_assert(restarts_is_due(&restarts, 3, NOW + 100, &due));
}
END_TEST

START_TEST(the_soonest_time_is_told)
{
	int64_t due = 0;

	forget();
	restarts_failed(&restarts, 1, NOW);
	restarts_failed(&restarts, 1, NOW);
	restarts_failed(&restarts, 2, NOW);
	restarts_is_due(&restarts, 1, NOW, &due);
	ck_assert_int_eq(due, NOW + 200);
	restarts_is_due(&restarts, 2, NOW, &due);
	ck_assert_int_eq(due, NOW + 100);
	restarts_is_due(&restarts, 1, NOW, &due);
	ck_assert_int_eq(due, NOW + 100);
}
END_TEST

START_TEST(two_crashes_a_second_delay_nothing)
{
	int64_t now = NOW;
	int i;

	forget();
	for (i = 0; i < 1000; i++, now += 500)
		ck_assert_int_eq(restarts_crashed(&restarts, 0, now), 0);
}
END_TEST

START_TEST(a_crash_ends_the_delays_of_failures)
{
	forget();
	restarts_failed(&restarts, 0, NOW);
	restarts_failed(&restarts, 0, NOW);
	ck_assert_int_eq(restarts_crashed(&restarts, 0, NOW), 0);
	ck_assert_int_eq(restarts_failed(&restarts, 0, NOW), 100);
}
END_TEST

/* How many of ATTEMPTS crashes at once are not delayed? */
static int
burst(int64_t now, int attempts)
{
	int count = 0, i;

	for (i = 0; i < attempts; i++)
		if (restarts_crashed(&restarts, (unsigned)i, now) == 0)
			count++;
	return count;
}

START_TEST(crashes_at_once_are_bounded)
{
	forget();
	ck_assert_int_eq(burst(NOW, 30), RESTARTS_BURST);
	ck_assert_int_eq(restarts.positions[20].due - NOW, 100);
	ck_assert_int_eq(restarts.positions[29].due - NOW, 1000);
	/* After a quiet time they have the burst again. */
	ck_assert_int_eq(burst(NOW + 60000, 30), RESTARTS_BURST);
}
END_TEST

START_TEST(a_storm_starts_ten_workers_a_second)
{
	int64_t now = NOW, due;
	int starts;

	forget();
	for (starts = 0; now < NOW + 10000; starts++) {
		due = 0;
		restarts_crashed(&restarts, 0, now);
		if (!restarts_is_due(&restarts, 0, now, &due))
			now = due;
		now += 1; /* the next request crashes it */
	}
	ck_assert_int_ge(starts, 100);
	ck_assert_int_le(starts, 100 + RESTARTS_BURST + 2);
}
END_TEST

START_TEST(positions_beyond_the_table_are_not_delayed)
{
	int64_t due = 0;

	forget();
	ck_assert_int_eq(
	    restarts_failed(&restarts, RESTARTS_POSITIONS, NOW), 0);
	ck_assert_int_eq(
	    restarts_crashed(&restarts, RESTARTS_POSITIONS, NOW), 0);
	ck_assert(restarts_is_due(&restarts, RESTARTS_POSITIONS, NOW, &due));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		failures_in_a_row_double_the_delay,
		a_failure_delays_its_own_position_only,
		the_soonest_time_is_told,
		two_crashes_a_second_delay_nothing,
		a_crash_ends_the_delays_of_failures,
		crashes_at_once_are_bounded,
		a_storm_starts_ten_workers_a_second,
		positions_beyond_the_table_are_not_delayed,
		NULL,
	};

	return unit_run("serve/restarts", tests);
}
