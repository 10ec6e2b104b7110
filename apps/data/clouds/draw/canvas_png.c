/*
 * Writes a canvas as PNG.  Compressing the pixels takes most of the time.  With
 * a palette, the dark picture is the light one with another palette.
 */
#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "data/clouds/draw/canvas.h"

struct rgb {
	unsigned char red, green, blue;
};

static struct rgb
get_rgb(uint32_t colour)
{
	return (struct rgb){ (unsigned char)(colour >> 16),
		(unsigned char)(colour >> 8), (unsigned char)colour };
}

static unsigned char
mix(unsigned from, unsigned to, unsigned level)
{
	return (unsigned char)((from * (CANVAS_LEVELS - level) + to * level +
				   CANVAS_LEVELS / 2) /
	    CANVAS_LEVELS);
}

/* Fill MAP with the colours of the pixel values. */
static void
fill_map(struct rgb map[CANVAS_COLOURS], const struct palette *palette)
{
	const struct rgb ground = get_rgb(palette->ground);
	unsigned colour, level;
	struct rgb full;

	map[0] = ground;
	for (colour = 0; colour < PALETTE_COLOURS; colour++) {
		full = get_rgb(palette->colours[colour]);
		for (level = 1; level <= CANVAS_LEVELS; level++)
			map[colour * CANVAS_LEVELS + level] = (struct rgb){
				mix(ground.red, full.red, level),
				mix(ground.green, full.green, level),
				mix(ground.blue, full.blue, level),
			};
	}
}

static int
write_image(png_image *image, const void *pixels, const void *map,
    struct gantry_buffer *buffer)
{
	png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(*image);
	char *to = gantry_buffer_reserve(buffer, size);

	if (to == NULL ||
	    png_image_write_to_memory(image, to, &size, 0, pixels, 0, map) == 0)
		return -1;
	buffer->length += size;
	return 0;
}

/* Composite RASTER, which has premultiplied colours, over the picture. */
static void
cover(struct rgb *pixels, int side, const struct raster *raster, int x, int y)
{
	const unsigned char *from = raster->pixels;
	const uint32_t *colours;
	struct rgb *to = pixels + y * side + x;
	unsigned through;
	int row, i;

	for (row = 0; row < raster->height; row++) {
		colours = (const void *)from;
		for (i = 0; i < raster->width; i++) {
			const struct rgb over = get_rgb(colours[i]);

			through = 255 - (colours[i] >> 24);
			to[i].red = (unsigned char)(over.red +
			    (to[i].red * through + 127) / 255);
			to[i].green = (unsigned char)(over.green +
			    (to[i].green * through + 127) / 255);
			to[i].blue = (unsigned char)(over.blue +
			    (to[i].blue * through + 127) / 255);
		}
		from += raster->stride;
		to += side;
	}
}

static int
cover_with_coloured(const struct canvas *canvas, const struct palette *palette,
    struct rgb *pixels)
{
	const struct layout *layout = canvas->layout;
	struct raster raster = { .pixels = NULL };
	int result = 0;
	size_t i;

	for (i = 0; i < layout->count && result == 0; i++) {
		const struct placed *placed = &layout->placed[i];

		if (placed->shape.layout == NULL)
			continue;
		result = raster_draw(&raster, &placed->shape, &placed->pose,
		    canvas->scale, palette->colours[placed->colour]);
		if (result == 0)
			cover(pixels, canvas->side, &raster,
			    canvas->scale * placed->x,
			    canvas->scale * placed->y);
	}
	raster_clear(&raster);
	return result;
}

static int
write_coloured(const struct canvas *canvas, const struct palette *palette,
    const struct rgb map[CANVAS_COLOURS], struct gantry_buffer *buffer)
{
	const size_t count = (size_t)canvas->side * (size_t)canvas->side;
	png_image image = {
		.version = PNG_IMAGE_VERSION,
		.width = (png_uint_32)canvas->side,
		.height = (png_uint_32)canvas->side,
		.format = PNG_FORMAT_RGB,
	};
	struct rgb *pixels = malloc(count * sizeof(*pixels));
	int result;
	size_t i;

	if (pixels == NULL)
		return -1;
	for (i = 0; i < count; i++)
		pixels[i] = map[canvas->pixels[i]];
	result = cover_with_coloured(canvas, palette, pixels);
	if (result == 0)
		result = write_image(&image, pixels, NULL, buffer);
	free(pixels);
	return result;
}

/* Read four bytes as a big-endian number. */
static size_t
get_number(const char *data)
{
	const unsigned char *byte = (const unsigned char *)data;

	return (size_t)byte[0] << 24 | (size_t)byte[1] << 16 |
	    (size_t)byte[2] << 8 | byte[3];
}

static void
put_number(char *data, uLong number)
{
	int i;

	for (i = 3; i >= 0; i--, number >>= 8)
		data[i] = (char)(number & 0xff);
}

/*
 * Put the colours of MAP into the palette of a PNG.  A chunk has the length of
 * its data, its type, its data, and a CRC of type and data (clause 5.3).
 */
static void
recolour(char *png, size_t length, const struct rgb map[CANVAS_COLOURS])
{
	size_t at, size;

	for (at = 8; at + 12 <= length; at += 12 + size) {
		size = get_number(png + at);
		if (memcmp(png + at + 4, "PLTE", 4) != 0)
			continue;
		memcpy(png + at + 8, map, size);
		put_number(png + at + 8 + size,
		    crc32(0, (const Bytef *)png + at + 4, (uInt)size + 4));
		return;
	}
}

int
canvas_write_png(const struct canvas *canvas, struct gantry_buffer *light,
    struct gantry_buffer *dark)
{
	png_image image = {
		.version = PNG_IMAGE_VERSION,
		.width = (png_uint_32)canvas->side,
		.height = (png_uint_32)canvas->side,
		.format = PNG_FORMAT_RGB_COLORMAP,
		.colormap_entries = CANVAS_COLOURS,
	};
	struct rgb light_map[CANVAS_COLOURS], dark_map[CANVAS_COLOURS];
	const size_t begin = light->length, dark_begin = dark->length;

	fill_map(light_map, &palette_light);
	fill_map(dark_map, &palette_dark);
	if (canvas->coloured > 0)
		return write_coloured(
			   canvas, &palette_light, light_map, light) == 0
		    ? write_coloured(canvas, &palette_dark, dark_map, dark)
		    : -1;
	if (write_image(&image, canvas->pixels, light_map, light) == -1 ||
	    gantry_buffer_add(
		dark, light->data + begin, light->length - begin) == -1)
		return -1;
	recolour(dark->data + dark_begin, dark->length - dark_begin, dark_map);
	return 0;
}
