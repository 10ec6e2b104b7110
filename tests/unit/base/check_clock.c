/*
 * Unit tests for bridge/base/clock.c: the monotonic clock, and deadlines on it.
 */
#include <time.h>

#include <gantry/clock.h>

#include "base/clock.h"
#include "unit.h"

static int64_t
to_microseconds(const struct timespec *time)
{
	return (int64_t)time->tv_sec * 1000000 + time->tv_nsec / 1000;
}

START_TEST(a_deadline_is_the_time_from_now)
{
	const int64_t waits[] = { 0, 1, 999999, 1000000, 1500000, 90000000 };
	struct timespec deadline;
	int64_t before, after;
	size_t i;

	for (i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
		before = clock_microseconds();
		deadline = clock_deadline(waits[i]);
		after = clock_microseconds();
		ck_assert_int_ge(to_microseconds(&deadline), before + waits[i]);
		ck_assert_int_le(to_microseconds(&deadline), after + waits[i]);
		ck_assert_int_ge(deadline.tv_nsec, 0);
		ck_assert_int_lt(deadline.tv_nsec, 1000000000);
	}
}
END_TEST

START_TEST(the_clocks_agree_and_never_go_back)
{
	int64_t coarse, fine = 0, next;
	int i;

	for (i = 0; i < 1000; i++) {
		next = clock_microseconds();
		ck_assert_int_ge(next, fine);
		fine = next;
	}
	coarse = gantry_clock_milliseconds();
	ck_assert_int_ge(coarse, fine / 1000 - 100);
	ck_assert_int_ge(clock_milliseconds(), coarse);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_deadline_is_the_time_from_now,
		the_clocks_agree_and_never_go_back,
		NULL,
	};

	return unit_run("base/clock", tests);
}
