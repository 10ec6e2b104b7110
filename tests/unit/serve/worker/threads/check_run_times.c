/*
 * Which mounts are long.
 */
#include "serve/worker/threads/run_times.h"
#include "unit.h"

static struct run_times times;

static void
begin(void)
{
	struct gantry_error error;

	ck_assert_int_eq(run_times_init(&times, 2, &error), 0);
}

/* Add COUNT requests of the mount 0.  Returns whether it is long then. */
static bool
is_long_after(unsigned count, int64_t microseconds)
{
	while (count-- > 0)
		run_times_add(&times, 0, microseconds);
	return run_times_is_long(&times, 0);
}

START_TEST(a_mount_is_long_until_it_has_shown_that_it_is_quick)
{
	begin();
	ck_assert(run_times_is_long(&times, 0));
	ck_assert(is_long_after(10, 10));
	ck_assert(!is_long_after(200, 10));
	ck_assert(run_times_is_long(&times, 1));
	run_times_clear(&times);
}
END_TEST

START_TEST(a_long_request_makes_it_long_and_some_quick_ones_do_not_undo_it)
{
	begin();
	is_long_after(200, 10);
	ck_assert(is_long_after(1, 5000));
	ck_assert(is_long_after(10, 10));
	ck_assert(!is_long_after(200, 10));
	run_times_clear(&times);
}
END_TEST

START_TEST(an_hour_counts_no_more_than_ten_milliseconds)
{
	begin();
	ck_assert(is_long_after(100, INT64_C(3600000000)));
	ck_assert(!is_long_after(200, 0));
	run_times_clear(&times);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_mount_is_long_until_it_has_shown_that_it_is_quick,
		a_long_request_makes_it_long_and_some_quick_ones_do_not_undo_it,
		an_hour_counts_no_more_than_ten_milliseconds,
		NULL,
	};

	return unit_run("serve/run_times", tests);
}
