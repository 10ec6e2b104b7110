#ifndef SERVE_MASTER_SCALING_H
#define SERVE_MASTER_SCALING_H

#include <stdbool.h>
#include <stdint.h>

/* How many workers there should be: decisions alone, nothing is done here. */

enum scaling_kind {
	SCALING_STATIC, /* always WORKERS */
	SCALING_DYNAMIC, /* enough that some are idle */
	SCALING_ON_DEMAND, /* none without requests */
};

struct scaling_options {
	enum scaling_kind kind;
	unsigned workers; /* the most; all of them, when static */
	unsigned workers_min; /* dynamic: never fewer */
	unsigned spare_min, spare_max; /* dynamic: idle ones */
	int idle_timeout; /* milliseconds after which a spare one ends */
};

/* What is now. */
struct scaling_state {
	unsigned starting; /* workers that do not serve yet */
	unsigned serving; /* workers that do, idle ones among them */
	unsigned idle; /* workers without a request */
	bool waiting; /* connections wait for a worker */
	int64_t spare_since; /* since when more are idle than need be; 0: not */
};

/* How many to start, or, below 0, how many idle ones to end. */
int scaling_decide(const struct scaling_options *options,
    const struct scaling_state *state, int64_t now);

/* Are more idle than need be? */
bool scaling_has_spare(
    const struct scaling_options *options, const struct scaling_state *state);

#endif
