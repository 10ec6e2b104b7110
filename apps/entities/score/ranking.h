#ifndef ENTITIES_SCORE_RANKING_H
#define ENTITIES_SCORE_RANKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The words with the highest scores among many. */

struct ranked {
	char *word; /* NUL-terminated */
	size_t length;
	int64_t count;
	double score;
};

struct ranking {
	struct ranked *items;
	size_t count, capacity;
	size_t limit; /* how many are kept */
};

/*
 * Keep a copy of ITEM if it is among the highest.  Returns 0, or -1 when memory
 * ran out.
 */
int ranking_add(struct ranking *ranking, const struct ranked *item);

/* Sort: the highest score first, then by the bytes of the words. */
void ranking_sort(struct ranking *ranking);

/* Free what it holds; idempotent.  LIMIT stays. */
void ranking_clear(struct ranking *ranking);

/*
 * The log-likelihood ratio (T. Dunning, "Accurate methods for the statistics of
 * surprise and coincidence", 1993), which corpus linguistics calls G2: how
 * surprising it is that a publication mentions a word so often, if it mentioned
 * it as often as all others do.
 */

struct likelihood {
	double here, elsewhere; /* mentions of the word */
	double all_here, all_elsewhere; /* mentions of all words */
};

/*
 * Get the ratio: 0 if the word is not mentioned more often here than elsewhere,
 * in proportion to all mentions; otherwise the larger the more surprising.
 */
double likelihood_get(const struct likelihood *counts);

#endif
