/*
 * Lays out words one after the other, each at the free place nearest to the
 * middle, and smaller when there is none.
 */
#include <math.h>
#include <stdlib.h>

#include "data/clouds/layout/layout.h"
#include "data/clouds/layout/palette.h"
#include "data/clouds/layout/place.h"

/* The factor by which a word that does not fit is shrunk, each time. */
#define SHRINK 0.93

/*
 * Later words are no larger than a word that was shrunk, so that sizes follow
 * counts.  A word shrunk more often than this, a very long one, is an
 * exception.
 */
#define SHRINKS_MAX 4

/*
 * About one word of this many is upright, if it fits.  The first few, which are
 * read first, never are.
 */
#define UPRIGHT_EVERY 4
#define LYING	      3

/* After this many words in a row without a place the square is full. */
#define FAILURES_MAX 60

/*
 * Gaps between words: pixels above and below, more for large words, and a share
 * of the font size before and after, or names of several words would run
 * together.
 */
#define GAP_MAX	   3
#define GAP_EACH   20
#define GAP_BESIDE 0.20
#define GAP_WITHIN 0.10 /* and at both ends of a letter, inside a word */

struct work {
	struct layout *layout;
	struct shaper *shaper;
	struct place place;
	struct raster raster; /* of the current word */
	struct mask mask, spread;
	double cap; /* the largest size for the next words */
	int failures; /* in a row */
};

/* Shape the words, and put those that can be drawn into the layout. */
static int
shape_words(struct work *work, const struct words *words)
{
	struct layout *layout = work->layout;
	size_t i;

	layout->placed = calloc(words->count + 1, sizeof(*layout->placed));
	if (layout->placed == NULL)
		return -1;
	for (i = 0; i < words->count; i++) {
		const struct word *word = &words->items[i];
		struct placed *placed = &layout->placed[layout->count];

		switch (shaper_shape(
		    work->shaper, &placed->shape, word->text, word->length)) {
		case SHAPE_DONE:
			placed->word = word;
			placed->colour =
			    palette_choose(word->text, word->length);
			layout->count++;
			break;
		case SHAPE_BLANK:
			break;
		case SHAPE_UNKNOWN:
			if (layout->unknown++ == 0)
				layout->first_unknown = word;
			break;
		}
	}
	return 0;
}

/* Get the free space that PLACED needs at its sides and above and below. */
static void
find_gaps(const struct placed *placed, int *across, int *down)
{
	const double size = placed->pose.size;
	const int gap = 1 + (int)(size / GAP_EACH);
	const int least = gap < GAP_MAX ? gap : GAP_MAX;
	const int ends = (int)ceil(size * GAP_BESIDE);

	*across = placed->pose.is_upright ? least : ends;
	*down = placed->pose.is_upright ? ends : least;
}

/*
 * Put PLACED, whose ink is the mask, on the board.  It also occupies the space
 * between its letters: a name there would be read as a part of it.
 */
static int
occupy(struct work *work, const struct placed *placed)
{
	const int ends = (int)ceil(placed->pose.size * GAP_WITHIN);
	const int across = placed->pose.is_upright ? 0 : ends;
	const int down = placed->pose.is_upright ? ends : 0;

	if (mask_spread(&work->spread, &work->mask, across, down) == -1)
		return -1;
	place_add(
	    &work->place, &work->spread, placed->x - across, placed->y - down);
	return 1;
}

/*
 * Find a place for PLACED in its pose.  Returns 1, 0 when there is none, or -1.
 */
static int
find(struct work *work, struct placed *placed)
{
	int width, height, across, down;

	raster_measure(&placed->shape, &placed->pose, &width, &height);
	find_gaps(placed, &across, &down);
	if (width + 2 * across > LAYOUT_SIDE || height + 2 * down > LAYOUT_SIDE)
		return 0;
	if (raster_draw(&work->raster, &placed->shape, &placed->pose, 1, 0) ==
		-1 ||
	    raster_get_mask(&work->raster, &work->mask) == -1 ||
	    mask_spread(&work->spread, &work->mask, across, down) == -1)
		return -1;
	if (!place_find(&work->place, &work->spread, &placed->x, &placed->y))
		return 0;
	placed->x += across;
	placed->y += down;
	return occupy(work, placed);
}

/* Find a place at its size, horizontally or upright. */
static int
find_either_way(struct work *work, struct placed *placed)
{
	int found = find(work, placed);

	/* Emoji that lie on their sides look like a mistake. */
	if (found != 0 || placed->shape.layout != NULL)
		return found;
	placed->pose.is_upright = !placed->pose.is_upright;
	found = find(work, placed);
	if (found == 0)
		placed->pose.is_upright = !placed->pose.is_upright;
	return found;
}

/* Decide by a hash that is independent of the colour. */
static bool
stands(const struct placed *placed, size_t index)
{
	const struct word *word = placed->word;
	unsigned sum = 0;
	size_t i;

	for (i = 0; i < word->length; i++)
		sum = sum * 31 + (unsigned char)word->text[i];
	return index >= LYING && placed->shape.layout == NULL &&
	    sum / 7 % UPRIGHT_EVERY == 0;
}

static int
fit(struct work *work, struct placed *placed, double size)
{
	int shrinks, found = 0;

	if (size > work->cap)
		size = work->cap;
	for (shrinks = 0; found == 0 && size >= LAYOUT_SIZE_MIN; shrinks++) {
		placed->pose.size = size;
		found = find_either_way(work, placed);
		if (found == 1 && shrinks <= SHRINKS_MAX)
			work->cap = size;
		if (size > LAYOUT_SIZE_MIN && size * SHRINK < LAYOUT_SIZE_MIN)
			size = LAYOUT_SIZE_MIN;
		else
			size *= SHRINK;
	}
	return found;
}

/* Is PLACED too long for the square at any size? */
static bool
is_too_long(struct placed *placed)
{
	int width, height, across, down;

	placed->pose.size = LAYOUT_SIZE_MIN;
	raster_measure(&placed->shape, &placed->pose, &width, &height);
	find_gaps(placed, &across, &down);
	return width + 2 * across > LAYOUT_SIDE ||
	    height + 2 * down > LAYOUT_SIDE;
}

/*
 * Place it, if the square is not full.  Returns 1, 0 when there is no place, or
 * -1.
 */
static int
place_word(struct work *work, struct placed *placed, double size)
{
	int found;

	if (work->failures >= FAILURES_MAX || is_too_long(placed))
		return 0;
	found = fit(work, placed, size);
	work->failures = found == 1 ? 0 : work->failures + 1;
	return found;
}

static int
place_words(struct work *work, const struct sizes *sizes)
{
	struct layout *layout = work->layout;
	size_t i, count = layout->count;
	int found;

	layout->count = 0;
	for (i = 0; i < count; i++) {
		struct placed placed = layout->placed[i];

		placed.pose.is_upright = stands(&placed, i);
		found = place_word(
		    work, &placed, sizes_get(sizes, placed.word->count));
		layout->placed[i].shape = (struct shape){ .count = 0 };
		if (found == 1)
			layout->placed[layout->count++] = placed;
		else
			shape_clear(&placed.shape);
		if (found == -1)
			return -1;
	}
	return 0;
}

static int
find_sizes(const struct layout *layout, struct sizes *sizes)
{
	struct sized *sized = calloc(layout->count + 1, sizeof(*sized));
	size_t i;

	if (sized == NULL)
		return -1;
	for (i = 0; i < layout->count; i++)
		sized[i] = (struct sized){
			layout->placed[i].word->count,
			layout->placed[i].shape.width / SHAPE_UNITS,
			layout->placed[i].shape.height / SHAPE_UNITS,
		};
	*sizes = sizes_find(sized, layout->count);
	free(sized);
	return 0;
}

int
layout_make(
    struct layout *layout, const struct words *words, struct shaper *shaper)
{
	struct work work = { .layout = layout, .shaper = shaper };
	struct sizes sizes;
	int result = -1;

	*layout = (struct layout){ .count = 0 };
	if (place_init(&work.place, LAYOUT_SIDE) == -1 ||
	    shape_words(&work, words) == -1 || find_sizes(layout, &sizes) == -1)
		goto out;
	work.cap = sizes.largest;
	result = place_words(&work, &sizes);
out:
	place_clear(&work.place);
	raster_clear(&work.raster);
	mask_clear(&work.mask);
	mask_clear(&work.spread);
	return result;
}

void
layout_clear(struct layout *layout)
{
	size_t i;

	for (i = 0; i < layout->count; i++)
		shape_clear(&layout->placed[i].shape);
	free(layout->placed);
	*layout = (struct layout){ .count = 0 };
}
