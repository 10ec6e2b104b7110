#ifndef CLOUDS_LAYOUT_PALETTE_H
#define CLOUDS_LAYOUT_PALETTE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The colours of pictures, 0xrrggbb.  Each stands out from its ground by 4.5 :
 * 1 at least, as WCAG 2.2 asks of text (1.4.3), and from each of the others
 * also for eyes that lack one kind of cones.
 */

#define PALETTE_COLOURS 5

struct palette {
	uint32_t ground;
	uint32_t colours[PALETTE_COLOURS];
};

extern const struct palette palette_light, palette_dark;

/*
 * Which colour a word has, wherever and whenever it is drawn: from 0 to
 * PALETTE_COLOURS - 1.
 */
unsigned palette_choose(const char *text, size_t length);

#endif
