/*
 * Borrowed bytes: order, UTF-8, and what an error text shows of them.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/bytes.h"

#define BYTES(literal) ((struct bytes){ (literal), sizeof(literal) - 1 })

START_TEST(bytes_are_ordered_as_unsigned_and_a_prefix_comes_first)
{
	ck_assert_int_lt(bytes_compare(BYTES("a"), BYTES("b")), 0);
	ck_assert_int_lt(bytes_compare(BYTES("a"), BYTES("ab")), 0);
	ck_assert_int_gt(bytes_compare(BYTES("\xc3\xa4"), BYTES("z")), 0);
	ck_assert_int_lt(bytes_compare(BYTES("a\0b"), BYTES("a\0c")), 0);
	ck_assert_int_eq(bytes_compare(BYTES("same"), BYTES("same")), 0);
	ck_assert_int_eq(
	    bytes_compare((struct bytes){ NULL, 0 }, BYTES("")), 0);
}
END_TEST

START_TEST(well_formed_characters_of_every_length_are_utf8)
{
	ck_assert(bytes_is_utf8((struct bytes){ NULL, 0 }));
	ck_assert(bytes_is_utf8(BYTES("plain text longer than eight")));
	ck_assert(bytes_is_utf8(BYTES("\0 is a character")));
	ck_assert(bytes_is_utf8(BYTES("\x7f\xc2\x80\xdf\xbf")));
	ck_assert(bytes_is_utf8(BYTES("\xe0\xa0\x80\xef\xbf\xbf")));
	ck_assert(bytes_is_utf8(BYTES("\xed\x9f\xbf\xee\x80\x80")));
	ck_assert(bytes_is_utf8(BYTES("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf")));
	ck_assert(bytes_is_utf8(BYTES("1234567\xc3\xa4 eight bytes apart")));
}
END_TEST

static const struct bytes malformed[] = {
	{ "\x80", 1 },
	{ "\xc3", 1 },
	{ "\xc3z", 2 },
	{ "\xc0\x80", 2 },
	{ "\xc1\xbf", 2 },
	{ "\xe0\x9f\xbf", 3 },
	{ "\xed\xa0\x80", 3 },
	{ "\xe2\x82", 2 },
	{ "\xe2\x82z", 3 },
	{ "\xf0\x8f\xbf\xbf", 4 },
	{ "\xf4\x90\x80\x80", 4 },
	{ "\xf5\x80\x80\x80", 4 },
	{ "\xff", 1 },
	{ "12345678\xff", 9 },
};

START_TEST(overlong_cut_and_surrogate_sequences_are_not_utf8)
{
	char *exact = malloc(malformed[_i].length);

	ck_assert_ptr_nonnull(exact);
	memcpy(exact, malformed[_i].data, malformed[_i].length);
	ck_assert(
	    !bytes_is_utf8((struct bytes){ exact, malformed[_i].length }));
	free(exact);
}
END_TEST

START_TEST(shown_bytes_are_quoted_and_free_of_control_characters)
{
	ck_assert_str_eq(bytes_show(BYTES("word")).text, "\"word\"");
	ck_assert_str_eq(bytes_show(BYTES("")).text, "\"\"");
	ck_assert_str_eq(bytes_show(BYTES("a\0\n\x1b\x7f")).text, "\"a????\"");
	ck_assert_str_eq(bytes_show(BYTES("\xc3\xa4")).text, "\"\xc3\xa4\"");
	ck_assert_str_eq(bytes_show(BYTES("a\xc3")).text, "\"a?\"");
}
END_TEST

START_TEST(long_bytes_are_cut_before_a_character)
{
	char text[200];
	struct bytes_shown shown;
	size_t i;

	for (i = 0; i < sizeof(text); i += 2)
		memcpy(text + i, "\xc3\xa4", 2);
	for (i = 0; i < 2; i++) {
		shown = bytes_show((struct bytes){ text + 2 * i, 190 });
		ck_assert(bytes_is_utf8(
		    (struct bytes){ shown.text, strlen(shown.text) }));
		ck_assert_str_eq(shown.text + strlen(shown.text) - 4, "...\"");
		text[0] = 'a';
		text[1] = 'b';
		text[2] = 'c';
		memmove(text + 3, text + 4, sizeof(text) - 4);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/bytes");
	TCase *tcase = tcase_create("bytes");
	SRunner *runner;
	int failed;

	tcase_add_test(
	    tcase, bytes_are_ordered_as_unsigned_and_a_prefix_comes_first);
	tcase_add_test(tcase, well_formed_characters_of_every_length_are_utf8);
	tcase_add_loop_test(tcase,
	    overlong_cut_and_surrogate_sequences_are_not_utf8, 0,
	    sizeof(malformed) / sizeof(malformed[0]));
	tcase_add_test(
	    tcase, shown_bytes_are_quoted_and_free_of_control_characters);
	tcase_add_test(tcase, long_bytes_are_cut_before_a_character);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
