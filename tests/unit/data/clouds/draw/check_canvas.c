/*
 * Canvases, and the PNG that they become.
 */
#include <png.h>
#include <stdlib.h>

#include "data/clouds/draw/canvas.h"
#include "data/clouds/sample.h"
#include "unit.h"

/* The pixels of PNG, three bytes each, to be freed. */
static unsigned char *
read_png(const struct gantry_buffer *png, int side)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	unsigned char *pixels;

	ck_assert_int_ne(
	    png_image_begin_read_from_memory(&image, png->data, png->length),
	    0);
	ck_assert_uint_eq(image.width, (unsigned)side);
	ck_assert_uint_eq(image.height, (unsigned)side);
	image.format = PNG_FORMAT_RGB;
	pixels = malloc(PNG_IMAGE_SIZE(image));
	ck_assert_int_ne(
	    png_image_finish_read(&image, NULL, pixels, 0, NULL), 0);
	return pixels;
}

static bool
is_colour(const unsigned char *pixel, uint32_t colour)
{
	return pixel[0] == colour >> 16 && pixel[1] == (colour >> 8 & 0xff) &&
	    pixel[2] == (colour & 0xff);
}

/*
 * Is the ground where the canvas has none of a colour, and the colour where it
 * has all of it?
 */
static void
check_png(const struct canvas *canvas, const struct gantry_buffer *png,
    const struct palette *palette)
{
	unsigned char *pixels = read_png(png, canvas->side);
	int i, ground = 0, full = 0;
	unsigned number;

	for (i = 0; i < canvas->side * canvas->side; i++) {
		number = canvas->pixels[i];
		if (number == 0) {
			ground++;
			ck_assert(is_colour(pixels + 3 * i, palette->ground));
		} else if (number % CANVAS_LEVELS == 0) {
			full++;
			ck_assert(is_colour(pixels + 3 * i,
			    palette->colours[number / CANVAS_LEVELS - 1]));
		}
	}
	ck_assert_int_gt(ground, 1000);
	ck_assert_int_gt(full, 1000);
	free(pixels);
}

START_TEST(light_and_dark_pictures_differ_in_their_colours_alone)
{
	struct gantry_buffer light = { 0 }, dark = { 0 };
	struct words words = { .items = NULL };
	struct shaper *shaper = sample_shaper();
	struct canvas canvas;
	struct layout layout;
	int scale;

	sample_zipf(&words, 50);
	ck_assert_int_eq(layout_make(&layout, &words, shaper), 0);
	for (scale = 1; scale <= 2; scale++) {
		gantry_buffer_reset(&light);
		gantry_buffer_reset(&dark);
		ck_assert_int_eq(canvas_draw(&canvas, &layout, scale), 0);
		ck_assert_int_eq(canvas_write_png(&canvas, &light, &dark), 0);
		check_png(&canvas, &light, &palette_light);
		check_png(&canvas, &dark, &palette_dark);
		canvas_clear(&canvas);
		canvas_clear(&canvas);
	}
	layout_clear(&layout);
	shaper_free(shaper);
	words_clear(&words);
	gantry_buffer_clear(&light);
	gantry_buffer_clear(&dark);
}
END_TEST

START_TEST(coloured_words_are_in_the_picture)
{
	struct gantry_buffer light = { 0 }, dark = { 0 };
	struct words words = { .items = NULL };
	struct shaper *shaper = sample_shaper();
	struct canvas canvas;
	struct layout layout;
	unsigned char *pixels;
	size_t coloured = 0, i;

	/* Where no font has it, it is left out. */
	sample_add(&words, "\xf0\x9f\x8e\x8a", 2);
	sample_add(&words, "word", 1);
	ck_assert_int_eq(layout_make(&layout, &words, shaper), 0);
	ck_assert_int_eq(canvas_draw(&canvas, &layout, 1), 0);
	ck_assert_int_eq(canvas_write_png(&canvas, &light, &dark), 0);
	pixels = read_png(&light, LAYOUT_SIDE);
	for (i = 0; i < (size_t)LAYOUT_SIDE * LAYOUT_SIDE; i++)
		coloured += canvas.pixels[i] == 0 &&
		    !is_colour(pixels + 3 * i, palette_light.ground);
	if (layout.left_out.counts[LEFT_OUT_NO_GLYPH] == 0) {
		ck_assert_uint_eq(canvas.coloured, 1);
		ck_assert_uint_gt(coloured, 2000);
	} else {
		ck_assert_uint_eq(coloured, 0);
	}
	free(pixels);
	canvas_clear(&canvas);
	layout_clear(&layout);
	shaper_free(shaper);
	words_clear(&words);
	gantry_buffer_clear(&light);
	gantry_buffer_clear(&dark);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		light_and_dark_pictures_differ_in_their_colours_alone,
		coloured_words_are_in_the_picture,
		NULL,
	};

	return unit_run("clouds/canvas", tests);
}
