#ifndef CLOUDS_LAYOUT_SHAPE_IDENTITY_H
#define CLOUDS_LAYOUT_SHAPE_IDENTITY_H

#include <pango/pango.h>

/*
 * Get a text that changes with FONT, the installed fonts, and the libraries
 * that draw them.  Free it with g_free.
 */
char *shape_identify(PangoFontMap *map, const char *font);

#endif
