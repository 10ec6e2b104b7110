#ifndef CLOUDS_LAYOUT_H
#define CLOUDS_LAYOUT_H

#include "data/clouds/layout/raster.h"
#include "data/clouds/layout/sizes.h"
#include "data/clouds/layout/words.h"

/* Which words are drawn, at which size and place. */

struct placed {
	const struct word *word;
	struct shape shape;
	struct pose pose;
	int x, y; /* where its ink begins, on the square */
	unsigned colour; /* of the palette */
};

struct layout {
	struct placed *placed; /* the most frequent first */
	size_t count;
	double power; /* sizes are in proportion to it; see sizes.h */
	struct left_out left_out;
	const struct word *first_unknown; /* that no font has; or NULL */
};

/*
 * These words, the most frequent ones, always have room: all words are drawn
 * smaller until they do.  Those after them take the room that is left.
 */
#define LAYOUT_NEEDED 200

/*
 * Lay out WORDS, which must outlive LAYOUT, as must SHAPER.  The same words
 * always give the same layout.  Returns 0, or -1 when memory ran out; clear
 * LAYOUT in both cases.
 */
int layout_make(
    struct layout *layout, const struct words *words, struct shaper *shaper);

/* Free what it holds; idempotent. */
void layout_clear(struct layout *layout);

#endif
