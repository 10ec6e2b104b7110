#ifndef SERVE_WORKER_DRIVER_H
#define SERVE_WORKER_DRIVER_H

#include <stdbool.h>
#include <stdint.h>

#include "gantry/error.h"

struct connection;
struct loop;
struct loop_thread;

/*
 * What a transport does in a worker's event loop.  A driver keeps its own state
 * in LOOP->driver_state, THREAD->driver_state and CONNECTION->driver_state; the
 * loop does not look at it.
 */

struct driver {
	int accept_flags; /* for accept4(2), besides SOCK_CLOEXEC */
	bool keeps_threads; /* a deferred request keeps its thread */
	/*
	 * Allocate the state of a loop, before that of its threads.  Returns 0,
	 * or -1 with ERROR filled.  NULL: there is none.
	 */
	int (*open)(struct loop *loop, struct gantry_error *error);
	/* Free it, after everything else; it may be NULL.  NULL likewise. */
	void (*close)(struct loop *loop);
	/* Allocate the state of a thread.  Returns 0, or -1 with ERROR. */
	int (*open_thread)(
	    struct loop_thread *thread, struct gantry_error *error);
	/* Free it; it may be NULL. */
	void (*close_thread)(struct loop_thread *thread);
	/*
	 * A connection was accepted, or IS_KEPT: another worker has passed it,
	 * which has served requests on it.
	 */
	void (*add)(struct loop *loop, int descriptor, bool is_kept);
	/* No descriptor is left: close an idle one.  Returns whether. */
	bool (*make_room)(struct loop *loop);
	/* EVENTS happened to CONNECTION. */
	void (*handle)(struct loop_thread *thread,
	    struct connection *connection, uint32_t events);
	/*
	 * EVENTS happened to CONNECTION while all threads are busy: read it and
	 * queue its requests, without waiting.  NULL: impossible.
	 */
	void (*read_ahead)(
	    struct loop *loop, struct connection *connection, uint32_t events);
	/*
	 * EVENTS happened to CONNECTION while all threads are busy.  If it is
	 * idle: pass it to another worker, or unless PASSES leave the events to
	 * a thread that is free later.  Returns false if it is not idle.
	 */
	bool (*leave)(struct loop *loop, struct connection *connection,
	    uint32_t events, bool passes);
	/* Check the deadlines, a few times a second. */
	void (*tick)(struct loop *loop);
	/* Pass idle connections to other workers, or let them end. */
	void (*drain)(struct loop *loop);
	/* Free the state of a connection, which is not NULL. */
	void (*free_connection)(void *state);
};

#endif
