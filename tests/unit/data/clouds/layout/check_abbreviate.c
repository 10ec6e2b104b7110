/*
 * Long words and their beginnings.
 */
#include <string.h>

#include "data/clouds/layout/abbreviate.h"
#include "data/clouds/sample.h"
#include "unit.h"

/* Abbreviate TEXT to WIDTH.  Returns the number of glyphs. */
static size_t
abbreviate(const char *text, double width)
{
	struct shaper *shaper = sample_shaper();
	struct words words = { .items = NULL };
	struct shape shape;
	size_t count;

	sample_add(&words, text, 1);
	ck_assert_int_eq(
	    abbreviate_shape(shaper, &shape, &words.items[0]), SHAPE_DONE);
	abbreviate_to(shaper, &shape, &words.items[0], width);
	ck_assert_double_le(shape.width, width);
	count = shape.count;
	shape_clear(&shape);
	words_clear(&words);
	shaper_free(shaper);
	return count;
}

START_TEST(a_word_is_cut_to_its_width)
{
	char text[10001];

	memset(text, 'n', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	ck_assert_uint_eq(abbreviate(text, 1e9), ABBREVIATE_CHARACTERS_MAX);
	ck_assert_uint_gt(abbreviate(text, 7000), 5);
	ck_assert_uint_lt(abbreviate(text, 7000), 12);
}
END_TEST

START_TEST(letters_keep_their_marks)
{
	/* Nine letters with an accent: whole ones, and the ellipsis. */
	const char *const text = "b\u0301b\u0301b\u0301b\u0301b\u0301"
				 "b\u0301b\u0301b\u0301b\u0301";

	ck_assert_uint_eq(abbreviate(text, 4500) % 2, 1);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_word_is_cut_to_its_width,
		letters_keep_their_marks,
		NULL,
	};

	return unit_run("clouds/abbreviate", tests);
}
