/*
 * Computes the sizes of words.  The area of a word is in proportion to its
 * count, so its font size is in proportion to the square root.  If that leaves
 * the square empty, because few words have nearly all the counts, the
 * differences are reduced.
 */
#include <math.h>

#include "data/clouds/layout/sizes.h"

/*
 * How much of the square the boxes of the words may take.  It can be more than
 * 1: words fill gaps in the boxes of others.
 */
#define FILL 1.18

/* The share of the side that a word may take, along and across. */
#define ALONG  0.88
#define ACROSS 0.5

#define POWER 0.5
#define STEPS 24 /* of halving, each time */
#define GAP   2.0 /* pixels around a word */

double
sizes_get(const struct sizes *sizes, int64_t count)
{
	const double ratio = fmax((double)count, 1) / sizes->first_count;

	return fmax(sizes->largest * pow(ratio, sizes->power), LAYOUT_SIZE_MIN);
}

/* Compute the share of the square that the words would take. */
static double
measure(const struct sizes *sizes, const struct sized *words, size_t count)
{
	double area = 0, size;
	size_t i;

	for (i = 0; i < count; i++) {
		size = sizes_get(sizes, words[i].count);
		/* Words of the smallest size take whatever room is left. */
		if (size <= LAYOUT_SIZE_MIN)
			break;
		area += (words[i].width * size + GAP) *
		    (words[i].height * size + GAP);
	}
	return area / (LAYOUT_SIDE * LAYOUT_SIDE);
}

/* Find the largest font size at which the first word fits. */
static double
find_limit(const struct sized *first)
{
	const double along = ALONG * LAYOUT_SIDE / first->width;
	const double across = ACROSS * LAYOUT_SIDE / first->height;

	return fmax(fmin(along, across), LAYOUT_SIZE_MIN);
}

struct sizes
sizes_find(const struct sized *words, size_t count)
{
	struct sizes sizes = { .power = POWER, .first_count = 1 };
	double low, high;
	int i;

	if (count == 0)
		return sizes;
	sizes.first_count = fmax((double)words[0].count, 1);
	sizes.largest = find_limit(&words[0]);
	if (measure(&sizes, words, count) >= FILL) {
		low = LAYOUT_SIZE_MIN;
		high = sizes.largest;
		for (i = 0; i < STEPS; i++) {
			sizes.largest = (low + high) / 2;
			if (measure(&sizes, words, count) < FILL)
				low = sizes.largest;
			else
				high = sizes.largest;
		}
		return sizes;
	}
	low = 0;
	high = POWER;
	for (i = 0; i < STEPS; i++) {
		sizes.power = (low + high) / 2;
		if (measure(&sizes, words, count) < FILL)
			high = sizes.power;
		else
			low = sizes.power;
	}
	return sizes;
}
