/*
 * Draws a single shape with its ink at the corner: outlines with FreeType, and
 * what has its own colours with pango.
 */
#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#include "data/clouds/layout/raster.h"

void
raster_measure(
    const struct shape *shape, const struct pose *pose, int *width, int *height)
{
	const double scale = pose->size / SHAPE_UNITS;
	int along = (int)ceil(shape->width * scale);
	int across = (int)ceil(shape->height * scale);

	/* A font may have rounded an extent to less than its ink. */
	if (shape->layout != NULL) {
		along++;
		across++;
	}
	*width = pose->is_upright ? across : along;
	*height = pose->is_upright ? along : across;
}

/* Allocate transparent pixels. */
static int
resize(struct raster *raster, bool has_colours, int width, int height)
{
	const int stride = cairo_format_stride_for_width(
	    has_colours ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_A8, width);
	const size_t size = (size_t)stride * (size_t)height;

	if (size > raster->capacity) {
		free(raster->pixels);
		raster->capacity = 0;
		raster->pixels = malloc(size);
		if (raster->pixels == NULL)
			return -1;
		raster->capacity = size;
	}
	memset(raster->pixels, 0, size);
	raster->width = width;
	raster->height = height;
	raster->stride = stride;
	raster->has_colours = has_colours;
	return 0;
}

/* Set up FreeType, with room for as many points as it can count. */
static int
prepare(struct raster *raster)
{
	if (raster->library != NULL)
		return 0;
	if (FT_Init_FreeType(&raster->library) != 0)
		return -1;
	return FT_Outline_New(raster->library, SHAPE_POINTS_MAX,
		   SHAPE_POINTS_MAX, &raster->scratch) == 0
	    ? 0
	    : -1;
}

/*
 * Add the points of GLYPH, whose coordinates are 16.16.  They become pixels in
 * 26.6 after MATRIX and the offset.
 */
static void
add_glyph(FT_Outline *all, const struct shape_glyph *glyph,
    const struct shape *shape, double scale)
{
	const FT_Outline *contours = &glyph->outline->contours;
	const double factor = scale * 64 / 65536;
	const double x = (glyph->x - shape->left) * scale * 64;
	const double y = (glyph->y - shape->top) * scale * 64;
	FT_Vector *to = all->points + all->n_points;
	int i;

	for (i = 0; i < contours->n_points; i++) {
		to[i].x = (FT_Pos)(contours->points[i].x * factor + x);
		to[i].y = (FT_Pos)(contours->points[i].y * factor + y);
	}
	memcpy(all->tags + all->n_points, contours->tags,
	    (size_t)contours->n_points);
	for (i = 0; i < contours->n_contours; i++)
		all->contours[all->n_contours + i] =
		    (short)(all->n_points + contours->contours[i]);
	all->n_points = (short)(all->n_points + contours->n_points);
	all->n_contours = (short)(all->n_contours + contours->n_contours);
}

/* The y axis of FreeType points up: it sees our layout mirrored. */
static void
turn(FT_Outline *all, bool is_upright, int height)
{
	FT_Pos x;
	int i;

	for (i = 0; i < all->n_points; i++) {
		if (is_upright) {
			x = all->points[i].x;
			all->points[i].x = all->points[i].y;
			all->points[i].y = x;
		} else {
			all->points[i].y = 64 * height - all->points[i].y;
		}
	}
}

static int
draw_outlines(struct raster *raster, const struct shape *shape,
    const struct pose *pose, double scale)
{
	FT_Outline all;
	const FT_Bitmap bitmap = {
		.rows = (unsigned)raster->height,
		.width = (unsigned)raster->width,
		.pitch = raster->stride,
		.buffer = raster->pixels,
		.num_grays = 256,
		.pixel_mode = FT_PIXEL_MODE_GRAY,
	};
	size_t i;

	if (prepare(raster) == -1)
		return -1;
	all = raster->scratch;
	all.n_points = all.n_contours = 0;
	for (i = 0; i < shape->count; i++)
		add_glyph(&all, &shape->glyphs[i], shape, scale);
	turn(&all, pose->is_upright, raster->height);
	return FT_Outline_Get_Bitmap(raster->library, &all, &bitmap) == 0 ? 0
									  : -1;
}

static int
draw_layout(struct raster *raster, const struct shape *shape,
    const struct pose *pose, double scale, uint32_t colour)
{
	cairo_surface_t *surface = cairo_image_surface_create_for_data(
	    raster->pixels, CAIRO_FORMAT_ARGB32, raster->width, raster->height,
	    raster->stride);
	cairo_t *cairo = cairo_create(surface);
	int result;

	cairo_set_source_rgb(cairo, (colour >> 16 & 0xff) / 255.0,
	    (colour >> 8 & 0xff) / 255.0, (colour & 0xff) / 255.0);
	if (pose->is_upright) {
		cairo_translate(cairo, 0, raster->height);
		cairo_rotate(cairo, -M_PI_2);
	}
	cairo_scale(cairo, scale, scale);
	cairo_translate(cairo, -shape->left, -shape->top);
	cairo_move_to(cairo, 0,
	    -(double)pango_layout_get_baseline(shape->layout) / PANGO_SCALE);
	pango_cairo_show_layout(cairo, shape->layout);
	cairo_surface_flush(surface);
	result = cairo_status(cairo) == CAIRO_STATUS_SUCCESS ? 0 : -1;
	cairo_destroy(cairo);
	cairo_surface_destroy(surface);
	return result;
}

int
raster_draw(struct raster *raster, const struct shape *shape,
    const struct pose *pose, int scale, uint32_t colour)
{
	const double factor = scale * pose->size / SHAPE_UNITS;
	int width, height;

	raster_measure(shape, pose, &width, &height);
	if (resize(raster, shape->layout != NULL, scale * width,
		scale * height) == -1)
		return -1;
	if (shape->layout != NULL)
		return draw_layout(raster, shape, pose, factor, colour);
	return draw_outlines(raster, shape, pose, factor);
}

int
raster_get_mask(const struct raster *raster, struct mask *mask)
{
	const unsigned char *row = raster->pixels;
	const uint32_t *colours;
	int x, y;

	if (mask_resize(mask, raster->width, raster->height) == -1)
		return -1;
	for (y = 0; y < raster->height; y++) {
		colours = (const void *)row;
		for (x = 0; x < raster->width; x++)
			if (raster->has_colours ? colours[x] >> 24 : row[x])
				mask_put(mask, x, y);
		row += raster->stride;
	}
	return 0;
}

void
raster_clear(struct raster *raster)
{
	if (raster->library != NULL) {
		FT_Outline_Done(raster->library, &raster->scratch);
		FT_Done_FreeType(raster->library);
	}
	free(raster->pixels);
	*raster = (struct raster){ .pixels = NULL };
}
