/*
 * Where words lie: on the square, apart from each other, larger ones for larger
 * counts, and the same again each time.
 */
#include <stdlib.h>
#include <string.h>

#include "data/clouds/ink.h"
#include "data/clouds/sample.h"
#include "unit.h"

/* Draw PLACED onto BOARD, and check that there is no ink yet. */
static void
put(struct mask *board, const struct placed *placed)
{
	struct raster raster = { .pixels = NULL };
	struct mask mask = { .rows = NULL };

	ck_assert_int_eq(
	    raster_draw(&raster, &placed->shape, &placed->pose, 1, 0), 0);
	ck_assert_int_eq(raster_get_mask(&raster, &mask), 0);
	ck_assert_int_ge(placed->x, 0);
	ck_assert_int_ge(placed->y, 0);
	ck_assert_int_le(placed->x + mask.width, LAYOUT_SIDE);
	ck_assert_int_le(placed->y + mask.height, LAYOUT_SIDE);
	ck_assert_msg(!mask_hits(board, &mask, placed->x, placed->y),
	    "%s lies on another word", placed->word->text);
	mask_add(board, &mask, placed->x, placed->y);
	raster_clear(&raster);
	mask_clear(&mask);
}

/* Check that no two words overlap.  Returns the share of pixels with ink. */
static double
check_apart(const struct layout *layout)
{
	struct mask board = { .rows = NULL };
	double share;
	size_t i;

	ck_assert_int_eq(mask_resize(&board, LAYOUT_SIDE, LAYOUT_SIDE), 0);
	for (i = 0; i < layout->count; i++)
		put(&board, &layout->placed[i]);
	share = (double)ink_count(&board) / ((double)LAYOUT_SIDE * LAYOUT_SIDE);
	mask_clear(&board);
	return share;
}

START_TEST(no_word_touches_another_one)
{
	struct words words = { .items = NULL };
	struct shaper *shaper = sample_shaper();
	struct layout layout;
	size_t i, upright = 0;

	sample_zipf(&words, 200);
	ck_assert_int_eq(layout_make(&layout, &words, shaper), 0);
	ck_assert_uint_ge(layout.count, 190);
	ck_assert_double_ge(check_apart(&layout), 0.40);
	for (i = 0; i < layout.count; i++)
		upright += layout.placed[i].pose.is_upright;
	ck_assert_uint_ge(upright, 20);
	ck_assert_uint_le(upright, 100);
	layout_clear(&layout);
	layout_clear(&layout);
	shaper_free(shaper);
	words_clear(&words);
}
END_TEST

/*
 * Check that a word with more mentions is larger, and that equal counts have
 * equal sizes: the rank correlation of sizes and counts is 1.
 */
static void
check_ranks(const struct layout *layout)
{
	size_t i;

	for (i = 1; i < layout->count; i++) {
		const struct placed *one = &layout->placed[i - 1];
		const struct placed *other = &layout->placed[i];

		ck_assert_int_ge(one->word->count, other->word->count);
		if (one->word->count == other->word->count)
			ck_assert_double_eq(one->pose.size, other->pose.size);
		else
			ck_assert_msg(one->pose.size > other->pose.size,
			    "%s: %lld is not drawn larger than %s: %lld",
			    one->word->text, (long long)one->word->count,
			    other->word->text, (long long)other->word->count);
	}
}

START_TEST(more_frequent_words_are_larger)
{
	struct words words = { .items = NULL };
	struct shaper *shaper = sample_shaper();
	struct layout layout;

	sample_zipf(&words, 100);
	ck_assert_int_eq(layout_make(&layout, &words, shaper), 0);
	ck_assert_uint_eq(layout.count, 100);
	check_ranks(&layout);
	ck_assert_double_gt(
	    layout.placed[0].pose.size, 3 * layout.placed[99].pose.size);
	layout_clear(&layout);
	shaper_free(shaper);
	words_clear(&words);
}
END_TEST

START_TEST(few_words_tell_their_counts_too)
{
	const int64_t counts[] = { 1000, 500, 100, 10, 1 };
	const char *const texts[] = { "alpha", "beta", "gamma", "delta",
		"epsilon" };
	struct words words = { .items = NULL };
	struct shaper *shaper = sample_shaper();
	struct layout layout;
	int i;

	for (i = 0; i < 5; i++)
		sample_add(&words, texts[i], counts[i]);
	ck_assert_int_eq(layout_make(&layout, &words, shaper), 0);
	ck_assert_uint_eq(layout.count, 5);
	check_ranks(&layout);
	layout_clear(&layout);
	words_clear(&words);
	sample_add(&words, "alpha", 1000);
	sample_add(&words, "beta", 1);
	ck_assert_int_eq(layout_make(&layout, &words, shaper), 0);
	ck_assert_uint_eq(layout.count, 2);
	ck_assert_double_gt(
	    layout.placed[0].pose.size, 4 * layout.placed[1].pose.size);
	layout_clear(&layout);
	shaper_free(shaper);
	words_clear(&words);
}
END_TEST

static uint32_t
draw_number(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 16;
}

/* Words of one to 40 letters and blanks, with counts of any spread. */
static void
add_random(struct words *words, uint32_t *state)
{
	const int count = 1 + (int)(draw_number(state) % 12);
	const unsigned spread = draw_number(state) % 40;
	int64_t mentions = INT64_MAX >> draw_number(state) % 62;
	char text[41];
	int i, j, length;

	for (i = 0; i < count; i++) {
		length = 1 +
		    (int)(draw_number(state) %
			(draw_number(state) % 8 == 0 ? 40 : 10));
		for (j = 0; j < length; j++)
			text[j] = "etaoinshrdlu -"[draw_number(state) % 14];
		text[0] = 'm';
		text[length] = '\0';
		sample_add(words, text, mentions);
		if (draw_number(state) % 3 > 0)
			mentions -= mentions >> (1 + spread % 8);
	}
}

/* "make check-clouds" tries more sets. */
#define SETS 100

START_TEST(sizes_follow_counts_in_random_sets)
{
	struct shaper *shaper = sample_shaper();
	uint32_t state = 24;
	const char *more = getenv("CLOUDS_SETS");
	const int sets = more == NULL ? SETS : atoi(more);
	struct layout layout;
	int i;

	for (i = 0; i < sets; i++) {
		struct words words = { .items = NULL };

		add_random(&words, &state);
		ck_assert_int_eq(layout_make(&layout, &words, shaper), 0);
		ck_assert_uint_eq(layout.count, words.count);
		check_ranks(&layout);
		layout_clear(&layout);
		words_clear(&words);
	}
	shaper_free(shaper);
}
END_TEST

START_TEST(the_same_words_are_laid_out_in_the_same_way)
{
	struct words words = { .items = NULL };
	struct shaper *one = sample_shaper(), *other = sample_shaper();
	struct layout first, second;
	size_t i;

	sample_zipf(&words, 120);
	ck_assert_int_eq(layout_make(&first, &words, one), 0);
	layout_clear(&first);
	/* Also by someone who has drawn already. */
	ck_assert_int_eq(layout_make(&first, &words, one), 0);
	ck_assert_int_eq(layout_make(&second, &words, other), 0);
	ck_assert_uint_eq(first.count, second.count);
	for (i = 0; i < first.count; i++) {
		ck_assert_int_eq(first.placed[i].x, second.placed[i].x);
		ck_assert_int_eq(first.placed[i].y, second.placed[i].y);
		ck_assert(
		    first.placed[i].pose.size == second.placed[i].pose.size);
		ck_assert(first.placed[i].pose.is_upright ==
		    second.placed[i].pose.is_upright);
	}
	layout_clear(&first);
	layout_clear(&second);
	shaper_free(one);
	shaper_free(other);
	words_clear(&words);
}
END_TEST

START_TEST(five_thousand_words_are_as_many_as_fit)
{
	struct words words = { .items = NULL };
	struct shaper *shaper = sample_shaper();
	struct layout layout;

	sample_zipf(&words, WORDS_MAX);
	ck_assert_int_eq(layout_make(&layout, &words, shaper), 0);
	ck_assert_uint_ge(layout.count, 250);
	ck_assert_double_ge(check_apart(&layout), 0.45);
	ck_assert_double_ge(
	    layout.placed[layout.count - 1].pose.size, LAYOUT_SIZE_MIN);
	check_ranks(&layout);
	ck_assert_uint_eq(
	    layout.left_out.counts[LEFT_OUT_NO_ROOM], WORDS_MAX - layout.count);
	layout_clear(&layout);
	shaper_free(shaper);
	words_clear(&words);
}
END_TEST

START_TEST(few_words_are_large_and_an_empty_list_is_not_an_error)
{
	struct words words = { .items = NULL };
	struct shaper *shaper = sample_shaper();
	struct layout layout;

	ck_assert_int_eq(layout_make(&layout, &words, shaper), 0);
	ck_assert_uint_eq(layout.count, 0);
	layout_clear(&layout);
	sample_add(&words, "america", 7);
	ck_assert_int_eq(layout_make(&layout, &words, shaper), 0);
	ck_assert_uint_eq(layout.count, 1);
	ck_assert_double_gt(layout.placed[0].shape.width *
		layout.placed[0].pose.size / SHAPE_UNITS,
	    0.8 * LAYOUT_SIDE);
	layout_clear(&layout);
	shaper_free(shaper);
	words_clear(&words);
}
END_TEST

START_TEST(long_words_are_abbreviated)
{
	struct words words = { .items = NULL };
	struct shaper *shaper = sample_shaper();
	char text[301];
	struct layout layout;
	int i;

	memset(text, 'W', sizeof(text));
	text[300] = '\0';
	sample_add(&words, text, 1000);
	for (i = 0; i < 60; i++)
		sample_add(&words, text, 999);
	sample_add(&words, "short", 998);
	ck_assert_int_eq(layout_make(&layout, &words, shaper), 0);
	ck_assert_uint_eq(layout.count, 62);
	check_ranks(&layout);
	check_apart(&layout);
	/* The whole word stays for its title. */
	ck_assert_str_eq(layout.placed[0].word->text, text);
	layout_clear(&layout);
	shaper_free(shaper);
	words_clear(&words);
}
END_TEST

START_TEST(one_long_word_does_not_make_the_others_small)
{
	struct words words = { .items = NULL };
	struct shaper *shaper = sample_shaper();
	char text[81];
	struct layout layout;

	memset(text, 'n', sizeof(text));
	text[80] = '\0';
	sample_add(&words, "first", 100);
	sample_add(&words, text, 99);
	sample_add(&words, "third", 98);
	ck_assert_int_eq(layout_make(&layout, &words, shaper), 0);
	ck_assert_uint_eq(layout.count, 3);
	check_ranks(&layout);
	ck_assert_double_gt(layout.placed[2].pose.size, 20);
	layout_clear(&layout);
	shaper_free(shaper);
	words_clear(&words);
}
END_TEST

START_TEST(a_name_that_fits_is_not_abbreviated)
{
	struct words words = { .items = NULL };
	struct shaper *shaper = sample_shaper();
	struct layout layout;

	sample_add(&words, "mexico", 303);
	sample_add(&words, "united states", 279);
	sample_add(&words, "texas", 144);
	ck_assert_int_eq(layout_make(&layout, &words, shaper), 0);
	ck_assert_uint_eq(layout.count, 3);
	/* A blank has no glyph. */
	ck_assert_uint_eq(layout.placed[1].shape.count, 12);
	layout_clear(&layout);
	shaper_free(shaper);
	words_clear(&words);
}
END_TEST

START_TEST(words_without_glyphs_are_left_out_and_counted)
{
	struct words words = { .items = NULL };
	struct shaper *shaper = sample_shaper();
	struct layout layout;

	sample_add(&words, "\xf3\xbf\xbf\xbd", 3);
	sample_add(&words, "known", 2);
	sample_add(&words, " ", 1);
	ck_assert_int_eq(layout_make(&layout, &words, shaper), 0);
	ck_assert_uint_eq(layout.count, 1);
	ck_assert_uint_eq(layout.left_out.counts[LEFT_OUT_NO_GLYPH], 1);
	ck_assert_uint_eq(layout.left_out.counts[LEFT_OUT_BLANK], 1);
	ck_assert_uint_eq(left_out_total(&layout.left_out), 2);
	ck_assert_ptr_eq(layout.first_unknown, &words.items[0]);
	layout_clear(&layout);
	shaper_free(shaper);
	words_clear(&words);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		no_word_touches_another_one,
		more_frequent_words_are_larger,
		the_same_words_are_laid_out_in_the_same_way,
		five_thousand_words_are_as_many_as_fit,
		few_words_are_large_and_an_empty_list_is_not_an_error,
		few_words_tell_their_counts_too,
		sizes_follow_counts_in_random_sets,
		long_words_are_abbreviated,
		one_long_word_does_not_make_the_others_small,
		a_name_that_fits_is_not_abbreviated,
		words_without_glyphs_are_left_out_and_counted,
		NULL,
	};

	return unit_run("clouds/layout", tests);
}
