#ifndef CLOUDS_LAYOUT_PALETTE_H
#define CLOUDS_LAYOUT_PALETTE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The colours of pictures, 0xrrggbb.  Each has a contrast of at least 4.5 : 1
 * with its background, as WCAG 2.2 requires for text (1.4.3), and differs from
 * the others for colour-blind readers, too.
 */

#define PALETTE_COLOURS 5

struct palette {
	uint32_t ground;
	uint32_t colours[PALETTE_COLOURS];
};

extern const struct palette palette_light, palette_dark;

/*
 * Choose the colour of a word, from 0 to PALETTE_COLOURS - 1: the same in every
 * picture.
 */
unsigned palette_choose(const char *text, size_t length);

#endif
