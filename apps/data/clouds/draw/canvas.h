#ifndef CLOUDS_DRAW_CANVAS_H
#define CLOUDS_DRAW_CANVAS_H

#include <gantry/buffer.h>

#include "data/clouds/layout/layout.h"
#include "data/clouds/layout/palette.h"

/*
 * A layout as pixels.  A pixel is a number: 0 is the ground, the others are a
 * colour of the palette and how much of it covers the ground, so that one
 * canvas serves for all palettes.
 */

struct canvas {
	int side, scale;
	unsigned char *pixels; /* side * side; NULL: none */
	const struct layout *layout;
	/* Words with colours of their own, which no palette has. */
	size_t coloured;
};

/* How much of a colour there can be. */
#define CANVAS_LEVELS 15

/* How many numbers there are. */
#define CANVAS_COLOURS (PALETTE_COLOURS * CANVAS_LEVELS + 1)

/*
 * Draw LAYOUT, which must outlive CANVAS, SCALE times as large as it was laid
 * out.  0, or -1 when memory ran out; CANVAS is to be cleared in any case.
 */
int canvas_draw(struct canvas *canvas, const struct layout *layout, int scale);

/* Free what it holds; idempotent. */
void canvas_clear(struct canvas *canvas);

/*
 * Append a PNG (ISO/IEC 15948) of CANVAS in light colours to LIGHT, and one in
 * dark colours to DARK; with a palette of their own, or in true colours if
 * there are coloured words.  0, or -1 when memory ran out.
 */
int canvas_write_png(const struct canvas *canvas, struct gantry_buffer *light,
    struct gantry_buffer *dark);

#endif
