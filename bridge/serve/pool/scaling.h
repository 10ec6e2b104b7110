#ifndef SERVE_POOL_SCALING_H
#define SERVE_POOL_SCALING_H

#include <stdbool.h>
#include <stdint.h>

/* Deciding how many workers to start or stop. */

enum scaling_kind {
	SCALING_STATIC, /* always WORKERS */
	SCALING_DYNAMIC, /* some workers are always idle */
	SCALING_ON_DEMAND, /* no workers without requests */
};

struct scaling_options {
	enum scaling_kind kind;
	unsigned workers; /* the most; static: always so many */
	unsigned workers_min; /* dynamic: the least */
	unsigned spare_min, spare_max; /* dynamic: idle workers */
	unsigned threads; /* of each worker; at least 1 */
	int idle_timeout; /* milliseconds until a spare worker stops */
};

/* The current state. */
struct scaling_state {
	unsigned starting; /* workers that are not ready yet */
	unsigned serving; /* ready workers, idle ones included */
	unsigned idle; /* ready workers without a request */
	unsigned free; /* threads without a request, of those not idle */
	unsigned waiting; /* connections and requests that wait for a thread */
	int64_t spare_since; /* since there are spare workers; 0: none */
};

/* The number of workers to start; negative: of idle ones to stop. */
int scaling_decide(const struct scaling_options *options,
    const struct scaling_state *state, int64_t now);

/* Could another worker start, or is one starting? */
bool scaling_can_grow(
    const struct scaling_options *options, const struct scaling_state *state);

/* Are there more idle workers than needed? */
bool scaling_has_spare(
    const struct scaling_options *options, const struct scaling_state *state);

#endif
