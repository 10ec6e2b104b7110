#ifndef GATE_DEFERRALS_H
#define GATE_DEFERRALS_H

#include <pthread.h>

#include "base/timer_heap.h"
#include "gantry/contract.h"

/*
 * All deferred requests of a process, and what they wait for: descriptors in an
 * epoll instance, and times in a heap, which a timer in the same instance
 * serves.  So who watches the instance watches everything, and requests that
 * wait cost nothing.
 *
 * One lock guards all of it.  It may be taken with the lock of a connection
 * held, never the other way round.
 */

struct gantry_deferred;

enum wait_kind {
	WAIT_DUE, /* gantry_resume, or what was waited for has come */
	WAIT_READABLE,
	WAIT_WRITABLE,
	WAIT_TIME,
	WAIT_DRAINED,
};

/* What is called when. */
struct wait {
	struct wait *next; /* of the request, in the order of the calls */
	struct gantry_deferred *deferred;
	enum wait_kind kind;
	int descriptor; /* as the application named it */
	int watched; /* DESCRIPTOR or a duplicate of it; -1: none */
	struct timer timer; /* WAIT_TIME */
	gantry_deferred_call *call;
	void *argument;
};

struct deferrals_options {
	unsigned most; /* requests at a time; 0: none can be deferred */
	int timeout; /* milliseconds without a write; 0: any */
	int64_t buffer; /* bytes of an answer that its peer did not take */
};

struct deferrals {
	struct deferrals_options options;
	pthread_mutex_t lock;
	int epoll; /* readable when events_poll has something to do */
	int timer; /* a timerfd in it */
	int64_t armed; /* when it expires; INT64_MAX: never */
	int64_t coarseness; /* of gantry_clock_milliseconds */
	bool draining;
	struct gantry_deferred *first; /* those that have not ended */
	size_t count;
	struct timer_heap times; /* of waits */
	struct timer_heap deadlines; /* of requests */
	unsigned refused; /* there were too many; not logged yet */
	int64_t refused_logged; /* when they were logged last; 0: never */
};

/* Returns 0, or -1 with ERROR filled; then deferrals_clear is still due. */
int deferrals_init(struct deferrals *deferrals,
    const struct deferrals_options *options, struct gantry_error *error);

/* No request is deferred any more. */
void deferrals_clear(struct deferrals *deferrals);

/* How many did not end yet? */
size_t deferrals_count(struct deferrals *deferrals);

/*
 * A request could not be deferred, since there are too many.  That is logged at
 * most once a second, since a peer can cause any number.
 */
void deferrals_note_refused(struct deferrals *deferrals);

/* The time of waits, in milliseconds. */
int64_t deferrals_now(void);

/* For the room, with the lock held: the first timer may have changed. */
void deferrals_arm(struct deferrals *deferrals);

/*
 * For the room, with the lock held: watch the descriptor of WAIT, or stop.
 * Watching returns 0, 1 if it is always ready, or -1 with errno set.
 */
int deferrals_watch(struct deferrals *deferrals, struct wait *wait);
void deferrals_unwatch(struct deferrals *deferrals, struct wait *wait);

#endif
