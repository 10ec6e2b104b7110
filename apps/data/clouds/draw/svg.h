#ifndef CLOUDS_DRAW_SVG_H
#define CLOUDS_DRAW_SVG_H

#include <gantry/buffer.h>

#include "data/clouds/layout/layout.h"

/*
 * Append LAYOUT to BUFFER as a self-contained SVG 2 document, light or dark as
 * the reader prefers, with TITLE and each word as accessible text.  Returns 0,
 * or -1 when memory ran out.
 */
int svg_write(const struct layout *layout, const char *title,
    struct gantry_buffer *buffer);

/*
 * Used by svg.c: append a word that has its own colours as one <image>, or as
 * one for each palette if they differ.
 */
int svg_put_image(struct gantry_buffer *buffer, const struct placed *placed);

#endif
