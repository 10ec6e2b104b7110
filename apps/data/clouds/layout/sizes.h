#ifndef CLOUDS_LAYOUT_SIZES_H
#define CLOUDS_LAYOUT_SIZES_H

#include <stdint.h>

#include "data/clouds/layout/shape.h"

/*
 * The sizes of words.  They grow with a power of the counts (scale.c), from
 * LAYOUT_SIZE_MIN for a count near zero to that of the first word.  So a word
 * with a larger count is larger, and equal counts have equal sizes.
 */

/* The side of the square on which words are laid out, in pixels. */
#define LAYOUT_SIDE 500

/* The smallest font size, in pixels; the larger picture doubles it. */
#define LAYOUT_SIZE_MIN 5

/* The share of the side that a word may take along its line. */
#define LAYOUT_ALONG 0.88

struct sizes {
	double largest; /* the font of the first word, in pixels */
	double first_count;
	double power; /* see scale_find */
};

/* A word before it is placed. */
struct sized {
	int64_t count;
	size_t characters;
	double width, height; /* of its ink at size 1 */
};

/*
 * Find the sizes for COUNT words, the most frequent first.  Their counts are
 * at least 1.
 */
struct sizes sizes_find(const struct sized *words, size_t count);

/* Get the size of a word with COUNT, at least LAYOUT_SIZE_MIN. */
double sizes_get(const struct sizes *sizes, int64_t count);

/*
 * Make all words smaller, since only the share FITTED of them fits.  Returns
 * false when they are as small as they can be.
 */
bool sizes_shrink(struct sizes *sizes, double fitted);

/*
 * The scale of a cloud: sizes are in proportion to a power of the counts.  It
 * depends only on the words and their counts, so that all clouds of the same
 * words have the same scale, on a picture as on the page, whose lib/scale.js
 * computes the same.
 */

/* The area of a word is in proportion to its count, ... */
#define SCALE_POWER_MAX 0.5

/* ... or, if the others would be too small beside the first, less. */
#define SCALE_POWER_MIN 0.25

/* So many words, the most frequent ones, decide. */
#define SCALE_WORDS 100

struct scale_word {
	int64_t count; /* at least 1 */
	size_t characters; /* of what is drawn */
};

/* Get the power for COUNT words, the most frequent first. */
double scale_find(const struct scale_word *words, size_t count);

#endif
