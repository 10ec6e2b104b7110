#ifndef CLOUDS_LAYOUT_OUTLINE_H
#define CLOUDS_LAYOUT_OUTLINE_H

#include <cairo.h>
#include <stddef.h>

#include <ft2build.h>
#include FT_OUTLINE_H

/*
 * The outline of a glyph for FreeType: contours of points in thousandths of the
 * font size.  Control points of curves are tagged FT_CURVE_TAG_CUBIC.  y points
 * down.
 */

struct outline {
	FT_Outline contours; /* its coordinates are 16.16 fixed numbers */
	double left, top, right, bottom; /* of the ink; all 0 for a blank */
};

/* Make an outline from the path of CAIRO.  The caller frees it. */
struct outline *outline_new(cairo_t *cairo);
void outline_free(struct outline *outline);

#endif
