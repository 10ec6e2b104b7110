/*
 * Connections of libfcgi.  Each is armed for one event, so two threads never
 * have the same connection.  It is served while its descriptor blocks, so the
 * kernel's socket time-outs are its deadlines.
 */
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/clock.h"
#include "gate/transport/libfcgi.h"
#include "serve/observe/backtrace.h"
#include "serve/worker/loop.h"
#include "serve/worker/loop_state.h"

static int
open_thread(struct loop_thread *thread, struct gantry_error *error)
{
	thread->driver_state = libfcgi_new(&thread->gate,
	    thread->loop->options.transport_options->limits->timeout);
	return thread->driver_state != NULL
	    ? 0
	    : gantry_error_set(error, GANTRY_ERROR_MEMORY,
		  "cannot set libfcgi up: out of memory");
}

static void
close_thread(struct loop_thread *thread)
{
	libfcgi_free(thread->driver_state);
}

/* After this, another thread may have the connection, and close it. */
static int
arm(struct loop *loop, struct connection *connection, int descriptor,
    int operation)
{
	struct epoll_event event = {
		.events = EPOLLIN | EPOLLONESHOT,
		.data.ptr = connection,
	};

	return epoll_ctl(loop->epoll, operation, descriptor, &event);
}

static void
set_timeouts(int descriptor, int milliseconds)
{
	const struct timeval limit = {
		.tv_sec = milliseconds / 1000,
		.tv_usec = milliseconds % 1000 * 1000,
	};

	setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

static void
add(struct loop *loop, int descriptor)
{
	struct connection *connection;

	set_timeouts(
	    descriptor, loop->options.transport_options->limits->timeout);
	connection = connections_add(&loop->connections, descriptor);
	if (connection == NULL) {
		close(descriptor);
		return;
	}
	if (arm(loop, connection, descriptor, EPOLL_CTL_ADD) == -1) {
		close(descriptor);
		connections_remove(&loop->connections, connection);
	}
}

/* Any idle connection may be about to send a request; none is closed. */
static bool
make_room(struct loop *loop)
{
	(void)loop;
	return false;
}

static void
handle(
    struct loop_thread *thread, struct connection *connection, uint32_t events)
{
	struct loop *loop = thread->loop;
	int descriptor = connection->descriptor;
	bool kept;

	(void)events;
	/* An exchange, to see what the previous thread did to it. */
	atomic_exchange(&connection->busy, true);
	kept = libfcgi_serve(thread->driver_state, descriptor);
	loop_count_request(loop);
	if (!kept) {
		connections_remove(&loop->connections, connection);
		return;
	}
	atomic_store(&connection->served, true);
	atomic_store(&connection->busy, false);
	/* Either the drain finds it idle, or we see the drain here. */
	if (atomic_load(&loop->draining))
		shutdown(descriptor, SHUT_RD);
	if (arm(loop, connection, descriptor, EPOLL_CTL_MOD) == -1) {
		close(descriptor);
		connections_remove(&loop->connections, connection);
	}
}

static void
drain(struct loop *loop)
{
	connections_end_idle(&loop->connections,
	    clock_milliseconds() - LOOP_NEWCOMER_MILLISECONDS);
}

/* Only its own thread can answer a request that timed out; note it. */
static void
tick(struct loop *loop)
{
	const int64_t limit =
	    loop->options.transport_options->limits->application_timeout;
	struct score_thread *score;
	int64_t since;
	unsigned i;

	if (atomic_load(&loop->draining))
		drain(loop);
	for (i = 0; i < loop->options.threads; i++) {
		score = loop->threads[i].score;
		since = atomic_load(&score->since);
		if (since == 0 || clock_milliseconds() - since <= limit ||
		    atomic_exchange(&loop->timed_out, true))
			continue;
		backtrace_ask(atomic_load(&score->tid));
	}
}

const struct driver driver_libfcgi = {
	.open_thread = open_thread,
	.close_thread = close_thread,
	.add = add,
	.make_room = make_room,
	.handle = handle,
	.tick = tick,
	.drain = drain,
	.free_connection = free,
};
