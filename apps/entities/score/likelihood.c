/*
 * Computes the log-likelihood ratio.
 */
#include <math.h>

#include "entities/score/ranking.h"

/* Zero mentions add nothing, whatever was expected. */
static double
get_part(double observed, double expected)
{
	return observed > 0 ? observed * log(observed / expected) : 0;
}

double
likelihood_get(const struct likelihood *counts)
{
	const double all = counts->all_here + counts->all_elsewhere;
	const double share =
	    all > 0 ? (counts->here + counts->elsewhere) / all : 0;
	const double expected = share * counts->all_here;

	if (!(counts->here > expected))
		return 0;
	return 2 *
	    (get_part(counts->here, expected) +
		get_part(counts->elsewhere, share * counts->all_elsewhere));
}
