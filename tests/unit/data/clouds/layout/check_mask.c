/*
 * Masks, across the bounds of their words.
 */
#include "data/clouds/ink.h"
#include "unit.h"

START_TEST(ink_is_where_it_was_put)
{
	struct mask mask = { .rows = NULL };

	ck_assert_int_eq(mask_resize(&mask, 130, 3), 0);
	mask_put(&mask, 63, 1);
	mask_put(&mask, 64, 1);
	mask_put(&mask, 129, 2);
	ck_assert(mask_has(&mask, 63, 1));
	ck_assert(mask_has(&mask, 64, 1));
	ck_assert(mask_has(&mask, 129, 2));
	ck_assert(!mask_has(&mask, 63, 0));
	ck_assert(!mask_has(&mask, 65, 1));
	ck_assert_uint_eq(ink_count(&mask), 3);
	mask_clear(&mask);
	mask_clear(&mask);
}
END_TEST

START_TEST(a_resized_mask_has_no_ink)
{
	struct mask mask = { .rows = NULL };

	ck_assert_int_eq(mask_resize(&mask, 100, 100), 0);
	mask_put(&mask, 50, 50);
	ck_assert_int_eq(mask_resize(&mask, 60, 60), 0);
	ck_assert_uint_eq(ink_count(&mask), 0);
	mask_clear(&mask);
}
END_TEST

/* One pixel against one pixel, at every place of both. */
START_TEST(masks_hit_each_other_where_both_have_ink_and_nowhere_else)
{
	struct mask board = { .rows = NULL }, mask = { .rows = NULL };
	int x, at;

	for (at = 0; at < 70; at += 3) {
		ck_assert_int_eq(mask_resize(&board, 200, 5), 0);
		mask_put(&board, 100, 2);
		ck_assert_int_eq(mask_resize(&mask, 70, 3), 0);
		mask_put(&mask, at, 1);
		for (x = 0; x <= 130; x++) {
			ck_assert_int_eq(
			    mask_hits(&board, &mask, x, 1), x + at == 100);
			ck_assert(!mask_hits(&board, &mask, x, 0));
			ck_assert(!mask_hits(&board, &mask, x, 2));
		}
	}
	mask_clear(&board);
	mask_clear(&mask);
}
END_TEST

START_TEST(added_ink_lies_where_it_was_added)
{
	struct mask board = { .rows = NULL }, mask = { .rows = NULL };
	int x;

	ck_assert_int_eq(mask_resize(&mask, 70, 2), 0);
	mask_put(&mask, 0, 0);
	mask_put(&mask, 69, 1);
	for (x = 0; x <= 130; x++) {
		ck_assert_int_eq(mask_resize(&board, 200, 4), 0);
		mask_add(&board, &mask, x, 2);
		ck_assert(mask_has(&board, x, 2));
		ck_assert(mask_has(&board, x + 69, 3));
		ck_assert_uint_eq(ink_count(&board), 2);
	}
	mask_clear(&board);
	mask_clear(&mask);
}
END_TEST

START_TEST(spread_ink_is_a_rectangle_around_each_pixel)
{
	struct mask from = { .rows = NULL }, mask = { .rows = NULL };
	int x, y;

	ck_assert_int_eq(mask_resize(&from, 64, 5), 0);
	mask_put(&from, 62, 2);
	ck_assert_int_eq(mask_spread(&mask, &from, 3, 1), 0);
	ck_assert_int_eq(mask.width, 70);
	ck_assert_int_eq(mask.height, 7);
	ck_assert_uint_eq(ink_count(&mask), 7 * 3);
	for (y = 2; y <= 4; y++)
		for (x = 62; x <= 68; x++)
			ck_assert(mask_has(&mask, x, y));
	mask_clear(&from);
	mask_clear(&mask);
}
END_TEST

START_TEST(ink_spread_by_nothing_stays)
{
	struct mask from = { .rows = NULL }, mask = { .rows = NULL };

	ck_assert_int_eq(mask_resize(&from, 3, 2), 0);
	mask_put(&from, 2, 1);
	ck_assert_int_eq(mask_spread(&mask, &from, 0, 0), 0);
	ck_assert_uint_eq(ink_count(&mask), 1);
	ck_assert(mask_has(&mask, 2, 1));
	mask_clear(&from);
	mask_clear(&mask);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		ink_is_where_it_was_put,
		a_resized_mask_has_no_ink,
		masks_hit_each_other_where_both_have_ink_and_nowhere_else,
		added_ink_lies_where_it_was_added,
		spread_ink_is_a_rectangle_around_each_pixel,
		ink_spread_by_nothing_stays,
		NULL,
	};

	return unit_run("clouds/mask", tests);
}
