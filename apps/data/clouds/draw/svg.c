/*
 * Writes a layout as SVG.  Words are outlines, not <text>: they are placed to
 * the pixel and would overlap in any other font.  Each outline of a glyph is
 * included once.  References are xlink:href, since Inkscape and other readers
 * of SVG 1.1 do not know href.  Each word is a group whose <title> has its text
 * and count, which browsers show and screen readers read.
 */
#include <glib.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "data/clouds/draw/svg.h"
#include "data/clouds/draw/xml.h"
#include "data/clouds/layout/palette.h"

struct svg {
	struct gantry_buffer *out;
	GHashTable *numbers; /* of outlines, in the order of their use */
};

/* Append a number with as many decimals as needed, at most PLACES. */
static void
put_number(struct gantry_buffer *out, double number, int places)
{
	char text[32];
	size_t length;

	g_snprintf(text, sizeof(text), "%.*f", places, number);
	length = strlen(text);
	while (text[length - 1] == '0')
		length--;
	if (text[length - 1] == '.')
		length--;
	if (length == 2 && text[0] == '-' && text[1] == '0')
		gantry_buffer_putc(out, '0');
	else
		gantry_buffer_add(out, text, length);
}

static void
put_command(
    struct gantry_buffer *out, char command, const FT_Vector *points, int count)
{
	int i;

	gantry_buffer_putc(out, command);
	for (i = 0; i < count; i++)
		gantry_buffer_printf(out, "%s%ld %ld", i > 0 ? " " : "",
		    lround(points[i].x / 65536.0),
		    lround(points[i].y / 65536.0));
}

/* In thousandths of the font's size, whole ones. */
static void
put_outline(
    struct gantry_buffer *out, const FT_Outline *contours, unsigned number)
{
	int contour, point = 0;

	gantry_buffer_printf(out, "<path id=\"g%u\" d=\"", number);
	for (contour = 0; contour < contours->n_contours; contour++) {
		put_command(out, 'M', &contours->points[point++], 1);
		while (point <= contours->contours[contour]) {
			if (contours->tags[point] == FT_CURVE_TAG_ON) {
				put_command(
				    out, 'L', &contours->points[point], 1);
				point++;
			} else {
				put_command(
				    out, 'C', &contours->points[point], 3);
				point += 3;
			}
		}
		gantry_buffer_putc(out, 'Z');
	}
	gantry_buffer_puts(out, "\"/>\n");
}

/* Write each outline that LAYOUT uses once. */
static void
put_outlines(struct svg *svg, const struct layout *layout)
{
	const struct outline *outline;
	unsigned number;
	size_t i, j;

	gantry_buffer_puts(svg->out, "<defs>\n");
	for (i = 0; i < layout->count; i++) {
		const struct shape *shape = &layout->placed[i].shape;

		for (j = 0; j < shape->count; j++) {
			outline = shape->glyphs[j].outline;
			number = g_hash_table_size(svg->numbers);
			if (g_hash_table_contains(svg->numbers, outline))
				continue;
			g_hash_table_insert(svg->numbers, (gpointer)outline,
			    GUINT_TO_POINTER(number));
			put_outline(svg->out, &outline->contours, number);
		}
	}
	gantry_buffer_puts(svg->out, "</defs>\n");
}

/* Write the transformation from shape units to the place of PLACED. */
static void
put_transform(struct gantry_buffer *out, const struct placed *placed)
{
	const struct shape *shape = &placed->shape;
	const double scale = placed->pose.size / SHAPE_UNITS;
	int width, height;

	if (placed->pose.is_upright) {
		gantry_buffer_puts(out, " transform=\"matrix(0 ");
		put_number(out, -scale, 9);
		gantry_buffer_putc(out, ' ');
		put_number(out, scale, 9);
		gantry_buffer_puts(out, " 0 ");
		put_number(out, placed->x - shape->top * scale, 2);
		gantry_buffer_putc(out, ' ');
		raster_measure(shape, &placed->pose, &width, &height);
		put_number(out, placed->y + height + shape->left * scale, 2);
		gantry_buffer_puts(out, ")\"");
		return;
	}
	gantry_buffer_puts(out, " transform=\"translate(");
	put_number(out, placed->x - shape->left * scale, 2);
	gantry_buffer_putc(out, ' ');
	put_number(out, placed->y - shape->top * scale, 2);
	gantry_buffer_puts(out, ")scale(");
	put_number(out, scale, 9);
	gantry_buffer_puts(out, ")\"");
}

static void
put_glyphs(struct svg *svg, const struct shape *shape)
{
	const struct shape_glyph *glyph = shape->glyphs;
	const struct shape_glyph *end = glyph + shape->count;

	for (; glyph < end; glyph++) {
		gantry_buffer_printf(svg->out, "<use xlink:href=\"#g%u\" x=\"",
		    GPOINTER_TO_UINT(
			g_hash_table_lookup(svg->numbers, glyph->outline)));
		put_number(svg->out, glyph->x, 1);
		if (glyph->y != 0) {
			gantry_buffer_puts(svg->out, "\" y=\"");
			put_number(svg->out, glyph->y, 1);
		}
		gantry_buffer_puts(svg->out, "\"/>");
	}
}

static int
put_word(struct svg *svg, const struct placed *placed)
{
	const bool is_image = placed->shape.layout != NULL;
	int result = 0;

	gantry_buffer_printf(svg->out,
	    "<g role=\"listitem\" class=\"c%u\" fill=\"#%06x\"", placed->colour,
	    (unsigned)palette_light.colours[placed->colour]);
	if (!is_image)
		put_transform(svg->out, placed);
	gantry_buffer_puts(svg->out, "><title>");
	xml_escape(svg->out, placed->word->text);
	gantry_buffer_printf(
	    svg->out, ": %lld</title>", (long long)placed->word->count);
	if (is_image)
		result = svg_put_image(svg->out, placed);
	else
		put_glyphs(svg, &placed->shape);
	gantry_buffer_puts(svg->out, "</g>\n");
	return result;
}

/* Say what sizes mean, and what is left out. */
static void
put_description(struct gantry_buffer *out, const struct layout *layout)
{
	const uint64_t left_out = left_out_total(&layout->left_out);

	gantry_buffer_printf(out,
	    "<desc>The larger a word, the more often it is mentioned: a word "
	    "of twice the size has about %.0f times the mentions.  %zu of "
	    "%" PRIu64 " words are drawn.",
	    pow(2, 1 / layout->power), layout->count, layout->count + left_out);
	if (left_out > 0) {
		gantry_buffer_puts(out, "  Left out: ");
		left_out_put(&layout->left_out, out);
		gantry_buffer_putc(out, '.');
	}
	gantry_buffer_puts(out, "</desc>\n");
}

/* The light colours are also attributes, for readers that ignore styles. */
static void
put_head(
    struct gantry_buffer *out, const struct layout *layout, const char *title)
{
	unsigned i;

	gantry_buffer_printf(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" "
	    "xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 %d %d\" "
	    "width=\"%d\" height=\"%d\" role=\"list\">\n<title>",
	    LAYOUT_SIDE, LAYOUT_SIDE, LAYOUT_SIDE, LAYOUT_SIDE);
	xml_escape(out, title);
	gantry_buffer_puts(out, "</title>\n");
	put_description(out, layout);
	gantry_buffer_puts(out,
	    "<style>.dark{display:none}"
	    "@media(prefers-color-scheme:dark){"
	    ".light{display:none}.dark{display:inline}");
	gantry_buffer_printf(
	    out, ".ground{fill:#%06x}", (unsigned)palette_dark.ground);
	for (i = 0; i < PALETTE_COLOURS; i++)
		gantry_buffer_printf(out, ".c%u{fill:#%06x}", i,
		    (unsigned)palette_dark.colours[i]);
	gantry_buffer_printf(out,
	    "}</style>\n<rect class=\"ground\" width=\"%d\" height=\"%d\" "
	    "fill=\"#%06x\"/>\n",
	    LAYOUT_SIDE, LAYOUT_SIDE, (unsigned)palette_light.ground);
}

int
svg_write(const struct layout *layout, const char *title,
    struct gantry_buffer *buffer)
{
	struct svg svg = {
		.out = buffer,
		.numbers = g_hash_table_new(NULL, NULL),
	};
	int result = 0;
	size_t i;

	put_head(buffer, layout, title);
	put_outlines(&svg, layout);
	for (i = 0; i < layout->count && result == 0; i++)
		result = put_word(&svg, &layout->placed[i]);
	gantry_buffer_puts(buffer, "</svg>\n");
	g_hash_table_destroy(svg.numbers);
	return result == 0 && !gantry_buffer_failed(buffer) ? 0 : -1;
}
