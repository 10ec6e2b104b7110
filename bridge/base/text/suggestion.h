#ifndef BASE_TEXT_SUGGESTION_H
#define BASE_TEXT_SUGGESTION_H

#include <stddef.h>

/*
 * "Did you mean": of the known names, the one that differs from an unknown name
 * by the fewest letters to add, drop, replace or swap.  Case does not count,
 * and '_' equals '-'.
 *
 *	struct suggestion suggestion = { .name = "worker" };
 *
 *	suggestion_offer(&suggestion, "workers");
 *	suggestion_hint(&suggestion);	"; did you mean 'workers'?"
 */

struct suggestion {
	const char *name; /* as it was written */
	const char *best; /* of the names offered; NULL: none is near */
	size_t distance; /* of BEST */
	char hint[96];
};

/* Offer CANDIDATE, which must outlive SUGGESTION, as a known name. */
void suggestion_offer(struct suggestion *suggestion, const char *candidate);

/* "; did you mean 'X'?" to append to a message, or "". */
const char *suggestion_hint(struct suggestion *suggestion);

#endif
