/*
 * The power of the counts that sizes are in proportion to.
 */
#include "data/clouds/layout/sizes.h"
#include "unit.h"

START_TEST(the_area_goes_by_the_count_if_the_others_fill_the_square)
{
	struct scale_word words[SCALE_WORDS];
	int i;

	for (i = 0; i < SCALE_WORDS; i++)
		words[i] = (struct scale_word){ 1000 / (i / 4 + 1), 6 };
	ck_assert_double_eq(scale_find(words, SCALE_WORDS), SCALE_POWER_MAX);
	ck_assert_double_eq(scale_find(words, 0), SCALE_POWER_MAX);
}
END_TEST

START_TEST(the_power_has_a_floor)
{
	const struct scale_word words[] = { { INT64_MAX, 5 }, { 1, 4 } };

	ck_assert_double_eq(scale_find(words, 2), SCALE_POWER_MIN);
	ck_assert_double_eq(scale_find(words, 1), SCALE_POWER_MIN);
}
END_TEST

/* The page computes the same: tests/browser/page_truth.cjs. */
START_TEST(the_power_is_that_of_the_page)
{
	struct scale_word words[40] = { { 78, 7 } };
	int i;

	for (i = 1; i < 40; i++)
		words[i] = i < 5 ? (struct scale_word){ 10, 6 }
				 : (struct scale_word){ 5, 8 };
	ck_assert_double_eq_tol(scale_find(words, 40), 0.283393, 1e-5);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_area_goes_by_the_count_if_the_others_fill_the_square,
		the_power_has_a_floor,
		the_power_is_that_of_the_page,
		NULL,
	};

	return unit_run("clouds/scale", tests);
}
