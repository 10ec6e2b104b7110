#ifndef CLOUDS_DRAW_SVG_H
#define CLOUDS_DRAW_SVG_H

#include <gantry/buffer.h>

#include "data/clouds/layout/layout.h"

/*
 * Append LAYOUT as SVG 2 to BUFFER: one document that needs nothing else, light
 * or dark as the reader prefers, with TITLE and each word as text for those who
 * do not see it.  0, or -1 when memory ran out.
 */
int svg_write(const struct layout *layout, const char *title,
    struct gantry_buffer *buffer);

/*
 * For svg.c: append the picture of a word with colours of its own, as one
 * <image> or, if it differs, one for each palette.
 */
int svg_put_image(struct gantry_buffer *buffer, const struct placed *placed);

#endif
