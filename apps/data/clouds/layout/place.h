#ifndef CLOUDS_LAYOUT_PLACE_H
#define CLOUDS_LAYOUT_PLACE_H

#include "data/clouds/layout/mask.h"

/*
 * Where on a board there is room for a mask: of all places at which no pixel
 * of it lies on ink, the one nearest to the middle.  That is what going outward
 * on an infinitely fine spiral would find.
 */

struct place {
	int side; /* of the board, which is a square, in pixels */
	struct mask board; /* what has been placed */
	struct mask candidates; /* scratch */
	float *distance; /* of each column or row from the middle */
};

/* Begin with an empty board.  0, or -1 when memory ran out. */
int place_init(struct place *place, int side);

/* Free what it holds; idempotent. */
void place_clear(struct place *place);

/*
 * Find the place for MASK, whose corner then lies at *X, *Y.  Returns false
 * when there is none; nothing is put there yet.
 */
bool place_find(struct place *place, const struct mask *mask, int *x, int *y);

/* Put ink there. */
void place_add(struct place *place, const struct mask *mask, int x, int y);

#endif
