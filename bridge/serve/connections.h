#ifndef SERVE_CONNECTIONS_H
#define SERVE_CONNECTIONS_H

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
};

struct connections {
	pthread_mutex_t lock;
	pthread_cond_t emptied;
	struct connection *first;
	size_t count;
};

void connections_init(struct connections *connections);

/* Note an idle connection.  NULL when memory ran out. */
struct connection *connections_add(
    struct connections *connections, int descriptor);

/* Forget a connection, whose descriptor is closed already. */
void connections_remove(
    struct connections *connections, struct connection *connection);

/*
 * Tell the idle ones that no more requests are taken.  What a peer has sent
 * already is still read and answered; then its connection reads as ended.
 */
void connections_end_idle(struct connections *connections);

/* Wait until none is left.  Returns 0, or -1 after PATIENCE milliseconds. */
int connections_wait(struct connections *connections, int patience);

/* Close what is left and free everything. */
void connections_clear(struct connections *connections);

#endif
