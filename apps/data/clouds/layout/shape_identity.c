/*
 * Identifies what pictures depend on besides the words: a new font may have
 * glyphs for words that had none.
 */
#include <cairo.h>
#include <string.h>

#include "data/clouds/layout/shape_identity.h"

static int
compare_families(const void *a, const void *b)
{
	PangoFontFamily *const *one = a, *const *other = b;

	return strcmp(pango_font_family_get_name(*one),
	    pango_font_family_get_name(*other));
}

char *
shape_identify(PangoFontMap *map, const char *font)
{
	GString *text = g_string_new(font);
	PangoFontFamily **families;
	int i, count;

	g_string_append_printf(text, ";cairo %s;pango %s",
	    cairo_version_string(), pango_version_string());
	pango_font_map_list_families(map, &families, &count);
	qsort(families, (size_t)count, sizeof(PangoFontFamily *),
	    compare_families);
	for (i = 0; i < count; i++)
		g_string_append_printf(
		    text, ";%s", pango_font_family_get_name(families[i]));
	g_free(families);
	return g_string_free(text, FALSE);
}
