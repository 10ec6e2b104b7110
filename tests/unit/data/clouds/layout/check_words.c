/*
 * Words as they come in, and their hash.
 */
#include <glib.h>
#include <string.h>

#include "data/clouds/layout/words.h"
#include "data/clouds/sample.h"
#include "unit.h"

START_TEST(words_are_kept_in_their_order)
{
	struct words words = { .items = NULL };

	sample_add(&words, "b", 2);
	sample_add(&words, "a", 1);
	ck_assert_uint_eq(words.count, 2);
	ck_assert_str_eq(words.items[0].text, "b");
	ck_assert_int_eq(words.items[1].count, 1);
	words_clear(&words);
	words_clear(&words);
}
END_TEST

START_TEST(controls_become_blanks_and_bad_bytes_are_replaced)
{
	struct words words = { .items = NULL };

	sample_add(&words, "a\nb\tc\x7f", 1);
	sample_add(&words, "x\xc2\x85y", 1); /* NEL */
	sample_add(&words, "x\xffy", 1);
	ck_assert_int_eq(words_add(&words, "p\0q", 3, 1), 0);
	ck_assert_str_eq(words.items[0].text, "a b c ");
	ck_assert_str_eq(words.items[1].text, "x  y");
	ck_assert_str_eq(words.items[2].text, "x\xef\xbf\xbdy");
	ck_assert(g_utf8_validate(words.items[3].text, -1, NULL));
	ck_assert_uint_eq(words.items[3].length, strlen(words.items[3].text));
	words_clear(&words);
}
END_TEST

START_TEST(words_over_the_limit_and_without_mentions_are_counted)
{
	struct words words = { .items = NULL };
	int i;

	for (i = 0; i < WORDS_MAX + 10; i++)
		sample_add(&words, "b", 1);
	sample_add(&words, "none", 0);
	sample_add(&words, "less", INT64_MIN);
	ck_assert_uint_eq(words.count, WORDS_MAX);
	ck_assert_uint_eq(words.left_out.counts[LEFT_OUT_BEYOND], 10);
	ck_assert_uint_eq(words.left_out.counts[LEFT_OUT_NO_MENTIONS], 2);
	ck_assert_uint_eq(left_out_total(&words.left_out), 12);
	words_clear(&words);
}
END_TEST

START_TEST(controls_of_direction_are_removed)
{
	struct words words = { .items = NULL };

	sample_add(&words, "\u202eevil\u202c \u2066a\u2069\u200f", 1);
	ck_assert_str_eq(words.items[0].text, "evil a");
	words_clear(&words);
}
END_TEST

static char *
hash(const char *one, int64_t first, const char *other, int64_t second,
    const char *salt)
{
	struct words words = { .items = NULL };
	char *result;

	sample_add(&words, one, first);
	sample_add(&words, other, second);
	result = words_hash(&words, salt);
	words_clear(&words);
	return result;
}

START_TEST(the_hash_distinguishes_words_counts_and_salts)
{
	char *const hashes[] = {
		hash("ab", 2, "c", 1, ""),
		hash("a", 2, "bc", 1, ""),
		hash("ab", 1, "c", 1, ""),
		hash("ab", 2, "c", -1, ""),
		hash("ab", 2, "c", 1, "x"),
	};
	char *again = hash("ab", 2, "c", 1, "");
	int i, j;

	ck_assert_str_eq(hashes[0], again);
	ck_assert_uint_eq(strlen(again), 64);
	for (i = 0; i < 5; i++)
		for (j = 0; j < i; j++)
			ck_assert_str_ne(hashes[i], hashes[j]);
	for (i = 0; i < 5; i++)
		g_free(hashes[i]);
	g_free(again);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		words_are_kept_in_their_order,
		controls_become_blanks_and_bad_bytes_are_replaced,
		words_over_the_limit_and_without_mentions_are_counted,
		controls_of_direction_are_removed,
		the_hash_distinguishes_words_counts_and_salts,
		NULL,
	};

	return unit_run("clouds/words", tests);
}
