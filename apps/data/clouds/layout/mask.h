#ifndef CLOUDS_LAYOUT_MASK_H
#define CLOUDS_LAYOUT_MASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Pictures with one bit a pixel, 64 pixels a word, set where there is ink.  Bit
 * X of row Y is bit X % 64 of word X / 64 of the row.  Each row ends with a
 * word of 0, so that 64 pixels can be read from any position.
 */

struct mask {
	int width, height; /* pixels */
	int stride; /* words of a row, with the empty one */
	uint64_t *rows; /* NULL: none */
	size_t capacity; /* words allocated */
};

/*
 * Resize MASK, which is zeroed or was resized before, to WIDTH x HEIGHT pixels
 * without ink.  Returns 0, or -1 when memory ran out.
 */
int mask_resize(struct mask *mask, int width, int height);

/* Free what it holds; idempotent. */
void mask_clear(struct mask *mask);

void mask_put(struct mask *mask, int x, int y);
bool mask_has(const struct mask *mask, int x, int y);

/*
 * Make MASK a copy of FROM with its ink spread by ACROSS pixels to the left and
 * right and by DOWN up and down, and so larger by twice that.  Returns 0 or -1.
 */
int mask_spread(
    struct mask *mask, const struct mask *from, int across, int down);

/*
 * Would ink of MASK, with its corner at X, Y of BOARD, overlap ink there?  MASK
 * must be entirely on the board.
 */
bool mask_hits(const struct mask *board, const struct mask *mask, int x, int y);

/* Add the ink of MASK to BOARD at X, Y, under the same condition. */
void mask_add(struct mask *board, const struct mask *mask, int x, int y);

#endif
