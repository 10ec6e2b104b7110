#ifndef CLOUDS_LAYOUT_SIZES_H
#define CLOUDS_LAYOUT_SIZES_H

#include <stdint.h>

#include "data/clouds/layout/shape.h"

/*
 * The sizes of words: they follow their counts, and together fill the square.
 */

/* The side of the square on which words are laid out, in pixels. */
#define LAYOUT_SIDE 500

/* The smallest font size, in pixels; the larger picture doubles it. */
#define LAYOUT_SIZE_MIN 5

struct sizes {
	double largest; /* the font of the first word, in pixels */
	double power; /* the exponent of the ratio of counts */
	double first_count;
};

/* A word before it is placed. */
struct sized {
	int64_t count;
	double width, height; /* of its ink at size 1 */
};

/* Find the sizes for COUNT words, the most frequent first. */
struct sizes sizes_find(const struct sized *words, size_t count);

/* Get the size of a word with COUNT, at least LAYOUT_SIZE_MIN. */
double sizes_get(const struct sizes *sizes, int64_t count);

#endif
