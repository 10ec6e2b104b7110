/*
 * Draws the words of a layout at their places.
 */
#include <stdlib.h>

#include "data/clouds/draw/canvas.h"

/* Add RASTER, whose pixels say how much of COLOUR they have. */
static void
put(struct canvas *canvas, const struct raster *raster, int x, int y,
    unsigned colour)
{
	const unsigned base = colour * CANVAS_LEVELS;
	const unsigned char *from = raster->pixels;
	unsigned char *to = canvas->pixels + y * canvas->side + x;
	unsigned level;
	int row, i;

	for (row = 0; row < raster->height; row++) {
		for (i = 0; i < raster->width; i++) {
			level = (from[i] * CANVAS_LEVELS + 127u) / 255;
			if (level > 0)
				to[i] = (unsigned char)(base + level);
		}
		from += raster->stride;
		to += canvas->side;
	}
}

int
canvas_draw(struct canvas *canvas, const struct layout *layout, int scale)
{
	const int side = scale * LAYOUT_SIDE;
	struct raster raster = { .pixels = NULL };
	int result = 0;
	size_t i;

	*canvas = (struct canvas){
		.side = side,
		.scale = scale,
		.layout = layout,
		.pixels = calloc((size_t)side, (size_t)side),
	};
	if (canvas->pixels == NULL)
		return -1;
	for (i = 0; i < layout->count && result == 0; i++) {
		const struct placed *placed = &layout->placed[i];

		if (placed->shape.layout != NULL) {
			canvas->coloured++;
			continue;
		}
		result = raster_draw(
		    &raster, &placed->shape, &placed->pose, scale, 0);
		if (result == 0)
			put(canvas, &raster, scale * placed->x,
			    scale * placed->y, placed->colour);
	}
	raster_clear(&raster);
	return result;
}

void
canvas_clear(struct canvas *canvas)
{
	free(canvas->pixels);
	*canvas = (struct canvas){ .pixels = NULL };
}
