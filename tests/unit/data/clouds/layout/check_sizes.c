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
		words[i] = (struct sized){ get(i + 1), 3, 0.7 };
	return words;
}

static int64_t
get_zipf(size_t rank)
{
	return (int64_t)(100000 / rank);
}

static int64_t
get_skewed(size_t rank)
{
	return rank == 1 ? 1000000000000 : (int64_t)(300 - rank);
}

static int64_t
get_negative(size_t rank)
{
	return -(int64_t)rank;
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

	ck_assert_double_eq_tol(
	    pow(first / sizes_get(&sizes, 25000), 2), 4, 1e-6);
	ck_assert_double_ge(measure(&sizes, words, 300), 0.7);
	ck_assert_double_le(measure(&sizes, words, 300), 1.3);
	free(words);
}
END_TEST

START_TEST(no_word_is_too_small_to_read)
{
	struct sized *words = make(5000, get_zipf);
	const struct sizes sizes = sizes_find(words, 5000);

	ck_assert_double_eq(sizes_get(&sizes, 1), LAYOUT_SIZE_MIN);
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

START_TEST(a_single_large_count_does_not_leave_the_square_empty)
{
	struct sized *words = make(200, get_skewed);
	const struct sizes sizes = sizes_find(words, 200);

	ck_assert_double_ge(measure(&sizes, words, 200), 0.6);
	ck_assert_double_gt(sizes_get(&sizes, words[0].count),
	    sizes_get(&sizes, words[1].count));
	ck_assert_double_gt(sizes_get(&sizes, words[1].count),
	    sizes_get(&sizes, words[199].count));
	free(words);
}
END_TEST

START_TEST(counts_that_are_none_have_sizes)
{
	struct sized *words = make(20, get_negative);
	const struct sizes sizes = sizes_find(words, 20);
	const struct sizes none = sizes_find(words, 0);

	ck_assert_double_ge(sizes_get(&sizes, INT64_MIN), LAYOUT_SIZE_MIN);
	ck_assert_double_lt(sizes_get(&sizes, INT64_MIN), LAYOUT_SIDE);
	ck_assert_double_eq(sizes_get(&none, 1), LAYOUT_SIZE_MIN);
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
		a_single_large_count_does_not_leave_the_square_empty,
		counts_that_are_none_have_sizes,
		NULL,
	};

	return unit_run("clouds/sizes", tests);
}
