#ifndef CLOUDS_DRAW_CANVAS_H
#define CLOUDS_DRAW_CANVAS_H

#include <gantry/buffer.h>

#include "data/clouds/layout/layout.h"
#include "data/clouds/layout/palette.h"

/*
 * A layout as pixels.  A pixel is a number: 0 is the background; the others
 * combine a colour of the palette and how much of it covers the background.  So
 * one canvas works with every palette.
 */

struct canvas {
	int side, scale;
	unsigned char *pixels; /* side * side; NULL: none */
	const struct layout *layout;
	/* The number of words with their own colours, such as emoji. */
	size_t coloured;
};

/* The number of steps from the background to a colour. */
#define CANVAS_LEVELS 15

/* The number of pixel values. */
#define CANVAS_COLOURS (PALETTE_COLOURS * CANVAS_LEVELS + 1)

/*
 * Draw LAYOUT, which must outlive CANVAS, at SCALE times its size.  Returns 0,
 * or -1 when memory ran out; clear CANVAS in both cases.
 */
int canvas_draw(struct canvas *canvas, const struct layout *layout, int scale);

/* Free what it holds; idempotent. */
void canvas_clear(struct canvas *canvas);

/*
 * Append a PNG (ISO/IEC 15948) of CANVAS in light colours to LIGHT, and one in
 * dark colours to DARK, with a palette, or in true colours if words have their
 * own.  Returns 0, or -1 when memory ran out.
 */
int canvas_write_png(const struct canvas *canvas, struct gantry_buffer *light,
    struct gantry_buffer *dark);

#endif
