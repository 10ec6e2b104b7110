#ifndef GATE_DEFERRED_PRIVATE_LOOP_H
#define GATE_DEFERRED_PRIVATE_LOOP_H

#include <poll.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "gate/deferred/deferrals.h"

/*
 * How a transport waits that keeps its thread for one deferred request: what
 * the request waits for, another thread, the peer, and SIGTERM.
 *
 *	deferred->schedule calls private_loop_schedule
 *
 *	while (result == GANTRY_DEFERRED) {
 *		deferred_park(deferred);
 *		while (!private_loop_wait(&loop, &peer))
 *			...look at the peer
 *		deferred_begin(deferred);
 *		result = gate_resume(gate, request);
 *	}
 */

struct private_loop {
	struct deferrals *deferrals;
	struct deferrals own; /* unless they are shared */
	int wake; /* an eventfd; -1: not open */
	atomic_bool scheduled;
	/* While it catches signals: */
	bool catches;
	unsigned signals; /* caught so far */
	int64_t cancel_at; /* clock_milliseconds(); 0: never */
};

/* A value that private_loop_close does nothing for. */
#define PRIVATE_LOOP_CLOSED ((struct private_loop){ .wake = -1 })

/*
 * For requests of SHARED or, if that is NULL, of deferrals with OPTIONS that
 * the loop has to itself.  Returns 0, or -1 with ERROR filled.
 */
int private_loop_open(struct private_loop *loop, struct deferrals *shared,
    const struct deferrals_options *options, struct gantry_error *error);

static inline bool
private_loop_is_open(const struct private_loop *loop)
{
	return loop->wake != -1;
}

/* The request has ended; idempotent. */
void private_loop_close(struct private_loop *loop);

/*
 * From now on, SIGTERM and SIGINT do not end the process: the first asks all
 * requests of the deferrals to end, and two seconds later, or with the second,
 * they are cancelled.  The third ends the process.  One loop of a process may
 * do this; private_loop_close restores what was before.  Idempotent.
 */
void private_loop_catch_signals(struct private_loop *loop);

/* The request is to run.  For any thread. */
void private_loop_schedule(struct private_loop *loop);

/*
 * Wait until the request is to run or, if PEER is not NULL, that happens for
 * which PEER waits.  Returns whether the request is to run.
 */
bool private_loop_wait(struct private_loop *loop, struct pollfd *peer);

/* The same, but at most MILLISECONDS; -1: for any time. */
bool private_loop_wait_for(
    struct private_loop *loop, struct pollfd *peer, int milliseconds);

#endif
