/*
 * How large words are.
 */
#include <math.h>
#include <stdlib.h>

#include "data/clouds/layout/layout.h"
#include "data/clouds/layout/sizes.h"
#include "unit.h"

static struct sized *
make(size_t count, int64_t (*get)(size_t rank))
{
	struct sized *words = calloc(count, sizeof(*words));
	size_t i;

	for (i = 0; i < count; i++)
		words[i] = (struct sized){ get(i + 1), 5, 3, 0.7 };
	return words;
}

static int64_t
get_zipf(size_t rank)
{
	return (int64_t)(100000 / (1 + rank / 4));
}

static int64_t
get_skewed(size_t rank)
{
	return rank == 1 ? 1000000000000 : (int64_t)(300 - rank);
}

/* The share of the square that the boxes of the words take. */
static double
measure(const struct sizes *sizes, const struct sized *words, size_t count)
{
	double area = 0, size;
	size_t i;

	for (i = 0; i < count; i++) {
		size = sizes_get(sizes, words[i].count);
		area += words[i].width * words[i].height * size * size;
	}
	return area / (LAYOUT_SIDE * LAYOUT_SIDE);
}

START_TEST(the_area_of_a_word_goes_by_its_count)
{
	struct sized *words = make(300, get_zipf);
	const struct sizes sizes = sizes_find(words, 300);
	const double first = sizes_get(&sizes, 100000);
	const double least = LAYOUT_SIZE_MIN * LAYOUT_SIZE_MIN;

	ck_assert_double_eq(sizes.power, 0.5);
	ck_assert_double_eq_tol((first * first - least) /
		(pow(sizes_get(&sizes, 20000), 2) - least),
	    5, 1e-6);
	ck_assert_double_ge(measure(&sizes, words, 300), 0.7);
	ck_assert_double_le(measure(&sizes, words, 300), 1.3);
	free(words);
}
END_TEST

START_TEST(no_word_is_too_small_to_read)
{
	struct sized *words = make(5000, get_zipf);
	const struct sizes sizes = sizes_find(words, 5000);

	ck_assert_double_gt(sizes_get(&sizes, 1), LAYOUT_SIZE_MIN);
	ck_assert_double_lt(sizes_get(&sizes, 1), 2 * LAYOUT_SIZE_MIN);
	free(words);
}
END_TEST

START_TEST(the_first_word_lies_on_the_square)
{
	struct sized *words = make(2, get_zipf);
	struct sizes sizes = sizes_find(words, 2);

	ck_assert_double_lt(3 * sizes.largest, LAYOUT_SIDE);
	words[0].width = 0.1;
	words[0].height = 3;
	sizes = sizes_find(words, 1);
	ck_assert_double_lt(3 * sizes.largest, LAYOUT_SIDE);
	free(words);
}
END_TEST

START_TEST(a_single_large_count_leaves_the_others_small)
{
	struct sized *words = make(200, get_skewed);
	const struct sizes sizes = sizes_find(words, 200);

	ck_assert_double_eq(sizes.power, SCALE_POWER_MIN);
	ck_assert_double_gt(sizes_get(&sizes, words[0].count),
	    10 * sizes_get(&sizes, words[1].count));
	ck_assert_double_gt(sizes_get(&sizes, words[1].count),
	    sizes_get(&sizes, words[199].count));
	free(words);
}
END_TEST

START_TEST(all_words_shrink_together_but_not_for_ever)
{
	struct sized *words = make(20, get_zipf);
	struct sizes sizes = sizes_find(words, 20);
	const double before = sizes_get(&sizes, 5000);
	int times;

	ck_assert(sizes_shrink(&sizes, 0.9));
	ck_assert_double_lt(sizes_get(&sizes, 5000), before);
	for (times = 0; sizes_shrink(&sizes, 0.1); times++)
		ck_assert_int_lt(times, 1000);
	ck_assert_double_gt(sizes_get(&sizes, 100000), sizes_get(&sizes, 5000));
	free(words);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_area_of_a_word_goes_by_its_count,
		no_word_is_too_small_to_read,
		the_first_word_lies_on_the_square,
		a_single_large_count_leaves_the_others_small,
		all_words_shrink_together_but_not_for_ever,
		NULL,
	};

	return unit_run("clouds/sizes", tests);
}
