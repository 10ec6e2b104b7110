/*
 * Computes the sizes of words.  The largest size is chosen so that the words
 * together fill the square.  If few words have nearly all the counts, the
 * square stays emptier: sizes tell counts, and no other scale would.
 */
#include <math.h>

#include "data/clouds/layout/sizes.h"

/*
 * How much of the square the boxes of the words may take.  It can be more than
 * 1: words fill gaps in the boxes of others.
 */
#define FILL 1.04

/*
 * Words after so many, if they are smaller than this, take whatever room is
 * left.
 */
#define NEEDED 200
#define SMALL  (1.25 * LAYOUT_SIZE_MIN)

/* The share of the side that the height of a word may take. */
#define ACROSS 0.5

/*
 * A word is abbreviated if it is longer than this, in font sizes, and then
 * does not fit.  A shorter one makes all words smaller.
 */
#define LONG 16

/* The square of the smallest size. */
#define LEAST ((double)LAYOUT_SIZE_MIN * LAYOUT_SIZE_MIN)

#define STEPS 24 /* of halving */
#define GAP   2.0 /* pixels around a word */

/* How much all words shrink when some do not fit, and when many do not. */
#define SHRINK	    0.97
#define SHRINK_MUCH 0.94
#define FEW	    0.75 /* of those that are needed */

/* The smallest difference between the largest and the smallest word. */
#define DIFFERENCE_MIN 0.5

double
sizes_get(const struct sizes *sizes, int64_t count)
{
	const double most = sizes->largest * sizes->largest;

	return sqrt(LEAST +
	    (most - LEAST) *
		pow((double)count / sizes->first_count, 2 * sizes->power));
}

bool
sizes_shrink(struct sizes *sizes, double fitted)
{
	const double factor = fitted < FEW ? SHRINK_MUCH : SHRINK;
	const double difference = (sizes->largest - LAYOUT_SIZE_MIN) * factor;

	if (difference < DIFFERENCE_MIN)
		return false;
	sizes->largest = LAYOUT_SIZE_MIN + difference;
	return true;
}

/* Compute the share of the square that the words would take. */
static double
measure(const struct sizes *sizes, const struct sized *words, size_t count)
{
	double area = 0, size;
	size_t i;

	for (i = 0; i < count; i++) {
		size = sizes_get(sizes, words[i].count);
		if (i >= NEEDED && size < SMALL)
			break;
		area +=
		    (fmin(words[i].width * size, LAYOUT_ALONG * LAYOUT_SIDE) +
			GAP) *
		    (words[i].height * size + GAP);
	}
	return area / (LAYOUT_SIDE * LAYOUT_SIDE);
}

/* Find the largest size of the first word at which WORD fits. */
static double
find_limit(const struct sizes *sizes, const struct sized *word)
{
	const double along =
	    LAYOUT_ALONG * LAYOUT_SIDE / fmin(word->width, LONG);
	const double across = ACROSS * LAYOUT_SIDE / word->height;
	const double ratio =
	    pow((double)word->count / sizes->first_count, 2 * sizes->power);

	return sqrt(
	    LEAST + fmax(pow(fmin(along, across), 2) - LEAST, 0) / ratio);
}

static double
find_power(const struct sized *words, size_t count)
{
	struct scale_word scaled[SCALE_WORDS];
	size_t i;

	if (count > SCALE_WORDS)
		count = SCALE_WORDS;
	for (i = 0; i < count; i++)
		scaled[i] =
		    (struct scale_word){ words[i].count, words[i].characters };
	return scale_find(scaled, count);
}

struct sizes
sizes_find(const struct sized *words, size_t count)
{
	struct sizes sizes = { LAYOUT_SIZE_MIN, 1, SCALE_POWER_MAX };
	double low = LAYOUT_SIZE_MIN, high = LAYOUT_SIDE;
	size_t i;

	if (count == 0)
		return sizes;
	sizes.first_count = (double)words[0].count;
	sizes.power = find_power(words, count);
	for (i = 0; i < count; i++)
		high = fmin(high, find_limit(&sizes, &words[i]));
	sizes.largest = high;
	if (measure(&sizes, words, count) < FILL)
		return sizes;
	for (i = 0; i < STEPS; i++) {
		sizes.largest = (low + high) / 2;
		if (measure(&sizes, words, count) < FILL)
			low = sizes.largest;
		else
			high = sizes.largest;
	}
	sizes.largest = low;
	return sizes;
}
