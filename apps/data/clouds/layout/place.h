#ifndef CLOUDS_LAYOUT_PLACE_H
#define CLOUDS_LAYOUT_PLACE_H

#include "data/clouds/layout/mask.h"

/*
 * Finds a place for a mask on a board: of all places where no pixel of it is on
 * ink, the one nearest to the middle.  An infinitely fine spiral from the
 * middle would find the same.
 */

struct place {
	int side; /* of the board, which is a square, in pixels */
	struct mask board; /* what has been placed */
	struct mask candidates; /* scratch */
	float *distance; /* of each column or row from the middle */
};

/* Start with an empty board.  Returns 0, or -1 when memory ran out. */
int place_init(struct place *place, int side);

/* Empty the board. */
void place_reset(struct place *place);

/* Free what it holds; idempotent. */
void place_clear(struct place *place);

/*
 * Find the place for MASK, whose corner is then at *X, *Y.  Returns false when
 * there is none.  Nothing is added to the board.
 */
bool place_find(struct place *place, const struct mask *mask, int *x, int *y);

/* Add the ink of MASK to the board. */
void place_add(struct place *place, const struct mask *mask, int x, int y);

#endif
