/*
 * Converts paths of cairo, which works for all fonts, into outlines of
 * FreeType, which are drawn several times as fast.
 */
#include <glib.h>

#include "data/clouds/layout/outline.h"

static FT_Pos
get_fixed(double number)
{
	return (FT_Pos)(number * 65536);
}

/* How many points, and how many contours, can a path have? */
static void
count(const cairo_path_t *path, int *points, int *contours)
{
	int i;

	*points = *contours = 0;
	for (i = 0; i < path->num_data; i += path->data[i].header.length) {
		*points += path->data[i].header.length - 1;
		*contours += path->data[i].header.type == CAIRO_PATH_MOVE_TO;
	}
}

static void
add_point(FT_Outline *contours, const cairo_path_data_t *data, char tag)
{
	contours->points[contours->n_points] =
	    (FT_Vector){ get_fixed(data->point.x), get_fixed(data->point.y) };
	contours->tags[contours->n_points++] = tag;
}

/* A contour ends where the next one begins.  One point is not a contour. */
static void
end_contour(FT_Outline *contours)
{
	const int first = contours->n_contours > 0
	    ? contours->contours[contours->n_contours - 1] + 1
	    : 0;

	if (contours->n_points - first < 2)
		contours->n_points = (short)first;
	else
		contours->contours[contours->n_contours++] =
		    (short)(contours->n_points - 1);
}

static void
fill(FT_Outline *contours, const cairo_path_t *path)
{
	const cairo_path_data_t *data;
	int at;

	/* The path of a blank has no data. */
	for (at = 0; at < path->num_data; at += data->header.length) {
		data = &path->data[at];
		switch (data->header.type) {
		case CAIRO_PATH_MOVE_TO:
			end_contour(contours);
			add_point(contours, data + 1, FT_CURVE_TAG_ON);
			break;
		case CAIRO_PATH_LINE_TO:
			add_point(contours, data + 1, FT_CURVE_TAG_ON);
			break;
		case CAIRO_PATH_CURVE_TO:
			add_point(contours, data + 1, FT_CURVE_TAG_CUBIC);
			add_point(contours, data + 2, FT_CURVE_TAG_CUBIC);
			add_point(contours, data + 3, FT_CURVE_TAG_ON);
			break;
		case CAIRO_PATH_CLOSE_PATH:
			break;
		}
	}
	end_contour(contours);
}

struct outline *
outline_new(cairo_t *cairo)
{
	struct outline *outline = g_new0(struct outline, 1);
	FT_Outline *contours = &outline->contours;
	cairo_path_t *path = cairo_copy_path(cairo);
	int points, ends;

	count(path, &points, &ends);
	/* No glyph has this many, and FreeType could not count them. */
	if (points <= G_MAXINT16) {
		contours->points = g_new(FT_Vector, points);
		contours->tags = g_new(char, points);
		contours->contours = g_new(short, ends);
		fill(contours, path);
		cairo_path_extents(cairo, &outline->left, &outline->top,
		    &outline->right, &outline->bottom);
	}
	cairo_path_destroy(path);
	return outline;
}

void
outline_free(struct outline *outline)
{
	g_free(outline->contours.points);
	g_free(outline->contours.tags);
	g_free(outline->contours.contours);
	g_free(outline);
}
