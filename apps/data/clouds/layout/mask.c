/*
 * Bit masks, and testing whether two overlap, 64 pixels at a time.
 */
#include <stdlib.h>
#include <string.h>

#include "data/clouds/layout/mask.h"

int
mask_resize(struct mask *mask, int width, int height)
{
	const size_t stride = (size_t)(width + 63) / 64 + 1;
	const size_t size = stride * (size_t)height;

	if (size > mask->capacity) {
		free(mask->rows);
		*mask = (struct mask){ .rows = NULL };
		mask->rows = calloc(size, sizeof(*mask->rows));
		if (mask->rows == NULL)
			return -1;
		mask->capacity = size;
	} else if (mask->rows != NULL) {
		memset(mask->rows, 0, size * sizeof(*mask->rows));
	}
	mask->width = width;
	mask->height = height;
	mask->stride = (int)stride;
	return 0;
}

void
mask_clear(struct mask *mask)
{
	free(mask->rows);
	*mask = (struct mask){ .rows = NULL };
}

void
mask_put(struct mask *mask, int x, int y)
{
	mask->rows[y * mask->stride + x / 64] |= (uint64_t)1 << x % 64;
}

bool
mask_has(const struct mask *mask, int x, int y)
{
	return mask->rows[y * mask->stride + x / 64] >> x % 64 & 1;
}

/* Add a row to another one, shifted right by BY pixels.  TO has room for it. */
static void
add_row(uint64_t *to, const uint64_t *from, int words, int by)
{
	const int shift = by % 64;
	int i;

	to += by / 64;
	for (i = 0; i < words; i++) {
		to[i] |= from[i] << shift;
		/* Without ink, the mask may have no words. */
		if (shift > 0 && from[i] >> (64 - shift) != 0)
			to[i + 1] |= from[i] >> (64 - shift);
	}
}

/* Add each row to the one above it, then each to the one below. */
static void
spread_down(struct mask *mask)
{
	const int stride = mask->stride;
	int y;

	for (y = 0; y + 1 < mask->height; y++)
		add_row(mask->rows + y * stride, mask->rows + (y + 1) * stride,
		    stride - 1, 0);
	for (y = mask->height - 1; y > 0; y--)
		add_row(mask->rows + y * stride, mask->rows + (y - 1) * stride,
		    stride - 1, 0);
}

int
mask_spread(struct mask *mask, const struct mask *from, int across, int down)
{
	uint64_t *row;
	int x, y;

	if (mask_resize(
		mask, from->width + 2 * across, from->height + 2 * down) == -1)
		return -1;
	for (y = 0; y < from->height; y++) {
		row = mask->rows + (y + down) * mask->stride;
		for (x = 0; x <= 2 * across; x++)
			add_row(row, from->rows + y * from->stride,
			    from->stride - 1, x);
	}
	while (down-- > 0)
		spread_down(mask);
	return 0;
}

bool
mask_hits(const struct mask *board, const struct mask *mask, int x, int y)
{
	const int shift = x % 64, words = mask->stride - 1;
	const uint64_t *under = board->rows + y * board->stride + x / 64;
	const uint64_t *row = mask->rows;
	int i, rest;

	for (rest = mask->height; rest > 0; rest--) {
		for (i = 0; i < words; i++) {
			/* Two shifts: a shift by 64 is undefined in C. */
			if ((row[i] &
				(under[i] >> shift |
				    under[i + 1] << 1 << (63 - shift))) != 0)
				return true;
		}
		row += mask->stride;
		under += board->stride;
	}
	return false;
}

void
mask_add(struct mask *board, const struct mask *mask, int x, int y)
{
	int i;

	for (i = 0; i < mask->height; i++)
		add_row(board->rows + (y + i) * board->stride,
		    mask->rows + i * mask->stride, mask->stride - 1, x);
}
