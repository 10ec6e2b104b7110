#ifndef CLOUDS_LAYOUT_OUTLINE_H
#define CLOUDS_LAYOUT_OUTLINE_H

#include <cairo.h>
#include <stddef.h>

#include <ft2build.h>
#include FT_OUTLINE_H

/*
 * The outline of a glyph as FreeType draws it: contours of points, in
 * thousandths of the font's size, of which a curve's control points are tagged
 * FT_CURVE_TAG_CUBIC.  y goes down.
 */

struct outline {
	FT_Outline contours; /* its coordinates are 16.16 fixed numbers */
	double left, top, right, bottom; /* of the ink; all 0 for a blank */
};

/* Make an outline of the path of CAIRO.  It is to be freed. */
struct outline *outline_new(cairo_t *cairo);
void outline_free(struct outline *outline);

#endif
