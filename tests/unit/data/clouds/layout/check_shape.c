/*
 * Words of many scripts: that each glyph is there, and its ink where it should
 * be.
 */
#include <string.h>

#include "data/clouds/ink.h"
#include "data/clouds/layout/raster.h"
#include "data/clouds/sample.h"
#include "unit.h"

static enum shape_outcome
shape(struct shaper *shaper, struct shape *word, const char *text)
{
	return shaper_shape(shaper, word, text, strlen(text));
}

/* Is there a font for TEXT?  What there is differs from machine to machine. */
static bool
is_known(struct shaper *shaper, const char *text)
{
	struct shape word;
	const enum shape_outcome outcome = shape(shaper, &word, text);

	shape_clear(&word);
	return outcome != SHAPE_UNKNOWN;
}

/* How much ink TEXT has, drawn at 100 pixels in the pose. */
static size_t
count_ink(struct shaper *shaper, const char *text, bool is_upright)
{
	const struct pose pose = { 100, is_upright };
	struct raster raster = { .pixels = NULL };
	struct mask mask = { .rows = NULL };
	struct shape word;
	size_t count;

	ck_assert_int_eq(shape(shaper, &word, text), SHAPE_DONE);
	ck_assert_int_eq(raster_draw(&raster, &word, &pose, 1, 0), 0);
	ck_assert_int_eq(raster_get_mask(&raster, &mask), 0);
	count = ink_count(&mask);
	shape_clear(&word);
	raster_clear(&raster);
	mask_clear(&mask);
	return count;
}

static const char *const scripts[] = {
	"america",
	"Österreich",
	"Ελλάδα",
	"Россия",
	"العربية", /* joined, from right to left */
	"עברית",
	"भारत", /* with marks and conjuncts */
	"राष्ट्रपति",
	"中华人民共和国",
	"日本",
	"ไทย",
	NULL,
};

START_TEST(words_of_all_scripts_have_glyphs_and_ink)
{
	struct shaper *shaper = sample_shaper();
	int i, known = 0;

	for (i = 0; scripts[i] != NULL; i++) {
		if (!is_known(shaper, scripts[i]))
			continue;
		known++;
		ck_assert_uint_gt(count_ink(shaper, scripts[i], false), 1000);
	}
	/* DejaVu has the alphabets. */
	ck_assert_int_ge(known, 6);
	shaper_free(shaper);
}
END_TEST

START_TEST(arabic_letters_are_joined_and_run_from_right_to_left)
{
	struct shaper *shaper = sample_shaper();
	struct shape joined, first, apart;

	/* Two beh: an initial form and a final one, not twice the isolated. */
	ck_assert_int_eq(shape(shaper, &joined, "بب"), SHAPE_DONE);
	ck_assert_int_eq(shape(shaper, &first, "ب"), SHAPE_DONE);
	ck_assert_int_eq(shape(shaper, &apart, "ب ب"), SHAPE_DONE);
	ck_assert_uint_eq(first.count, 1);
	ck_assert_uint_eq(joined.count, 2);
	ck_assert_ptr_ne(joined.glyphs[0].outline, first.glyphs[0].outline);
	ck_assert_double_lt(joined.width, apart.width);
	shape_clear(&joined);
	shape_clear(&first);
	shape_clear(&apart);
	/* An alef and a beh: the alef, which is narrow, is to the right. */
	ck_assert_int_eq(shape(shaper, &joined, "اب"), SHAPE_DONE);
	ck_assert_uint_eq(joined.count, 2);
	ck_assert_double_lt(joined.glyphs[0].x, joined.glyphs[1].x);
	ck_assert_double_gt(joined.glyphs[0].outline->right,
	    2 * joined.glyphs[1].outline->right);
	shape_clear(&joined);
	shaper_free(shaper);
}
END_TEST

START_TEST(ink_fills_the_box_that_was_measured)
{
	const struct pose pose = { 80, false };
	struct shaper *shaper = sample_shaper();
	struct raster raster = { .pixels = NULL };
	struct mask mask = { .rows = NULL };
	bool top = false, bottom = false, left = false, right = false;
	struct shape word;
	int i, width, height;

	ck_assert_int_eq(shape(shaper, &word, "Äpfel"), SHAPE_DONE);
	raster_measure(&word, &pose, &width, &height);
	ck_assert_int_eq(raster_draw(&raster, &word, &pose, 1, 0), 0);
	ck_assert_int_eq(raster_get_mask(&raster, &mask), 0);
	ck_assert_int_eq(mask.width, width);
	ck_assert_int_eq(mask.height, height);
	for (i = 0; i < width; i++) {
		top |= mask_has(&mask, i, 0);
		bottom |= mask_has(&mask, i, height - 1);
	}
	for (i = 0; i < height; i++) {
		left |= mask_has(&mask, 0, i);
		right |= mask_has(&mask, width - 1, i);
	}
	ck_assert(top && bottom && left && right);
	shape_clear(&word);
	raster_clear(&raster);
	mask_clear(&mask);
	shaper_free(shaper);
}
END_TEST

/* "L" has its foot below right; turned to be read upward, above right. */
START_TEST(an_upright_word_is_read_upward)
{
	const struct pose pose = { 100, true };
	struct shaper *shaper = sample_shaper();
	struct raster raster = { .pixels = NULL };
	struct mask mask = { .rows = NULL };
	struct shape word;

	ck_assert_int_eq(shape(shaper, &word, "L"), SHAPE_DONE);
	ck_assert_int_eq(raster_draw(&raster, &word, &pose, 1, 0), 0);
	ck_assert_int_eq(raster_get_mask(&raster, &mask), 0);
	/* Its stem lies along the bottom, its foot stands to the right. */
	ck_assert(mask_has(&mask, 2, mask.height - 3));
	ck_assert(mask_has(&mask, mask.width - 3, 3));
	ck_assert(!mask_has(&mask, 2, 3));
	shape_clear(&word);
	raster_clear(&raster);
	mask_clear(&mask);
	shaper_free(shaper);
}
END_TEST

START_TEST(a_picture_twice_as_large_has_its_ink_in_the_same_places)
{
	const struct pose pose = { 30, false };
	struct shaper *shaper = sample_shaper();
	struct raster raster = { .pixels = NULL };
	struct mask small = { .rows = NULL }, large = { .rows = NULL };
	struct shape word;
	int x, y;

	ck_assert_int_eq(shape(shaper, &word, "quay"), SHAPE_DONE);
	ck_assert_int_eq(raster_draw(&raster, &word, &pose, 1, 0), 0);
	ck_assert_int_eq(raster_get_mask(&raster, &small), 0);
	ck_assert_int_eq(raster_draw(&raster, &word, &pose, 2, 0), 0);
	ck_assert_int_eq(raster_get_mask(&raster, &large), 0);
	ck_assert_int_eq(large.width, 2 * small.width);
	ck_assert_int_eq(large.height, 2 * small.height);
	for (y = 1; y + 1 < small.height; y++)
		for (x = 1; x + 1 < small.width; x++)
			if (mask_has(&large, 2 * x, 2 * y))
				ck_assert(mask_has(&small, x, y) ||
				    mask_has(&small, x - 1, y) ||
				    mask_has(&small, x + 1, y) ||
				    mask_has(&small, x, y - 1) ||
				    mask_has(&small, x, y + 1));
	shape_clear(&word);
	raster_clear(&raster);
	mask_clear(&small);
	mask_clear(&large);
	shaper_free(shaper);
}
END_TEST

START_TEST(what_cannot_be_seen_is_blank)
{
	struct shaper *shaper = sample_shaper();
	struct shape word;

	ck_assert_int_eq(shape(shaper, &word, ""), SHAPE_BLANK);
	ck_assert_int_eq(shape(shaper, &word, "  "), SHAPE_BLANK);
	ck_assert_int_eq(shape(shaper, &word, "\xe2\x80\x8b"), SHAPE_BLANK);
	shaper_free(shaper);
}
END_TEST

START_TEST(a_character_without_a_font_is_unknown)
{
	struct shaper *shaper = sample_shaper();
	struct shape word;

	/* A code point that Unicode will never assign. */
	ck_assert_int_eq(
	    shape(shaper, &word, "a\xf3\xbf\xbf\xbd"), SHAPE_UNKNOWN);
	ck_assert_ptr_null(word.glyphs);
	shaper_free(shaper);
}
END_TEST

START_TEST(emoji_keep_their_colours)
{
	const struct pose pose = { 50, false };
	struct shaper *shaper = sample_shaper();
	struct raster raster = { .pixels = NULL };
	const uint32_t *pixel;
	size_t i, yellow = 0;
	struct shape word;

	/* DejaVu has a face without colours, but not this one. */
	if (is_known(shaper, "\xf0\x9f\x8e\x8a")) {
		ck_assert_int_eq(
		    shape(shaper, &word, "\xf0\x9f\x8e\x8a"), SHAPE_DONE);
		ck_assert_ptr_nonnull(word.layout);
		ck_assert_int_eq(raster_draw(&raster, &word, &pose, 1, 0), 0);
		ck_assert(raster.has_colours);
		pixel = (const void *)raster.pixels;
		for (i = 0; i < raster.capacity / 4; i++)
			yellow += (pixel[i] >> 16 & 0xff) > 200 &&
			    (pixel[i] & 0xff) < 150;
		ck_assert_uint_gt(yellow, 50);
		shape_clear(&word);
		raster_clear(&raster);
	}
	shaper_free(shaper);
}
END_TEST

START_TEST(outlines_are_read_once_and_freed_when_there_are_many)
{
	struct shaper *shaper = sample_shaper();
	struct shape one, other;

	ck_assert_int_eq(shape(shaper, &one, "oo"), SHAPE_DONE);
	ck_assert_int_eq(shape(shaper, &other, "no"), SHAPE_DONE);
	ck_assert_ptr_eq(one.glyphs[0].outline, one.glyphs[1].outline);
	ck_assert_ptr_eq(one.glyphs[0].outline, other.glyphs[1].outline);
	shape_clear(&one);
	shape_clear(&other);
	shaper_trim(shaper);
	shaper_free(shaper);
	shaper_free(NULL);
}
END_TEST

START_TEST(another_font_is_another_identity)
{
	struct gantry_error error;
	struct shaper *one = sample_shaper(), *same = sample_shaper();
	struct shaper *other = shaper_new("DejaVu Serif", &error);

	ck_assert_str_eq(shaper_identity(one), shaper_identity(same));
	ck_assert_str_ne(shaper_identity(one), shaper_identity(other));
	ck_assert_ptr_nonnull(strstr(shaper_identity(one), ";DejaVu Sans"));
	shaper_free(one);
	shaper_free(same);
	shaper_free(other);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		words_of_all_scripts_have_glyphs_and_ink,
		arabic_letters_are_joined_and_run_from_right_to_left,
		ink_fills_the_box_that_was_measured,
		an_upright_word_is_read_upward,
		a_picture_twice_as_large_has_its_ink_in_the_same_places,
		what_cannot_be_seen_is_blank,
		a_character_without_a_font_is_unknown,
		emoji_keep_their_colours,
		outlines_are_read_once_and_freed_when_there_are_many,
		another_font_is_another_identity,
		NULL,
	};

	return unit_run("clouds/shape", tests);
}
