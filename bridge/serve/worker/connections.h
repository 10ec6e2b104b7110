#ifndef SERVE_WORKER_CONNECTIONS_H
#define SERVE_WORKER_CONNECTIONS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The open connections of a worker.  A connection is idle, and then only the
 * event loop refers to it, or busy in one thread.
 */

struct connection {
	struct connection *next, *previous;
	struct connection *next_found; /* in a chain of a driver's search */
	int descriptor; /* -1: removed */
	atomic_bool parked; /* in the list PARKED; changed with the lock */
	atomic_bool busy;
	atomic_bool served; /* at least one request */
	atomic_bool ending; /* it was shut down, and its event closes it */
	int64_t arrived; /* clock_milliseconds() */
	_Atomic(void *) driver_state; /* kept when the memory is used again */
};

struct connections {
	pthread_mutex_t lock;
	pthread_cond_t emptied;
	struct connection *first;
	struct connection *parked; /* open, too, but not visited */
	struct connection *unused; /* a chain by NEXT */
	atomic_size_t count;
	atomic_int_least64_t *shown; /* the count for others; NULL: none */
};

/* SHOWN, if it is not NULL, is kept equal to the number of connections. */
void connections_init(
    struct connections *connections, atomic_int_least64_t *shown);

/*
 * Add an idle connection.  Returns NULL when memory ran out.  The memory of a
 * connection is used for another one and not freed before connections_clear, so
 * a late event for a closed connection does no harm.
 */
struct connection *connections_add(
    struct connections *connections, int descriptor);

/* Remove a connection, which is idle then.  Its descriptor is closed already.
 */
void connections_remove(
    struct connections *connections, struct connection *connection);

/*
 * Make CONNECTION busy, for a thread that has its event.  Until it is idle
 * again, no other thread looks at its descriptor.
 */
void connection_take(struct connection *connection);

/*
 * Shut CONNECTION down if it is idle, so that its event closes it.  Call it in
 * a VISIT of connections_visit.
 */
void connection_end(struct connection *connection, int how);

/* Has the peer sent something that was not read yet? */
bool connection_has_input(int descriptor);

/* Wait until none is left.  Returns 0, or -1 after PATIENCE milliseconds. */
int connections_wait(struct connections *connections, int patience);

/*
 * Park CONNECTION if ONLY_WAITS says so, under the list's lock, and otherwise
 * visit it again: connections whose requests are all deferred need no visits,
 * and there may be many.
 */
void connections_park(struct connections *connections,
    struct connection *connection, bool (*only_waits)(void *driver_state));

static inline bool
connection_is_parked(const struct connection *connection)
{
	return atomic_load_explicit(&connection->parked, memory_order_relaxed);
}

/* Call VISIT for each that is not parked, under the list's lock. */
void connections_visit(struct connections *connections,
    void (*visit)(struct connection *connection, void *argument),
    void *argument);

/* Close what is left and free everything; FREE_STATE frees driver_state. */
void connections_clear(
    struct connections *connections, void (*free_state)(void *state));

#endif
