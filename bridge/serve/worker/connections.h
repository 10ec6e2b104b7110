#ifndef SERVE_WORKER_CONNECTIONS_H
#define SERVE_WORKER_CONNECTIONS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * The open connections of a worker.  A connection is either idle, and then in
 * nobody's hands but the event loop's, or busy in one thread's.
 */

struct connection {
	struct connection *next, *previous;
	int descriptor;
	atomic_bool busy;
	atomic_bool served; /* a request, at least */
	int64_t arrived; /* clock_milliseconds() */
	_Atomic(void *) driver_state; /* kept when the memory is used again */
};

struct connections {
	pthread_mutex_t lock;
	pthread_cond_t emptied;
	struct connection *first;
	struct connection *unused; /* a chain by NEXT */
	atomic_size_t count;
};

void connections_init(struct connections *connections);

/*
 * Note an idle connection.  NULL when memory ran out.  What a connection is
 * made of is never freed before connections_clear but used for another one, so
 * an event that comes late for one that is gone does no harm.
 */
struct connection *connections_add(
    struct connections *connections, int descriptor);

/* Forget a connection, whose descriptor is closed already. */
void connections_remove(
    struct connections *connections, struct connection *connection);

/*
 * Tell the idle ones that no more requests are taken, but for those that came
 * after ARRIVED and have yet to send one.  What a peer has sent already is
 * still read and answered; then its connection reads as ended.
 */
void connections_end_idle(struct connections *connections, int64_t arrived);

/* Wait until none is left.  Returns 0, or -1 after PATIENCE milliseconds. */
int connections_wait(struct connections *connections, int patience);

/* Call VISIT for each, under the list's lock. */
void connections_visit(struct connections *connections,
    void (*visit)(struct connection *connection, void *argument),
    void *argument);

/* Close what is left and free everything, the drivers' by FREE_STATE. */
void connections_clear(
    struct connections *connections, void (*free_state)(void *state));

#endif
