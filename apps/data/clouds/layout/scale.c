/*
 * Finds the power.  The first word, which is as large as it can be, takes a
 * share of the square.  The power goes down until the others take the rest.
 */
#include <math.h>

#include "data/clouds/layout/sizes.h"

/* The first word has at most the width of the square, and half its height. */
#define FIRST_MIN 3
#define FIRST_MAX 22

/*
 * The square has room for so many characters of a first word, in proportion to
 * the square of its own characters.
 */
#define ROOM 1.5

#define STEPS 20 /* of halving */

/* Get the room that the words take, in characters of the first one. */
static double
measure(const struct scale_word *words, size_t count, double power)
{
	double room = 0;
	size_t i;

	for (i = 0; i < count && i < SCALE_WORDS; i++)
		room += fmin((double)words[i].characters, FIRST_MAX) *
		    pow((double)words[i].count / (double)words[0].count,
			2 * power);
	return room;
}

double
scale_find(const struct scale_word *words, size_t count)
{
	double first, wanted, low = SCALE_POWER_MIN, high = SCALE_POWER_MAX;
	int i;

	if (count == 0)
		return SCALE_POWER_MAX;
	first = fmax(fmin((double)words[0].characters, FIRST_MAX), FIRST_MIN);
	wanted = ROOM * first * first;
	if (measure(words, count, high) >= wanted)
		return high;
	if (measure(words, count, low) < wanted)
		return low;
	for (i = 0; i < STEPS; i++) {
		const double middle = (low + high) / 2;

		if (measure(words, count, middle) >= wanted)
			low = middle;
		else
			high = middle;
	}
	return low;
}
