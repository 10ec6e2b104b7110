#ifndef BASE_TEXT_SUGGESTION_H
#define BASE_TEXT_SUGGESTION_H

#include <stddef.h>

/*
 * What someone meant who wrote a name that there is not: of the names that
 * there are, the one with the fewest letters to add, drop, replace or swap.
 * Case does not count, nor does '_' for '-'.
 *
 *	struct nearest nearest = { .name = "worker" };
 *
 *	suggestion_offer(&nearest, "workers");
 *	suggestion_hint(&nearest);			"; did you mean
 *'workers'?"
 */

struct suggestion {
	const char *name; /* as it was written */
	const char *best; /* of those offered; NULL: none is near */
	size_t distance; /* of BEST */
	char hint[96];
};

/* Is CANDIDATE, which must outlive NEAREST, nearer than those before? */
void suggestion_offer(struct suggestion *suggestion, const char *candidate);

/* What to put behind "there is no X": a question, or nothing. */
const char *suggestion_hint(struct suggestion *suggestion);

#endif
