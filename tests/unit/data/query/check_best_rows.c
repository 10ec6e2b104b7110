/*
 * The first rows of many.
 */
#include <stdio.h>
#include <string.h>

#include "data/query/answer/best_rows.h"
#include "unit.h"

static struct gantry_error error;

/* Add the row NUMBER. */
static int
add(struct best_rows *rows, unsigned number)
{
	char key[16];

	snprintf(key, sizeof(key), "%08u", number);
	return best_rows_add(
	    rows, (struct bytes){ key, strlen(key) }, number, &error);
}

/* Are there COUNT rows, from 0 on? */
static void
expect(struct best_rows *rows, size_t count)
{
	size_t i;

	best_rows_sort(rows);
	ck_assert_uint_eq(rows->count, count);
	for (i = 0; i < count; i++)
		ck_assert_int_eq(rows->items[i].rank, (int64_t)i);
	best_rows_clear(rows);
}

START_TEST(the_first_are_kept)
{
	struct best_rows rows;
	unsigned i;

	best_rows_init(&rows, 10, 1 << 20);
	for (i = 0; i < 5000; i++)
		ck_assert_int_eq(add(&rows, i * 3779 % 5000), 0);
	expect(&rows, 10);
}
END_TEST

START_TEST(equal_ones_count_once)
{
	struct best_rows rows;
	unsigned i;

	best_rows_init(&rows, 50, 1 << 20);
	for (i = 0; i < 5000; i++)
		ck_assert_int_eq(add(&rows, i * 3779 % 5000 / 100), 0);
	expect(&rows, 50);
}
END_TEST

START_TEST(all_are_kept_if_there_is_memory)
{
	struct best_rows rows;
	unsigned i;

	best_rows_init(&rows, SIZE_MAX, 1 << 20);
	for (i = 0; i < 5000; i++)
		ck_assert_int_eq(add(&rows, i * 3779 % 5000), 0);
	expect(&rows, 5000);
}
END_TEST

START_TEST(memory_is_bounded)
{
	struct best_rows rows;
	unsigned i;

	best_rows_init(&rows, SIZE_MAX, 4096);
	for (i = 0; add(&rows, i) == 0; i++)
		ck_assert_uint_lt(i, 4096);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	best_rows_clear(&rows);
}
END_TEST

START_TEST(the_end_is_known)
{
	struct best_rows rows;
	unsigned i;

	best_rows_init(&rows, 10, 1 << 20);
	for (i = 0; i < 5000; i++) {
		ck_assert(i > 11 ||
		    !best_rows_end_before(&rows, (struct bytes){ "1", 1 }));
		add(&rows, i);
	}
	ck_assert(best_rows_end_before(&rows, (struct bytes){ "1", 1 }));
	ck_assert(!best_rows_end_before(&rows, (struct bytes){ "0", 1 }));
	expect(&rows, 10);
}
END_TEST

START_TEST(none_may_be_wanted)
{
	struct best_rows rows;
	unsigned i;

	best_rows_init(&rows, 0, 1 << 20);
	for (i = 0; i < 500; i++)
		ck_assert_int_eq(add(&rows, i), 0);
	expect(&rows, 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_first_are_kept,
		equal_ones_count_once,
		all_are_kept_if_there_is_memory,
		memory_is_bounded,
		the_end_is_known,
		none_may_be_wanted,
		NULL,
	};

	return unit_run("query/best_rows", tests);
}
