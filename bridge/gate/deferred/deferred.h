#ifndef GATE_DEFERRED_H
#define GATE_DEFERRED_H

#include <stdatomic.h>

#include "base/timer_heap.h"
#include "gate/deferred/deferrals.h"

/*
 * One deferred request: whether it runs or waits, what it waits for, and what
 * is to be called next.  gantry/contract.h says what an application sees.
 *
 * A transport uses it so:
 *
 *	deferred_new		while the application runs (gantry_defer)
 *	deferred_park		it returned GANTRY_DEFERRED
 *	schedule		called: queue the request for a thread
 *	deferred_begin		the thread has it
 *	deferred_next		...and calls what is due, until there is none
 *	deferred_park		to wait again, or
 *	deferred_end		for ever
 *
 * Any thread may call deferred_cancel meanwhile.
 */

enum deferred_state {
	DEFERRED_RUNNING, /* in a thread */
	DEFERRED_WAITING,
	DEFERRED_QUEUED, /* it was scheduled */
	DEFERRED_ENDED,
};

/* How a request gets a thread.  Called with the lock of the deferrals held. */
typedef void deferred_schedule(void *owner, bool here);

/* All members are guarded by the lock of DEFERRALS, unless stated otherwise. */
struct gantry_deferred {
	atomic_uint references;
	struct deferrals *deferrals; /* constant */
	struct gantry_deferred *next, *previous; /* of all that did not end */
	struct gantry_environ *environ; /* constant until the end */
	struct gantry_deferral deferral; /* constant */
	deferred_schedule *schedule; /* constant; of the transport, */
	void *owner; /* likewise */
	enum deferred_state state;
	bool here; /* always in the same thread */
	bool drain_due; /* deferral.drain is to be called */
	atomic_bool cancelled; /* or ended; changed with the lock */
	enum gantry_end reason; /* if it was cancelled */
	struct wait *waits; /* a list */
	unsigned wait_count;
	struct timer deadline; /* deferred-timeout */
	atomic_int_least64_t written; /* when; clock_milliseconds() */
};

/*
 * Defer the request of ENVIRON, which runs now, with one reference.  Returns
 * NULL with ERROR: GANTRY_ERROR_BUSY if there are too many, or
 * GANTRY_ERROR_MEMORY.
 */
struct gantry_deferred *deferred_new(struct deferrals *deferrals,
    struct gantry_environ *environ, const struct gantry_deferral *deferral,
    struct gantry_error *error);

/* It runs no more: wait, or be scheduled if something is due. */
void deferred_park(struct gantry_deferred *deferred);

/* A thread has it. */
void deferred_begin(struct gantry_deferred *deferred);

struct deferred_call {
	gantry_deferred_call *call;
	void *argument;
};

/*
 * While it runs: take the next call that is due.  False if there is none, or if
 * the request was cancelled.
 */
bool deferred_next(
    struct gantry_deferred *deferred, struct deferred_call *next);

/*
 * End it for REASON, unless it was cancelled or has ended.  It is scheduled,
 * and then ended by its thread.
 */
void deferred_cancel(struct gantry_deferred *deferred, enum gantry_end reason);

static inline bool
deferred_is_cancelled(const struct gantry_deferred *deferred)
{
	return atomic_load_explicit(&deferred->cancelled, memory_order_acquire);
}

/* The peer has taken all that was written. */
void deferred_drained(struct gantry_deferred *deferred);

/* In its thread: tell the application the end, and drop the reference. */
void deferred_end(struct gantry_deferred *deferred, enum gantry_end reason);

/* For the room, with the lock held: WAIT has come. */
void deferred_wake(struct wait *wait);

/* For the room, with the lock held: remove the wait that AT points to. */
void deferred_remove_wait(struct gantry_deferred *deferred, struct wait **at);

/* For the room, with the lock held. */
void deferred_schedule_if_waiting(struct gantry_deferred *deferred);
void deferred_cancel_locked(
    struct gantry_deferred *deferred, enum gantry_end reason);
void deferred_drain_locked(struct gantry_deferred *deferred);

#endif
