#ifndef CLOUDS_LAYOUT_SHAPE_H
#define CLOUDS_LAYOUT_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include <pango/pango.h>

#include <gantry/error.h>

#include "data/clouds/layout/outline.h"

/*
 * Words in any script as glyphs and their positions, shaped by pango.  The unit
 * is a thousandth of the font size, x to the right, y down from the baseline.
 * Nothing is rounded to pixels, so that a shape serves every size.
 */

#define SHAPE_UNITS 1000

/* The most points and contours of the outlines of a shape. */
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
	 * Set for a word whose glyphs have their own colours, such as emoji:
	 * pango draws it.
	 */
	PangoLayout *layout;
	double left, top, width, height; /* of the ink */
};

/* The outcome of shaping a word. */
enum shape_outcome {
	SHAPE_DONE,
	SHAPE_BLANK, /* nothing visible */
	SHAPE_UNKNOWN, /* no font has a glyph for some character */
};

/* The fonts and the outlines that were read from them. */
struct shaper;

/*
 * FONT is in the syntax of pango_font_description_from_string: "Noto Sans,
 * Bold".  Returns NULL with ERROR filled when memory ran out or no font is
 * installed.
 */
struct shaper *shaper_new(const char *font, struct gantry_error *error);
void shaper_free(struct shaper *shaper);

/*
 * Shape LENGTH bytes of UTF-8 at TEXT.  SHAPER must outlive SHAPE; clear SHAPE
 * before.  It is empty unless the outcome is SHAPE_DONE.
 */
enum shape_outcome shaper_shape(struct shaper *shaper, struct shape *shape,
    const char *text, size_t length);

/* Free outlines if there are many.  All shapes must have been cleared. */
void shaper_trim(struct shaper *shaper);

/* Free what it holds; idempotent. */
void shape_clear(struct shape *shape);

/*
 * Get a text that identifies the fonts and libraries: if it is the same, the
 * same words give the same pictures.  Borrowed.
 */
const char *shaper_identity(const struct shaper *shaper);

#endif
