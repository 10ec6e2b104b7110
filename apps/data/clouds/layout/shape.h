#ifndef CLOUDS_LAYOUT_SHAPE_H
#define CLOUDS_LAYOUT_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include <pango/pango.h>

#include <gantry/error.h>

#include "data/clouds/layout/outline.h"

/*
 * Words in any script, as pango shapes them: which glyphs, and where.  All is
 * in thousandths of the font's size, x to the right, y down from the baseline;
 * nothing is rounded to pixels, so that a shape is good at every size.
 */

#define SHAPE_UNITS 1000

/* No shape has more points, nor contours, in its outlines. */
#define SHAPE_POINTS_MAX 32767

struct shape_glyph {
	const struct outline *outline;
	double x, y;
};

struct shape {
	struct shape_glyph *glyphs; /* NULL with a layout */
	size_t count;
	size_t points, contours; /* of all glyphs together */
	/*
	 * Of a word with glyphs that bring their own colours, such as emoji:
	 * pango draws it.
	 */
	PangoLayout *layout;
	double left, top, width, height; /* of the ink */
};

/* What came of shaping a word. */
enum shape_outcome {
	SHAPE_DONE,
	SHAPE_BLANK, /* nothing to be seen */
	SHAPE_UNKNOWN, /* no font has a glyph for some character */
};

/* The fonts, and the outlines that were taken of them. */
struct shaper;

/*
 * FONT is what pango_font_description_from_string takes, "Noto Sans, Bold".
 * NULL with ERROR filled when memory ran out or no font is installed.
 */
struct shaper *shaper_new(const char *font, struct gantry_error *error);
void shaper_free(struct shaper *shaper);

/*
 * Shape LENGTH bytes of UTF-8 at TEXT.  SHAPE lives as long as SHAPER, and is
 * to be cleared before; it is empty unless the outcome is SHAPE_DONE.
 */
enum shape_outcome shaper_shape(struct shaper *shaper, struct shape *shape,
    const char *text, size_t length);

/*
 * Forget outlines when they have become many.  All shapes must have been
 * cleared.
 */
void shaper_trim(struct shaper *shaper);

/* Free what it holds; idempotent. */
void shape_clear(struct shape *shape);

/*
 * A text that tells the fonts and the libraries apart: where it is the same,
 * the same words give the same pictures.  Borrowed.
 */
const char *shaper_identity(const struct shaper *shaper);

#endif
