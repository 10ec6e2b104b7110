/*
 * The highest of many words.
 */
#include <stdio.h>
#include <string.h>

#include "entities/score/ranking.h"
#include "unit.h"

static void
add(struct ranking *ranking, const char *word, double score)
{
	const struct ranked item = {
		.word = (char *)word,
		.length = strlen(word),
		.score = score,
	};

	ck_assert_int_eq(ranking_add(ranking, &item), 0);
}

START_TEST(the_highest_are_kept_and_sorted)
{
	struct ranking ranking = { .limit = 10 };
	char word[16];
	int i;

	for (i = 0; i < 1000; i++) {
		snprintf(word, sizeof(word), "w%03d", i * 7 % 1000);
		add(&ranking, word, i * 7 % 1000);
	}
	ranking_sort(&ranking);
	ck_assert_uint_eq(ranking.count, 10);
	for (i = 0; i < 10; i++)
		ck_assert_double_eq(ranking.items[i].score, 999 - i);
	ck_assert_str_eq(ranking.items[9].word, "w990");
	ranking_clear(&ranking);
	ranking_clear(&ranking);
	ck_assert_uint_eq(ranking.limit, 10);
}
END_TEST

START_TEST(equal_scores_are_in_the_order_of_bytes)
{
	struct ranking ranking = { .limit = 2 };

	add(&ranking, "b", 1);
	add(&ranking, "aa", 1);
	add(&ranking, "a", 1);
	add(&ranking, "c", 1);
	ranking_sort(&ranking);
	ck_assert_uint_eq(ranking.count, 2);
	ck_assert_str_eq(ranking.items[0].word, "a");
	ck_assert_str_eq(ranking.items[1].word, "aa");
	ranking_clear(&ranking);
	ranking.limit = 0;
	add(&ranking, "a", 1);
	ranking_sort(&ranking);
	ck_assert_uint_eq(ranking.count, 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_highest_are_kept_and_sorted,
		equal_scores_are_in_the_order_of_bytes,
		NULL,
	};

	return unit_run("entities/ranking", tests);
}
