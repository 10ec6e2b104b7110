/*
 * Deciding the number of workers.
 */
#include "serve/master/scaling.h"
#include "unit.h"

struct moment {
	struct scaling_state state;
	int64_t now;
	int decision;
};

static void
check(const struct scaling_options *options, const struct moment *moments,
    size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		ck_assert_msg(scaling_decide(options, &moments[i].state,
				  moments[i].now) == moments[i].decision,
		    "moment %zu: %d", i,
		    scaling_decide(options, &moments[i].state, moments[i].now));
}

START_TEST(a_static_pool_has_a_fixed_number)
{
	static const struct scaling_options options = {
		.kind = SCALING_STATIC,
		.workers = 4,
	};
	static const struct moment moments[] = {
		{ { 0, 0, 0, false, 0 }, 0, 4 },
		{ { 1, 2, 0, true, 0 }, 0, 1 },
		{ { 0, 4, 4, false, 0 }, 1000000, 0 },
		{ { 0, 6, 6, false, 0 }, 0, -2 },
	};

	check(&options, moments, sizeof(moments) / sizeof(moments[0]));
}
END_TEST

START_TEST(a_dynamic_pool_keeps_spare_workers)
{
	static const struct scaling_options options = {
		.kind = SCALING_DYNAMIC,
		.workers = 10,
		.workers_min = 2,
		.spare_min = 1,
		.spare_max = 3,
		.idle_timeout = 1000,
	};
	static const struct moment moments[] = {
		{ { 0, 0, 0, false, 0 }, 0, 2 },
		{ { 0, 2, 1, false, 0 }, 0, 0 },
		{ { 0, 2, 0, true, 0 }, 0, 1 },
		{ { 1, 2, 0, true, 0 }, 0, 0 },
		{ { 0, 10, 0, true, 0 }, 0, 0 },
		{ { 0, 6, 4, false, 5000 }, 6000, 0 },
		{ { 0, 6, 4, false, 5000 }, 6001, -1 },
		{ { 0, 6, 3, false, 0 }, 6001, 0 },
		{ { 0, 2, 2, false, 5000 }, 9000, 0 },
	};

	check(&options, moments, sizeof(moments) / sizeof(moments[0]));
}
END_TEST

START_TEST(an_on_demand_pool_is_empty_without_requests)
{
	static const struct scaling_options options = {
		.kind = SCALING_ON_DEMAND,
		.workers = 3,
		.idle_timeout = 1000,
	};
	static const struct moment moments[] = {
		{ { 0, 0, 0, false, 0 }, 0, 0 },
		{ { 0, 0, 0, true, 0 }, 0, 1 },
		{ { 1, 0, 0, true, 0 }, 0, 0 },
		{ { 0, 1, 1, true, 0 }, 0, 0 },
		{ { 0, 1, 0, true, 0 }, 0, 1 },
		{ { 0, 3, 0, true, 0 }, 0, 0 },
		{ { 0, 1, 1, false, 1 }, 1001, 0 },
		{ { 0, 1, 1, false, 1 }, 1002, -1 },
	};

	check(&options, moments, sizeof(moments) / sizeof(moments[0]));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_static_pool_has_a_fixed_number,
		a_dynamic_pool_keeps_spare_workers,
		an_on_demand_pool_is_empty_without_requests,
		NULL,
	};

	return unit_run("serve/scaling", tests);
}
