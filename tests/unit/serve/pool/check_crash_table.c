/*
 * Counting which paths crash workers.
 */
#include "serve/pool/crash_table.h"
#include "unit.h"

static const struct crash_limit limit = { .count = 3, .time = 60000 };
static struct crash_table table;

static int
add(uint64_t route, int64_t now)
{
	return crash_table_add(&table, &limit, route, now);
}

START_TEST(the_third_crash_reaches_a_limit_of_three)
{
	crash_table_clear(&table);
	ck_assert_int_eq(add(7, 1000), -1);
	ck_assert_int_eq(add(8, 1000), -1);
	ck_assert_int_eq(add(7, 2000), -1);
	ck_assert_int_ge(add(7, 3000), 0);
	ck_assert_int_ge(add(7, 4000), 0);
	ck_assert_int_eq(add(8, 4000), -1);
}
END_TEST

START_TEST(crashes_that_are_far_apart_do_not_count)
{
	int64_t now = 0;
	int i;

	crash_table_clear(&table);
	for (i = 0; i < 10; i++, now += 60001)
		ck_assert_int_eq(add(7, now), -1);
	ck_assert_int_eq(add(7, now), -1);
	ck_assert_int_eq(add(7, now), -1);
	ck_assert_int_ge(add(7, now), 0);
}
END_TEST

START_TEST(nothing_is_counted_without_a_limit_or_a_path)
{
	static const struct crash_limit none = { .time = 60000 };
	int i;

	crash_table_clear(&table);
	for (i = 0; i < 10; i++) {
		ck_assert_int_eq(crash_table_add(&table, &none, 7, i), -1);
		ck_assert_int_eq(add(0, i), -1);
	}
	ck_assert_uint_eq(table.paths[0].route, 0);
}
END_TEST

START_TEST(the_oldest_path_is_replaced)
{
	uint64_t route;

	crash_table_clear(&table);
	add(1, 1);
	add(1, 2);
	for (route = 2; route <= MASTER_REFUSALS + 1; route++)
		add(route, (int64_t)route + 1);
	/* The newest are known, the oldest begins at zero. */
	add(MASTER_REFUSALS + 1, 500);
	ck_assert_int_ge(add(MASTER_REFUSALS + 1, 501), 0);
	ck_assert_int_eq(add(1, 502), -1);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_third_crash_reaches_a_limit_of_three,
		crashes_that_are_far_apart_do_not_count,
		nothing_is_counted_without_a_limit_or_a_path,
		the_oldest_path_is_replaced,
		NULL,
	};

	return unit_run("serve/crash_table", tests);
}
