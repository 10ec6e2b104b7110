/*
 * The log-likelihood ratio of a word.
 */
#include "entities/score/ranking.h"
#include "unit.h"

START_TEST(the_ratio_is_that_of_the_literature)
{
	/* 2 * (30 ln(30 / 10) + 70 ln(70 / 90)) */
	const struct likelihood counts = { 30, 70, 1000, 9000 };
	const struct likelihood only = { 5, 0, 100, 300 };

	ck_assert_double_eq_tol(likelihood_get(&counts), 30.732717, 1e-6);
	/* 2 * 5 ln(5 / 1.25) */
	ck_assert_double_eq_tol(likelihood_get(&only), 13.86294, 1e-4);
}
END_TEST

START_TEST(a_word_that_is_not_more_frequent_has_none)
{
	const struct likelihood equal = { 10, 90, 1000, 9000 };
	const struct likelihood rarer = { 1, 99, 1000, 9000 };
	const struct likelihood none = { 0, 0, 0, 0 };
	const struct likelihood alone = { 7, 0, 10, 0 };

	ck_assert_double_eq(likelihood_get(&equal), 0);
	ck_assert_double_eq(likelihood_get(&rarer), 0);
	ck_assert_double_eq(likelihood_get(&none), 0);
	ck_assert_double_eq(likelihood_get(&alone), 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_ratio_is_that_of_the_literature,
		a_word_that_is_not_more_frequent_has_none,
		NULL,
	};

	return unit_run("entities/likelihood", tests);
}
