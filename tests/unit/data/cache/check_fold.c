/*
 * What folds to one, and what begins with what.
 */
#include <string.h>

#include "data/cache/fold.h"
#include "unit.h"

static void
assert_folds(const char *text, size_t length, const char *expected)
{
	struct gantry_buffer folded = { 0 };

	ck_assert_int_eq(fold_text(&folded, text, length), 0);
	gantry_buffer_putc(&folded, '\0');
	ck_assert_msg(strcmp(folded.data, expected) == 0, "%s: %s, not %s",
	    text, folded.data, expected);
	ck_assert_uint_eq(folded.length, strlen(expected) + 1);
	gantry_buffer_clear(&folded);
}

static const struct {
	const char *text, *folded;
} cases[] = {
	{ "", "" },
	{ "Trump", "trump" },
	{ "@AZ[`az{ \x7f\t", "@az[`az{ \x7f\t" },
	{ "\xc3\x89"
	  "COLE",
	    "ecole" },
	/* The mark as a character of its own. */
	{ "E\xcc\x81"
	  "cole",
	    "ecole" },
	{ "Stra\xc3\x9f"
	  "e",
	    "strasse" },
	/* Both small sigmas, and a large one. */
	{ "\xce\xa3\xcf\x83\xcf\x82", "\xcf\x83\xcf\x83\xcf\x83" },
	{ "\xd0\x9c\xd0\xbe\xd1\x81\xd0\xba",
	    "\xd0\xbc\xd0\xbe\xd1\x81\xd0\xba" },
	/* I with a dot above. */
	{ "\xc4\xb0stanbul", "istanbul" },
	/* A ligature, a wide letter, a soft hyphen. */
	{ "\xef\xac\x81n", "fin" },
	{ "\xef\xbc\xa1", "a" },
	{ "a\xc2\xad"
	  "B",
	    "ab" },
	{ "\xe6\x9d\xb1\xe4\xba\xac", "\xe6\x9d\xb1\xe4\xba\xac" },
	{ "\xf0\x9f\x98\x80X", "\xf0\x9f\x98\x80x" },
	{ "\xf0\x90\x90\x80", "\xf0\x90\x90\xa8" },
	/* A mark alone. */
	{ "\xcc\x81", "" },
};

START_TEST(case_and_diacritics_are_removed)
{
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_folds(
		    cases[i].text, strlen(cases[i].text), cases[i].folded);
}
END_TEST

START_TEST(what_is_folded_folds_to_itself)
{
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_folds(
		    cases[i].folded, strlen(cases[i].folded), cases[i].folded);
}
END_TEST

START_TEST(nul_and_invalid_utf8_are_left_out)
{
	assert_folds("A\0B", 3, "ab");
	assert_folds("\0", 1, "");
	assert_folds("A\xff"
		     "B\x80",
	    4, "ab");
	assert_folds("A\xc3", 2, "a");
	assert_folds("\xed\xa0\x80"
		     "A",
	    4, "a");
	assert_folds("\xc3\xa9\0\xc3\xa9", 5, "ee");
}
END_TEST

START_TEST(only_the_length_that_is_given_is_folded)
{
	assert_folds("\xc3\x89"
		     "COLE",
	    4, "eco");
	assert_folds("\xc3\x89"
		     "COLE",
	    2, "e");
	assert_folds("\xc3\x89"
		     "COLE",
	    1, "");
}
END_TEST

/* U+FDFA, as 18 letters. */
START_TEST(the_longest_decomposition_is_complete)
{
	struct gantry_buffer folded = { 0 };

	ck_assert_int_eq(fold_text(&folded, "\xef\xb7\xba", 3), 0);
	ck_assert_uint_eq(folded.length, 33);
	gantry_buffer_clear(&folded);
}
END_TEST

START_TEST(what_is_folded_is_appended)
{
	struct gantry_buffer folded = { 0 };

	ck_assert_int_eq(fold_text(&folded, "New ", 4), 0);
	ck_assert_int_eq(fold_text(&folded, "", 0), 0);
	ck_assert_int_eq(fold_text(&folded,
			     "\xc3\x89"
			     "re",
			     4),
	    0);
	ck_assert_uint_eq(folded.length, 7);
	ck_assert_int_eq(memcmp(folded.data, "new ere", 7), 0);
	gantry_buffer_clear(&folded);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		case_and_diacritics_are_removed,
		what_is_folded_folds_to_itself,
		nul_and_invalid_utf8_are_left_out,
		only_the_length_that_is_given_is_folded,
		the_longest_decomposition_is_complete,
		what_is_folded_is_appended,
		NULL,
	};

	return unit_run("cache/fold", tests);
}
