#ifndef CLOUDS_LAYOUT_RASTER_H
#define CLOUDS_LAYOUT_RASTER_H

#include <stdbool.h>
#include <stdint.h>

#include "data/clouds/layout/mask.h"
#include "data/clouds/layout/shape.h"

/* A shape as pixels. */

/* How a shape is drawn. */
struct pose {
	double size; /* of the font, in pixels */
	bool is_upright; /* rotated by 90 degrees, read upward */
};

struct raster {
	int width, height; /* pixels */
	int stride; /* bytes of a row */
	bool has_colours; /* then a pixel is 4 bytes, else 1, its alpha */
	unsigned char *pixels;
	size_t capacity; /* bytes allocated */
	FT_Library library; /* NULL until it is needed */
	FT_Outline scratch; /* room for points, as many as a word may have */
};

/*
 * Get the number of pixels of SHAPE in POSE.  Its ink begins at the upper left
 * corner.
 */
void raster_measure(const struct shape *shape, const struct pose *pose,
    int *width, int *height);

/*
 * Draw SHAPE into RASTER, which is zeroed or was drawn into before, at SCALE
 * times its measure.  A shape with its own colours is drawn as
 * CAIRO_FORMAT_ARGB32 of cairo, with COLOUR, 0xrrggbb, where it has none.
 * Returns 0, or -1 when memory ran out.
 */
int raster_draw(struct raster *raster, const struct shape *shape,
    const struct pose *pose, int scale, uint32_t colour);

/* Set MASK to the pixels that are not fully transparent.  Returns 0 or -1. */
int raster_get_mask(const struct raster *raster, struct mask *mask);

/* Free what it holds; idempotent. */
void raster_clear(struct raster *raster);

#endif
