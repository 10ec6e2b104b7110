/*
 * Which connections are passed, by what the master says of the others.
 */
#include "base/clock.h"
#include "serve/worker/sharing.h"
#include "unit.h"

static struct master_memory memory;
static struct sharing sharing;

static void
set_up(int64_t fewest, unsigned free)
{
	ck_assert_int_eq(master_memory_open(&memory, 1), 0);
	sharing = (struct sharing){ 0 };
	atomic_store(&memory.page->pools[0].fewest_connections, fewest);
	atomic_store(&memory.page->pools[0].free_threads, free);
}

static bool
passes(size_t count, bool awake)
{
	return sharing_passes_new(&sharing, memory.page->pools, count, awake);
}

START_TEST(a_new_connection_goes_to_a_worker_with_fewer)
{
	set_up(3, 0);
	ck_assert(!passes(3, true));
	ck_assert(passes(4, true));
	ck_assert(!passes(4, false));
	ck_assert(passes(5, false));
	master_memory_close(&memory);
}
END_TEST

START_TEST(a_worker_that_is_alone_passes_none)
{
	set_up(INT32_MAX, 0);
	ck_assert(!passes(100000, true));
	master_memory_close(&memory);
}
END_TEST

START_TEST(an_allowance_limits_the_new_connections)
{
	const int64_t begun = clock_milliseconds();
	int64_t passed = 0;

	set_up(0, 0);
	while (passes(9, true))
		passed++;
	ck_assert_int_ge(passed, 512);
	/* At most a hundred for each second that the loop took. */
	ck_assert_int_le(passed, 512 + (clock_milliseconds() - begun) / 10 + 1);
	master_memory_close(&memory);
}
END_TEST

START_TEST(waiting_requests_are_passed_to_free_threads)
{
	set_up(0, 5);
	ck_assert_uint_eq(
	    sharing_passes_waiting(&sharing, memory.page->pools, 64, 1000), 5);
	ck_assert_uint_eq(
	    sharing_passes_waiting(&sharing, memory.page->pools, 3, 1001), 3);
	master_memory_close(&memory);
}
END_TEST

START_TEST(a_pool_without_a_free_thread_is_asked_seldom)
{
	set_up(0, 0);
	ck_assert_uint_eq(
	    sharing_passes_waiting(&sharing, memory.page->pools, 64, 1000), 1);
	ck_assert_uint_eq(
	    sharing_passes_waiting(&sharing, memory.page->pools, 64, 1099), 0);
	ck_assert_uint_eq(
	    sharing_passes_waiting(&sharing, memory.page->pools, 64, 1100), 1);
	master_memory_close(&memory);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_new_connection_goes_to_a_worker_with_fewer,
		a_worker_that_is_alone_passes_none,
		an_allowance_limits_the_new_connections,
		waiting_requests_are_passed_to_free_threads,
		a_pool_without_a_free_thread_is_asked_seldom,
		NULL,
	};

	return unit_run("serve/sharing", tests);
}
