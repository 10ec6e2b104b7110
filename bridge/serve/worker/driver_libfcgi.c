/*
 * Connections of libfcgi.  Each is armed for one event, so two threads never
 * have the same connection.  A request is served while its descriptor blocks,
 * so the kernel's socket time-outs are its deadlines.  The head of a request is
 * received without waiting; its deadline is checked here.
 */
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "gate/transport/libfcgi/libfcgi.h"
#include "serve/observe/backtrace.h"
#include "serve/worker/loop.h"
#include "serve/worker/loop_state.h"

static int
open_thread(struct loop_thread *thread, struct gantry_error *error)
{
	thread->driver_state = libfcgi_new(&thread->gate,
	    thread->loop->options.transport_options->limits,
	    &thread->loop->deferrals);
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

/* After this, another thread may have an event of the connection. */
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

/* When its peer began to keep us waiting for a head; 0: it does not. */
static int64_t
incomplete_since(const struct connection *connection)
{
	const struct libfcgi_connection *state = connection->driver_state;
	int64_t since;

	if (state == NULL || atomic_load(&connection->busy) ||
	    atomic_load(&connection->ending))
		return 0;
	since = libfcgi_connection_since(state);
	if (since == 0 && !atomic_load(&connection->served))
		return connection->arrived;
	return since;
}

static void
find_oldest(struct connection *connection, void *argument)
{
	struct connection **oldest = argument;
	int64_t since = incomplete_since(connection);

	if (since != 0 &&
	    (*oldest == NULL || since <= incomplete_since(*oldest)) &&
	    !connection_has_input(connection->descriptor))
		*oldest = connection;
}

static void
end_if_oldest(struct connection *connection, void *argument)
{
	if (connection == argument && incomplete_since(connection) != 0)
		connection_end(connection, SHUT_RDWR);
}

/*
 * End the connection whose head has been incomplete for longest.  An idle one
 * may be about to send a request, so none is closed.
 */
static bool
make_room(struct loop *loop)
{
	struct connection *oldest = NULL;

	connections_visit(&loop->connections, find_oldest, &oldest);
	if (oldest == NULL)
		return false;
	connections_visit(&loop->connections, end_if_oldest, oldest);
	score_count(loop->options.observer.page, COUNTER_CONNECTIONS_CLOSED);
	/* Its event closes it; until then there is no descriptor. */
	return false;
}

/* The state of a connection; its memory is used again for another one. */
static bool
prepare(struct connection *connection, bool is_kept)
{
	struct libfcgi_connection *state = connection->driver_state;

	if (state == NULL)
		state = libfcgi_connection_new();
	connection->driver_state = state;
	if (state != NULL)
		libfcgi_connection_reset(state, is_kept);
	return state != NULL;
}

static void
add(struct loop *loop, int descriptor, bool is_kept)
{
	const struct limits *limits = loop->options.transport_options->limits;
	struct connection *connection;

	if (atomic_load(&loop->connections.count) >= limits->connections)
		make_room(loop);
	set_timeouts(descriptor, limits->timeout);
	connection = connections_add(&loop->connections, descriptor);
	if (connection == NULL) {
		log_error("connection closed: out of memory");
		close(descriptor);
		return;
	}
	atomic_store(&connection->served, is_kept);
	if (!prepare(connection, is_kept) ||
	    arm(loop, connection, descriptor, EPOLL_CTL_ADD) == -1) {
		log_error("connection closed: out of memory");
		close(descriptor);
		connections_remove(&loop->connections, connection);
	}
}

static bool
has_part_of_request(const struct connection *connection)
{
	const struct libfcgi_connection *state = connection->driver_state;

	return state == NULL || libfcgi_connection_since(state) != 0;
}

/* While CONNECTION is busy: pass it to another worker.  Returns whether. */
static bool
pass(struct loop *loop, struct connection *connection)
{
	if (!loop_pass_connection(
		loop, connection->descriptor, atomic_load(&connection->served)))
		return false;
	close(connection->descriptor);
	connections_remove(&loop->connections, connection);
	return true;
}

static void
handle(
    struct loop_thread *thread, struct connection *connection, uint32_t events)
{
	struct loop *loop = thread->loop;
	enum libfcgi_state state;
	int descriptor;

	(void)events;
	connection_take(connection);
	descriptor = connection->descriptor;
	if (descriptor == -1) {
		/* It was passed on just after its event. */
		atomic_store(&connection->busy, false);
		return;
	}
	state = libfcgi_serve(
	    thread->driver_state, connection->driver_state, descriptor);
	if (state != LIBFCGI_WAITING)
		loop_count_request(loop);
	if (state == LIBFCGI_CLOSED) {
		connections_remove(&loop->connections, connection);
		return;
	}
	if (state == LIBFCGI_KEPT)
		atomic_store(&connection->served, true);
	/* A drain that finds it busy looks again with the next tick. */
	if (state == LIBFCGI_KEPT && atomic_load(&loop->draining)) {
		if (pass(loop, connection))
			return;
		if (!loop_passes_connections(loop))
			shutdown(descriptor, SHUT_RD);
	}
	if (arm(loop, connection, descriptor, EPOLL_CTL_MOD) == -1) {
		close(descriptor);
		connections_remove(&loop->connections, connection);
		return;
	}
	/* From here on, a drain may close the descriptor. */
	atomic_store(&connection->busy, false);
}

static bool
leave(struct loop *loop, struct connection *connection, uint32_t events,
    bool passes)
{
	bool is_passed;

	connection_take(connection);
	if (connection->descriptor == -1) {
		atomic_store(&connection->busy, false);
		return true;
	}
	is_passed = passes && (events & (EPOLLHUP | EPOLLERR)) == 0 &&
	    !atomic_load(&connection->ending) &&
	    !has_part_of_request(connection) && pass(loop, connection);
	/* An event that no thread takes before another one is free. */
	if (!is_passed &&
	    arm(loop, connection, connection->descriptor, EPOLL_CTL_MOD) ==
		-1) {
		close(connection->descriptor);
		connections_remove(&loop->connections, connection);
	} else if (!is_passed) {
		atomic_store(&connection->busy, false);
	}
	return true;
}

/* The search for idle connections in a drain. */
struct retiring {
	int64_t arrived; /* older ones are shut down */
	struct connection *found; /* a chain of busy ones, to be passed */
};

static void
find_idle(struct connection *connection, void *argument)
{
	struct retiring *retiring = argument;

	if (atomic_load(&connection->ending) ||
	    has_part_of_request(connection) ||
	    atomic_exchange(&connection->busy, true))
		return;
	if (has_part_of_request(connection)) {
		atomic_store(&connection->busy, false);
		return;
	}
	connection->next_found = retiring->found;
	retiring->found = connection;
}

/* Pass idle connections on, or shut them down for reading. */
static void
drain(struct loop *loop)
{
	struct retiring retiring = {
		.arrived = clock_milliseconds() - LOOP_NEWCOMER_MILLISECONDS,
	};
	struct connection *connection, *next;

	connections_visit(&loop->connections, find_idle, &retiring);
	for (connection = retiring.found; connection != NULL;
	     connection = next) {
		next = connection->next_found;
		if (pass(loop, connection))
			continue;
		if (!loop_passes_connections(loop) &&
		    clock_milliseconds() >= loop->closes_idle &&
		    (atomic_load(&connection->served) ||
			connection->arrived <= retiring.arrived)) {
			atomic_store(&connection->ending, true);
			shutdown(connection->descriptor, SHUT_RD);
		}
		atomic_store(&connection->busy, false);
	}
}

struct expiry {
	int64_t now;
	int limit; /* milliseconds for a head */
};

static void
expire(struct connection *connection, void *argument)
{
	const struct libfcgi_connection *state = connection->driver_state;
	const struct expiry *expiry = argument;
	int64_t since;

	if (state == NULL || atomic_load(&connection->busy) ||
	    atomic_load(&connection->ending))
		return;
	since = libfcgi_connection_since(state);
	if (since == 0 || expiry->now - since <= expiry->limit)
		return;
	log_warning("connection closed: a request's head stayed incomplete "
		    "for %d s",
	    expiry->limit / 1000);
	connection_end(connection, SHUT_RDWR);
}

/* Why the request that the thread serves must end, or NULL. */
static const char *
find_overdue(const struct loop_thread *thread, int64_t now)
{
	const struct limits *limits =
	    thread->loop->options.transport_options->limits;
	struct libfcgi *state = thread->driver_state;
	int64_t since = atomic_load(&thread->score->since);
	int64_t heartbeat = atomic_load(&thread->score->heartbeat);
	int64_t progress = libfcgi_progress(state, now);

	if (since == 0)
		return NULL;
	if (!libfcgi_has_answered(state) &&
	    now - since > limits->application_timeout)
		return "The application did not answer in time.";
	if (progress < heartbeat)
		progress = heartbeat;
	if (now - progress > limits_request_timeout(limits))
		return "The application made no progress in time.";
	if (limits->request_limit > 0 && now - since > limits->request_limit)
		return "The application took longer than a request may take.";
	return NULL;
}

/* Only its own thread can answer a request that timed out; note it. */
static void
expire_running(struct loop_thread *thread, int64_t now)
{
	const char *detail = find_overdue(thread, now);
	struct score_texts texts;

	if (detail == NULL || atomic_exchange(&thread->loop->timed_out, true))
		return;
	score_read(thread->score, &texts);
	log_error(
	    "[%s] %s %s: %s", texts.id, texts.method, texts.target, detail);
	backtrace_ask(atomic_load(&thread->score->tid));
}

static void
tick(struct loop *loop)
{
	struct expiry expiry = {
		.now = clock_milliseconds(),
		.limit = loop->options.transport_options->limits->timeout,
	};
	unsigned i;

	if (atomic_load(&loop->draining))
		drain(loop);
	connections_visit(&loop->connections, expire, &expiry);
	for (i = 0; i < loop->options.threads; i++)
		expire_running(&loop->threads[i], expiry.now);
}

const struct driver driver_libfcgi = {
	.keeps_threads = true,
	.open_thread = open_thread,
	.close_thread = close_thread,
	.add = add,
	.make_room = make_room,
	.handle = handle,
	.leave = leave,
	.tick = tick,
	.drain = drain,
	.free_connection = libfcgi_connection_free,
};
