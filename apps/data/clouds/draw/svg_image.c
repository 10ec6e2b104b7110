/*
 * Embeds words that have no outlines in an SVG as PNG, with enough pixels for
 * four times the size.
 */
#include <glib.h>

#include "data/clouds/draw/svg.h"
#include "data/clouds/layout/palette.h"

#define SCALE 4

static cairo_status_t
append(void *argument, const unsigned char *data, unsigned length)
{
	return gantry_buffer_add(argument, data, length) == 0
	    ? CAIRO_STATUS_SUCCESS
	    : CAIRO_STATUS_WRITE_ERROR;
}

/* Write PLACED, drawn with COLOUR, into PNG. */
static int
draw(struct gantry_buffer *png, const struct placed *placed, uint32_t colour)
{
	struct raster raster = { .pixels = NULL };
	cairo_surface_t *surface;
	cairo_status_t status;

	if (raster_draw(
		&raster, &placed->shape, &placed->pose, SCALE, colour) == -1)
		return -1;
	surface = cairo_image_surface_create_for_data(raster.pixels,
	    CAIRO_FORMAT_ARGB32, raster.width, raster.height, raster.stride);
	status = cairo_surface_write_to_png_stream(surface, append, png);
	cairo_surface_destroy(surface);
	raster_clear(&raster);
	return status == CAIRO_STATUS_SUCCESS ? 0 : -1;
}

static void
put_image(struct gantry_buffer *buffer, const struct placed *placed,
    const char *attributes, const struct gantry_buffer *png)
{
	char *base64 =
	    g_base64_encode((const guchar *)png->data, (gsize)png->length);
	int width, height;

	raster_measure(&placed->shape, &placed->pose, &width, &height);
	gantry_buffer_printf(buffer,
	    "<image%s x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
	    "xlink:href=\"data:image/png;base64,",
	    attributes, placed->x, placed->y, width, height);
	gantry_buffer_puts(buffer, base64);
	gantry_buffer_puts(buffer, "\"/>");
	g_free(base64);
}

int
svg_put_image(struct gantry_buffer *buffer, const struct placed *placed)
{
	struct gantry_buffer light = { 0 }, dark = { 0 };
	int result = -1;

	if (draw(&light, placed, palette_light.colours[placed->colour]) == -1 ||
	    draw(&dark, placed, palette_dark.colours[placed->colour]) == -1)
		goto out;
	if (light.length == dark.length &&
	    memcmp(light.data, dark.data, light.length) == 0) {
		put_image(buffer, placed, "", &light);
	} else {
		put_image(buffer, placed, " class=\"light\"", &light);
		/* A reader that ignores styles must show one image only. */
		put_image(
		    buffer, placed, " class=\"dark\" display=\"none\"", &dark);
	}
	result = 0;
out:
	gantry_buffer_clear(&light);
	gantry_buffer_clear(&dark);
	return result;
}
