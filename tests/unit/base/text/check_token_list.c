/*
 * Lists of words in options and headers.
 */
#include <string.h>

#include "base/text/token_list.h"
#include "unit.h"

START_TEST(words_are_separated_by_white_space_or_commas)
{
	static const char *const expected[] = { "a", "bc", "*", "d" };
	const char *at = " a,bc ,\t*  ,, d,", *word;
	size_t length, i;

	for (i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		word = token_list_next(&at, &length);
		ck_assert_uint_eq(length, strlen(expected[i]));
		ck_assert_mem_eq(word, expected[i], length);
	}
	ck_assert_ptr_null(token_list_next(&at, &length));
	ck_assert_ptr_null(token_list_next(&at, &length));
}
END_TEST

START_TEST(a_whole_word_is_found)
{
	ck_assert(token_list_has("ab, c", "ab"));
	ck_assert(token_list_has("ab, c", "c"));
	ck_assert(!token_list_has("ab, c", "a"));
	ck_assert(!token_list_has("ab, c", "abc"));
	ck_assert(!token_list_has("ab, c", "AB"));
	ck_assert(!token_list_has("", "a"));
	ck_assert(token_list_has_name("Accept, Origin", "origin"));
	ck_assert(!token_list_has_name("Accept, Origin", "orig"));
}
END_TEST

START_TEST(a_list_of_one_word_is_single)
{
	ck_assert(token_list_is_single("a"));
	ck_assert(token_list_is_single(" a, "));
	ck_assert(!token_list_is_single("a b"));
	ck_assert(!token_list_is_single(""));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		words_are_separated_by_white_space_or_commas,
		a_whole_word_is_found,
		a_list_of_one_word_is_single,
		NULL,
	};

	return unit_run("base/token_list", tests);
}
