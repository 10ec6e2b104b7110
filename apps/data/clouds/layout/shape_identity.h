#ifndef CLOUDS_LAYOUT_SHAPE_IDENTITY_H
#define CLOUDS_LAYOUT_SHAPE_IDENTITY_H

#include <pango/pango.h>

/*
 * A text that changes with FONT, with the fonts that are installed and with
 * the libraries that draw them.  To be freed with g_free.
 */
char *shape_identify(PangoFontMap *map, const char *font);

#endif
