/*
 * Searches for a free place.  A few pixels of the mask are tried at all places
 * at once, 64 places with each operation.  Few places where the mask does not
 * fit remain after that.  Those nearest to the middle are then tried in full.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/clouds/layout/place.h"

/*
 * The number of pixels that are tried at all places, on a grid over the mask.
 */
#define PROBES_ACROSS 4
#define PROBES_DOWN   3

/*
 * Distances are those of a square with very round corners: circles would leave
 * the corners of the picture empty.
 */
#define ROUNDNESS 3

int
place_init(struct place *place, int side)
{
	double from_middle;
	int i;

	*place = (struct place){ .side = side };
	/* Twice as fine as pixels: the middle of a mask may be between two. */
	place->distance =
	    calloc(2 * (size_t)side + 1, sizeof(*place->distance));
	if (place->distance == NULL ||
	    mask_resize(&place->board, side, side) == -1) {
		place_clear(place);
		return -1;
	}
	for (i = 0; i <= 2 * side; i++) {
		from_middle = fabs((double)(i - side) / side);
		place->distance[i] = (float)pow(from_middle, ROUNDNESS);
	}
	return 0;
}

void
place_reset(struct place *place)
{
	struct mask *board = &place->board;

	memset(board->rows, 0,
	    (size_t)board->stride * (size_t)board->height *
		sizeof(*board->rows));
}

void
place_clear(struct place *place)
{
	mask_clear(&place->board);
	mask_clear(&place->candidates);
	free(place->distance);
	*place = (struct place){ .side = 0 };
}

/* Make all places where MASK is on the board candidates. */
static int
begin(struct place *place, const struct mask *mask)
{
	struct mask *all = &place->candidates;
	int x, y;

	if (mask_resize(all, place->side - mask->width + 1,
		place->side - mask->height + 1) == -1)
		return -1;
	for (x = 0; x < all->width; x++)
		mask_put(all, x, 0);
	for (y = 1; y < all->height; y++)
		memcpy(all->rows + y * all->stride, all->rows,
		    (size_t)all->stride * sizeof(*all->rows));
	return 0;
}

/*
 * Remove the places where the pixel X, Y of the mask would be on ink.  Returns
 * false when no place is left.
 */
static bool
probe(struct place *place, int x, int y)
{
	const struct mask *board = &place->board;
	struct mask *left = &place->candidates;
	const int shift = x % 64, words = left->stride - 1;
	const uint64_t *under = board->rows + y * board->stride + x / 64;
	uint64_t *row = left->rows, any = 0;
	int i, rest;

	for (rest = left->height; rest > 0; rest--) {
		for (i = 0; i < words; i++) {
			row[i] &= ~(under[i] >> shift |
			    under[i + 1] << 1 << (63 - shift));
			any |= row[i];
		}
		row += left->stride;
		under += board->stride;
	}
	return any != 0;
}

/*
 * Find the pixel with ink in column X of MASK that is nearest to row Y; -1:
 * none.
 */
static int
find_ink(const struct mask *mask, int x, int y)
{
	int away;

	for (away = 0; away < mask->height; away++) {
		if (y + away < mask->height && mask_has(mask, x, y + away))
			return y + away;
		if (y - away >= 0 && mask_has(mask, x, y - away))
			return y - away;
	}
	return -1;
}

/*
 * Remove most places where MASK does not fit.  Returns false when none is left.
 */
static bool
prune_candidates(struct place *place, const struct mask *mask)
{
	int across, down, row, x, y;

	for (down = 0; down < PROBES_DOWN; down++) {
		/* Begin with the middle row, which has the most ink. */
		row = (down + PROBES_DOWN / 2) % PROBES_DOWN;
		row = (2 * row + 1) * mask->height / (2 * PROBES_DOWN);
		for (across = 0; across < PROBES_ACROSS; across++) {
			x = (2 * across + 1) * mask->width /
			    (2 * PROBES_ACROSS);
			y = find_ink(mask, x, row);
			if (y != -1 && !probe(place, x, y))
				return false;
		}
	}
	return true;
}

/* The best place so far. */
struct best {
	float distance;
	int x, y;
};

/* Get the smallest distance from the middle among 64 columns. */
static float
nearest(const struct place *place, const struct mask *mask, int word)
{
	const int middle = (place->side - mask->width) / 2;
	int x = 64 * word;

	if (x + 63 < middle)
		x += 63;
	else if (x < middle)
		x = middle;
	return place->distance[2 * x + mask->width];
}

/* Look for a better place in row Y, at distance AWAY from the middle. */
static void
search_row(struct place *place, const struct mask *mask, int y, float away,
    struct best *best)
{
	const struct mask *left = &place->candidates;
	const uint64_t *row = left->rows + y * left->stride;
	const float *distance = place->distance + mask->width;
	uint64_t bits;
	int i, x;

	for (i = 0; i < left->stride - 1; i++) {
		if (row[i] == 0 ||
		    nearest(place, mask, i) + away >= best->distance)
			continue;
		for (bits = row[i]; bits != 0; bits &= bits - 1) {
			x = 64 * i + __builtin_ctzll(bits);
			if (distance[2 * x] + away < best->distance &&
			    !mask_hits(&place->board, mask, x, y))
				*best = (struct best){ distance[2 * x] + away,
					x, y };
		}
	}
}

bool
place_find(struct place *place, const struct mask *mask, int *x, int *y)
{
	const float *distance = place->distance + mask->height;
	const int rows = place->side - mask->height + 1;
	struct best best = { .distance = INFINITY };
	int away, row, side;

	if (mask->width > place->side || mask->height > place->side ||
	    begin(place, mask) == -1 || !prune_candidates(place, mask))
		return false;
	/*
	 * From the middle up and down in turn, while a better place is
	 * possible.
	 */
	for (away = 0; away <= rows / 2; away++) {
		for (side = -1; side <= 1; side += 2) {
			row = side < 0 ? (rows - 1) / 2 - away
				       : (rows - 1) / 2 + 1 + away;
			if (row >= 0 && row < rows &&
			    distance[2 * row] < best.distance)
				search_row(
				    place, mask, row, distance[2 * row], &best);
		}
	}
	*x = best.x;
	*y = best.y;
	return best.distance < INFINITY;
}

void
place_add(struct place *place, const struct mask *mask, int x, int y)
{
	mask_add(&place->board, mask, x, y);
}
