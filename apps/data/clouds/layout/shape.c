/*
 * Shapes text into outlines.  Each word is shaped once, at one size.  Outlines,
 * which serve all sizes, are read from a font once each.  Fonts are used at one
 * size only: finding fallbacks for another size costs more than drawing a word.
 */
#include <stdlib.h>
#include <string.h>

#include <cairo-ft.h>
#include <pango/pangocairo.h>
#include FT_FREETYPE_H

#include "data/clouds/layout/shape.h"
#include "data/clouds/layout/shape_identity.h"

/* Each takes one or two kilobytes. */
#define OUTLINES_MAX 8192

struct shaper {
	PangoFontMap *map;
	PangoContext *context;
	PangoLayout *layout; /* reused for every word */
	cairo_surface_t *surface; /* of 1 x 1, for a cairo context ... */
	cairo_t *cairo; /* ... that collects paths */
	GHashTable *outlines; /* struct key -> struct outline */
	char *identity;
};

/* A glyph of a font.  The outlines keep the font alive. */
struct key {
	cairo_scaled_font_t *font;
	PangoGlyph glyph;
};

static guint
hash_key(gconstpointer data)
{
	const struct key *key = data;

	return g_direct_hash(key->font) * 31 + key->glyph;
}

static gboolean
equal_keys(gconstpointer a, gconstpointer b)
{
	const struct key *one = a, *other = b;

	return one->font == other->font && one->glyph == other->glyph;
}

static void
free_key(gpointer data)
{
	struct key *key = data;

	cairo_scaled_font_destroy(key->font);
	g_free(key);
}

static void
free_outline(gpointer data)
{
	outline_free(data);
}

/* No hinting and no whole pixels: shapes are drawn at all sizes. */
static void
set_up_context(struct shaper *shaper, const char *font)
{
	PangoFontDescription *description =
	    pango_font_description_from_string(font);
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(shaper->context, options);
	cairo_font_options_destroy(options);
	pango_cairo_context_set_resolution(shaper->context, 72);
	pango_context_set_round_glyph_positions(shaper->context, FALSE);
	/*
	 * The choice between Chinese and Japanese fonts, and the direction of
	 * text, must not depend on the user's locale.
	 */
	pango_context_set_language(
	    shaper->context, pango_language_from_string("en"));
	pango_context_set_base_dir(shaper->context, PANGO_DIRECTION_WEAK_LTR);
	pango_font_description_set_absolute_size(
	    description, SHAPE_UNITS * PANGO_SCALE);
	pango_context_set_font_description(shaper->context, description);
	pango_font_description_free(description);
}

/* Generic names, which any font can match. */
static bool
is_generic(const char *family)
{
	static const char *const names[] = { "Sans", "Serif", "Monospace",
		"System-ui" };
	size_t i;

	for (i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_ascii_strcasecmp(family, names[i]) == 0)
			return true;
	return false;
}

/* Without a font, all words would be left out. */
static int
check_fonts(PangoFontMap *map, struct gantry_error *error)
{
	PangoFontFamily **families;
	bool is_font = false;
	int i, count;

	pango_font_map_list_families(map, &families, &count);
	for (i = 0; i < count && !is_font; i++)
		is_font = !is_generic(pango_font_family_get_name(families[i]));
	g_free(families);
	if (is_font)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
	    "no font is installed: apt-get install fonts-noto-core");
}

struct shaper *
shaper_new(const char *font, struct gantry_error *error)
{
	struct shaper *shaper = g_new0(struct shaper, 1);

	shaper->map = pango_cairo_font_map_new();
	if (check_fonts(shaper->map, error) == -1) {
		shaper_free(shaper);
		return NULL;
	}
	shaper->context = pango_font_map_create_context(shaper->map);
	set_up_context(shaper, font);
	shaper->layout = pango_layout_new(shaper->context);
	pango_layout_set_single_paragraph_mode(shaper->layout, TRUE);
	shaper->surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
	shaper->cairo = cairo_create(shaper->surface);
	shaper->outlines =
	    g_hash_table_new_full(hash_key, equal_keys, free_key, free_outline);
	shaper->identity = shape_identify(shaper->map, font);
	return shaper;
}

void
shaper_free(struct shaper *shaper)
{
	if (shaper == NULL)
		return;
	g_clear_pointer(&shaper->outlines, g_hash_table_destroy);
	g_clear_pointer(&shaper->cairo, cairo_destroy);
	g_clear_pointer(&shaper->surface, cairo_surface_destroy);
	g_clear_object(&shaper->layout);
	g_clear_object(&shaper->context);
	g_clear_object(&shaper->map);
	g_free(shaper->identity);
	g_free(shaper);
}

static const struct outline *
get_outline(struct shaper *shaper, cairo_scaled_font_t *font, PangoGlyph glyph)
{
	const struct key wanted = { font, glyph };
	const cairo_glyph_t drawn = { .index = glyph };
	struct outline *outline =
	    g_hash_table_lookup(shaper->outlines, &wanted);
	cairo_t *cairo = shaper->cairo;
	struct key *key;

	if (outline != NULL)
		return outline;
	cairo_new_path(cairo);
	cairo_set_scaled_font(cairo, font);
	cairo_glyph_path(cairo, &drawn, 1);
	outline = outline_new(cairo);
	key = g_new(struct key, 1);
	*key = (struct key){ cairo_scaled_font_reference(font), glyph };
	g_hash_table_insert(shaper->outlines, key, outline);
	return outline;
}

/* Are the glyphs of FONT coloured or bitmaps? */
static bool
draws_itself(cairo_scaled_font_t *font)
{
	FT_Face face = cairo_ft_scaled_font_lock_face(font);
	bool result =
	    face == NULL || FT_HAS_COLOR(face) || !FT_IS_SCALABLE(face);

	if (face != NULL)
		cairo_ft_scaled_font_unlock_face(font);
	return result;
}

static void
add_glyph(
    struct shape *shape, const struct outline *outline, double x, double y)
{
	/* A blank needs no drawing. */
	if (outline->contours.n_contours == 0)
		return;
	shape->glyphs[shape->count++] = (struct shape_glyph){ outline, x, y };
	shape->points += (size_t)outline->contours.n_points;
	shape->contours += (size_t)outline->contours.n_contours;
}

/*
 * Add the glyphs of RUN, which begins at X, Y.  Returns false when only the
 * font can draw it.
 */
static bool
add_run(struct shaper *shaper, struct shape *shape, const PangoGlyphItem *run,
    double x, double y)
{
	cairo_scaled_font_t *font = pango_cairo_font_get_scaled_font(
	    PANGO_CAIRO_FONT(run->item->analysis.font));
	const PangoGlyphInfo *glyph = run->glyphs->glyphs;
	const PangoGlyphInfo *end = glyph + run->glyphs->num_glyphs;

	if (font == NULL || draws_itself(font))
		return false;
	for (; glyph < end; glyph++) {
		if (glyph->glyph != PANGO_GLYPH_EMPTY)
			add_glyph(shape,
			    get_outline(shaper, font, glyph->glyph),
			    x + (double)glyph->geometry.x_offset / PANGO_SCALE,
			    y + (double)glyph->geometry.y_offset / PANGO_SCALE);
		x += (double)glyph->geometry.width / PANGO_SCALE;
	}
	return true;
}

static bool
add_runs(struct shaper *shaper, struct shape *shape)
{
	PangoLayoutIter *runs = pango_layout_get_iter(shaper->layout);
	bool result = true;
	PangoLayoutRun *run;
	PangoRectangle logical;
	size_t count = 0;

	do {
		run = pango_layout_iter_get_run_readonly(runs);
		if (run == NULL)
			continue;
		count += (size_t)run->glyphs->num_glyphs;
		shape->glyphs =
		    g_renew(struct shape_glyph, shape->glyphs, count);
		pango_layout_iter_get_run_extents(runs, NULL, &logical);
		result =
		    add_run(shaper, shape, run, (double)logical.x / PANGO_SCALE,
			(double)(pango_layout_iter_get_run_baseline(runs) -
			    pango_layout_iter_get_baseline(runs)) /
			    PANGO_SCALE);
	} while (result && pango_layout_iter_next_run(runs));
	pango_layout_iter_free(runs);
	return result;
}

/* Measure the ink of the outlines. */
static void
measure_glyphs(struct shape *shape)
{
	double left = 0, top = 0, right = 0, bottom = 0;
	size_t i;

	for (i = 0; i < shape->count; i++) {
		const struct shape_glyph *glyph = &shape->glyphs[i];
		const struct outline *ink = glyph->outline;

		if (i == 0 || glyph->x + ink->left < left)
			left = glyph->x + ink->left;
		if (i == 0 || glyph->x + ink->right > right)
			right = glyph->x + ink->right;
		if (i == 0 || glyph->y + ink->top < top)
			top = glyph->y + ink->top;
		if (i == 0 || glyph->y + ink->bottom > bottom)
			bottom = glyph->y + ink->bottom;
	}
	shape->left = left;
	shape->top = top;
	shape->width = right - left;
	shape->height = bottom - top;
}

/* Measure the ink of what the font draws, as the font reports it. */
static void
measure_layout(struct shape *shape)
{
	const double baseline = pango_layout_get_baseline(shape->layout);
	PangoRectangle ink;

	pango_layout_get_extents(shape->layout, &ink, NULL);
	shape->left = (double)ink.x / PANGO_SCALE;
	shape->top = (ink.y - baseline) / PANGO_SCALE;
	shape->width = (double)ink.width / PANGO_SCALE;
	shape->height = (double)ink.height / PANGO_SCALE;
}

enum shape_outcome
shaper_shape(
    struct shaper *shaper, struct shape *shape, const char *text, size_t length)
{
	*shape = (struct shape){ .count = 0 };
	pango_layout_set_text(shaper->layout, text, (int)length);
	if (pango_layout_get_unknown_glyphs_count(shaper->layout) > 0)
		return SHAPE_UNKNOWN;
	if (add_runs(shaper, shape) && shape->points <= SHAPE_POINTS_MAX) {
		measure_glyphs(shape);
	} else {
		shape_clear(shape);
		shape->layout = pango_layout_copy(shaper->layout);
		measure_layout(shape);
	}
	if (shape->width > 0 && shape->height > 0)
		return SHAPE_DONE;
	shape_clear(shape);
	return SHAPE_BLANK;
}

void
shaper_trim(struct shaper *shaper)
{
	if (g_hash_table_size(shaper->outlines) > OUTLINES_MAX)
		g_hash_table_remove_all(shaper->outlines);
}

void
shape_clear(struct shape *shape)
{
	g_free(shape->glyphs);
	g_clear_object(&shape->layout);
	*shape = (struct shape){ .count = 0 };
}

const char *
shaper_identity(const struct shaper *shaper)
{
	return shaper->identity;
}
