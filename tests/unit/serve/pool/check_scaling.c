/*
 * Deciding the number of workers.
 */
#include "serve/pool/scaling.h"
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

#define CHECK(options, moments) \
	check(options, moments, sizeof(moments) / sizeof((moments)[0]))

START_TEST(a_static_pool_has_a_fixed_number)
{
	static const struct scaling_options options = {
		.kind = SCALING_STATIC,
		.workers = 4,
		.threads = 1,
	};
	static const struct moment moments[] = {
		{ { 0 }, 0, 4 },
		{ { .starting = 1, .serving = 2, .waiting = 9 }, 0, 1 },
		{ { .serving = 4, .idle = 4 }, 1000000, 0 },
		{ { .serving = 6, .idle = 6 }, 0, -2 },
	};

	CHECK(&options, moments);
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
		.threads = 1,
		.idle_timeout = 1000,
	};
	static const struct moment moments[] = {
		{ { 0 }, 0, 2 },
		{ { .serving = 2, .idle = 1 }, 0, 0 },
		{ { .serving = 2 }, 0, 1 },
		{ { .starting = 1, .serving = 2 }, 0, 0 },
		{ { .serving = 10 }, 0, 0 },
		{ { .serving = 6, .idle = 4, .spare_since = 5000 }, 6000, 0 },
		{ { .serving = 6, .idle = 4, .spare_since = 5000 }, 6001, -1 },
		{ { .serving = 6, .idle = 3 }, 6001, 0 },
		{ { .serving = 2, .idle = 2, .spare_since = 5000 }, 9000, 0 },
	};

	CHECK(&options, moments);
}
END_TEST

START_TEST(a_dynamic_pool_starts_all_that_wait_need_at_once)
{
	static const struct scaling_options options = {
		.kind = SCALING_DYNAMIC,
		.workers = 10,
		.workers_min = 1,
		.spare_min = 1,
		.spare_max = 1,
		.threads = 1,
		.idle_timeout = 1000,
	};
	static const struct moment moments[] = {
		{ { .serving = 1, .waiting = 3 }, 0, 4 },
		{ { .starting = 4, .serving = 1, .waiting = 3 }, 0, 0 },
		{ { .starting = 1, .serving = 1, .waiting = 3 }, 0, 3 },
		{ { .serving = 3, .idle = 2, .waiting = 3 }, 0, 2 },
		{ { .serving = 8, .waiting = 3 }, 0, 2 },
		{ { .serving = 8, .waiting = 4000000000u }, 0, 2 },
	};

	CHECK(&options, moments);
}
END_TEST

START_TEST(an_on_demand_pool_is_empty_without_requests)
{
	static const struct scaling_options options = {
		.kind = SCALING_ON_DEMAND,
		.workers = 3,
		.threads = 1,
		.idle_timeout = 1000,
	};
	static const struct moment moments[] = {
		{ { 0 }, 0, 0 },
		{ { .waiting = 1 }, 0, 1 },
		{ { .starting = 1, .waiting = 1 }, 0, 0 },
		{ { .serving = 1, .idle = 1, .waiting = 1 }, 0, 0 },
		{ { .serving = 1, .waiting = 1 }, 0, 1 },
		{ { .serving = 3, .waiting = 1 }, 0, 0 },
		{ { .serving = 1, .idle = 1, .spare_since = 1 }, 1001, 0 },
		{ { .serving = 1, .idle = 1, .spare_since = 1 }, 1002, -1 },
	};

	CHECK(&options, moments);
}
END_TEST

START_TEST(an_on_demand_pool_starts_all_that_wait_need_at_once)
{
	static const struct scaling_options options = {
		.kind = SCALING_ON_DEMAND,
		.workers = 8,
		.threads = 4,
		.idle_timeout = 1000,
	};
	static const struct moment moments[] = {
		{ { .waiting = 4 }, 0, 1 },
		{ { .waiting = 5 }, 0, 2 },
		{ { .waiting = 2048 }, 0, 8 },
		{ { .starting = 1, .waiting = 9 }, 0, 2 },
		{ { .serving = 2, .free = 1, .waiting = 1 }, 0, 0 },
		{ { .serving = 2, .free = 1, .waiting = 6 }, 0, 2 },
		{ { .serving = 3, .idle = 1, .free = 1, .waiting = 6 }, 0, 1 },
	};

	CHECK(&options, moments);
}
END_TEST

START_TEST(a_pool_can_grow_until_its_last_worker_serves)
{
	static const struct scaling_options fixed = {
		.kind = SCALING_STATIC,
		.workers = 4,
	};
	static const struct scaling_options dynamic = {
		.kind = SCALING_DYNAMIC,
		.workers = 4,
	};

	ck_assert(
	    !scaling_can_grow(&fixed, &(struct scaling_state){ .serving = 1 }));
	ck_assert(scaling_can_grow(
	    &dynamic, &(struct scaling_state){ .serving = 3 }));
	ck_assert(scaling_can_grow(
	    &dynamic, &(struct scaling_state){ .starting = 1, .serving = 3 }));
	ck_assert(!scaling_can_grow(
	    &dynamic, &(struct scaling_state){ .serving = 4 }));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_static_pool_has_a_fixed_number,
		a_dynamic_pool_keeps_spare_workers,
		a_dynamic_pool_starts_all_that_wait_need_at_once,
		an_on_demand_pool_is_empty_without_requests,
		an_on_demand_pool_starts_all_that_wait_need_at_once,
		a_pool_can_grow_until_its_last_worker_serves,
		NULL,
	};

	return unit_run("serve/scaling", tests);
}
