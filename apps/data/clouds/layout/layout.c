/*
 * Lays out words one after the other, each at the free place nearest to the
 * middle.  When there is none, all words become smaller: a word that shrank
 * alone would tell another count.
 */
#include <glib.h>
#include <math.h>
#include <stdlib.h>

#include "data/clouds/layout/abbreviate.h"
#include "data/clouds/layout/layout.h"
#include "data/clouds/layout/palette.h"
#include "data/clouds/layout/place.h"

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
	struct shape *shapes; /* of all words that can be drawn ... */
	const struct word **words; /* ... and these words */
	size_t count;
	struct sizes sizes;
	int failures; /* in a row */
};

/* Shape WORD; count it if it cannot be drawn. */
static void
shape_word(struct work *work, const struct word *word)
{
	struct layout *layout = work->layout;

	switch (
	    abbreviate_shape(work->shaper, &work->shapes[work->count], word)) {
	case SHAPE_DONE:
		work->words[work->count++] = word;
		break;
	case SHAPE_BLANK:
		layout->left_out.counts[LEFT_OUT_BLANK]++;
		break;
	case SHAPE_UNKNOWN:
		if (layout->left_out.counts[LEFT_OUT_NO_GLYPH]++ == 0)
			layout->first_unknown = word;
		break;
	}
}

static int
shape_words(struct work *work, const struct words *words)
{
	struct layout *layout = work->layout;
	size_t i;

	layout->left_out = words->left_out;
	layout->placed = calloc(words->count + 1, sizeof(*layout->placed));
	work->shapes = calloc(words->count + 1, sizeof(*work->shapes));
	work->words = calloc(words->count + 1, sizeof(*work->words));
	if (layout->placed == NULL || work->shapes == NULL ||
	    work->words == NULL)
		return -1;
	for (i = 0; i < words->count; i++)
		shape_word(work, &words->items[i]);
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

/* Make PLACED of a word, which borrows its shape. */
static struct placed
begin_word(const struct work *work, size_t index)
{
	const struct word *word = work->words[index];
	struct placed placed = {
		.word = word,
		.shape = work->shapes[index],
		.pose.size = sizes_get(&work->sizes, word->count),
		.colour = palette_choose(word->text, word->length),
	};

	placed.pose.is_upright = stands(&placed, index);
	return placed;
}

/*
 * Place the words at their sizes.  Returns 1, 0 when a word that is needed has
 * no place, or -1.
 */
static int
place_words(struct work *work)
{
	struct layout *layout = work->layout;
	int found;
	size_t i;

	layout->count = 0;
	work->failures = 0;
	place_reset(&work->place);
	for (i = 0; i < work->count && work->failures < FAILURES_MAX; i++) {
		struct placed placed = begin_word(work, i);

		found = find_either_way(work, &placed);
		if (found == -1 || (found == 0 && i < LAYOUT_NEEDED))
			return found;
		work->failures = found == 1 ? 0 : work->failures + 1;
		if (found == 1)
			layout->placed[layout->count++] = placed;
	}
	return 1;
}

static int
find_sizes(struct work *work)
{
	struct sized *sized = calloc(work->count + 1, sizeof(*sized));
	size_t i;

	if (sized == NULL)
		return -1;
	for (i = 0; i < work->count; i++)
		sized[i] = (struct sized){
			work->words[i]->count,
			(size_t)g_utf8_strlen(work->words[i]->text, -1),
			work->shapes[i].width / SHAPE_UNITS,
			work->shapes[i].height / SHAPE_UNITS,
		};
	work->sizes = sizes_find(sized, work->count);
	free(sized);
	return 0;
}

/* Longer by less is an error of rounding. */
#define TOLERANCE 1.001

/* Abbreviate the words that are longer than the square. */
static void
abbreviate_words(struct work *work)
{
	double width;
	size_t i;

	for (i = 0; i < work->count; i++) {
		width = LAYOUT_ALONG * LAYOUT_SIDE * SHAPE_UNITS /
		    sizes_get(&work->sizes, work->words[i]->count);
		if (work->shapes[i].width > TOLERANCE * width)
			abbreviate_to(work->shaper, &work->shapes[i],
			    work->words[i], width);
	}
}

/* Place the words; make all smaller until those that are needed fit. */
static int
place_and_shrink(struct work *work)
{
	const size_t needed =
	    work->count < LAYOUT_NEEDED ? work->count : LAYOUT_NEEDED;
	int placed;

	while ((placed = place_words(work)) == 0)
		if (!sizes_shrink(&work->sizes,
			(double)work->layout->count / (double)needed))
			break;
	work->layout->left_out.counts[LEFT_OUT_NO_ROOM] =
	    work->count - work->layout->count;
	return placed == -1 ? -1 : 0;
}

/* The shapes of the words that are placed are theirs now. */
static void
clear_shapes(struct work *work)
{
	size_t i, next = 0;

	for (i = 0; i < work->count; i++)
		if (next < work->layout->count &&
		    work->layout->placed[next].word == work->words[i])
			next++;
		else
			shape_clear(&work->shapes[i]);
	free(work->shapes);
	free(work->words);
}

int
layout_make(
    struct layout *layout, const struct words *words, struct shaper *shaper)
{
	struct work work = { .layout = layout, .shaper = shaper };
	int result = -1;

	*layout = (struct layout){ .count = 0 };
	if (place_init(&work.place, LAYOUT_SIDE) == -1 ||
	    shape_words(&work, words) == -1 || find_sizes(&work) == -1)
		goto out;
	layout->power = work.sizes.power;
	abbreviate_words(&work);
	result = place_and_shrink(&work);
out:
	clear_shapes(&work);
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
