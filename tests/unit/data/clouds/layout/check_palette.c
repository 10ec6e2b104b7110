/*
 * Can the colours be told from their ground and from each other?
 */
#include <math.h>

#include "data/clouds/layout/palette.h"
#include "unit.h"

struct colour {
	double red, green, blue; /* of linear light */
};

static double
linear(uint32_t part)
{
	const double value = part / 255.0;

	return value <= 0.04045 ? value / 12.92
				: pow((value + 0.055) / 1.055, 2.4);
}

static struct colour
get(uint32_t colour)
{
	return (struct colour){ linear(colour >> 16 & 0xff),
		linear(colour >> 8 & 0xff), linear(colour & 0xff) };
}

/* WCAG 2.2's relative luminance and contrast ratio. */
static double
luminance(uint32_t colour)
{
	const struct colour light = get(colour);

	return 0.2126 * light.red + 0.7152 * light.green + 0.0722 * light.blue;
}

static double
contrast(uint32_t one, uint32_t other)
{
	const double a = luminance(one), b = luminance(other);

	return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

/*
 * What eyes see that have all cones, or lack the long, the middle or the short
 * ones: the matrices of Machado, Oliveira and Fernandes (2009), severity 1.
 */
static const double eyes[][9] = {
	{ 1, 0, 0, 0, 1, 0, 0, 0, 1 },
	{ 0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216,
	    -0.003882, -0.048116, 1.051998 },
	{ 0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413,
	    -0.011820, 0.042940, 0.968881 },
	{ 1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602,
	    0.004733, 0.691367, 0.303900 },
};

static struct colour
see(const double eye[9], struct colour light)
{
	return (struct colour){
		fmax(0,
		    eye[0] * light.red + eye[1] * light.green +
			eye[2] * light.blue),
		fmax(0,
		    eye[3] * light.red + eye[4] * light.green +
			eye[5] * light.blue),
		fmax(0,
		    eye[6] * light.red + eye[7] * light.green +
			eye[8] * light.blue),
	};
}

/* In OKLab, in which equal distances look about equal. */
static struct colour
get_lab(struct colour c)
{
	const double l = cbrt(0.4122214708 * c.red + 0.5363325363 * c.green +
	    0.0514459929 * c.blue);
	const double m = cbrt(0.2119034982 * c.red + 0.6806995451 * c.green +
	    0.1073969566 * c.blue);
	const double s = cbrt(0.0883024619 * c.red + 0.2817188376 * c.green +
	    0.6299787005 * c.blue);

	return (struct colour){
		0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
		1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
		0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
	};
}

static double
distance(const double eye[9], uint32_t one, uint32_t other)
{
	const struct colour a = get_lab(see(eye, get(one)));
	const struct colour b = get_lab(see(eye, get(other)));

	return sqrt(pow(a.red - b.red, 2) + pow(a.green - b.green, 2) +
	    pow(a.blue - b.blue, 2));
}

static void
check_contrasts(const struct palette *palette)
{
	int i;

	for (i = 0; i < PALETTE_COLOURS; i++)
		ck_assert_double_ge(
		    contrast(palette->colours[i], palette->ground), 4.5);
}

static void
check_distances(const struct palette *palette)
{
	size_t eye;
	int i, j;

	for (eye = 0; eye < sizeof(eyes) / sizeof(eyes[0]); eye++)
		for (i = 0; i < PALETTE_COLOURS; i++)
			for (j = 0; j < i; j++)
				ck_assert_double_ge(
				    distance(eyes[eye], palette->colours[i],
					palette->colours[j]),
				    0.08);
}

START_TEST(each_colour_stands_out_from_its_ground)
{
	check_contrasts(&palette_light);
	check_contrasts(&palette_dark);
}
END_TEST

START_TEST(each_colour_differs_from_the_others_for_all_eyes)
{
	check_distances(&palette_light);
	check_distances(&palette_dark);
}
END_TEST

START_TEST(all_colours_are_chosen)
{
	int counts[PALETTE_COLOURS] = { 0 };
	char word[] = "aa";
	int i;

	for (i = 0; i < 26 * 26; i++) {
		word[0] = (char)('a' + i / 26);
		word[1] = (char)('a' + i % 26);
		counts[palette_choose(word, 2)]++;
	}
	for (i = 0; i < PALETTE_COLOURS; i++)
		ck_assert_int_gt(counts[i], 26 * 26 / PALETTE_COLOURS / 2);
}
END_TEST

START_TEST(a_word_has_the_same_colour_always)
{
	ck_assert_uint_eq(
	    palette_choose("america", 7), palette_choose("america was", 7));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_colour_stands_out_from_its_ground,
		each_colour_differs_from_the_others_for_all_eyes,
		all_colours_are_chosen,
		a_word_has_the_same_colour_always,
		NULL,
	};

	return unit_run("clouds/palette", tests);
}
