/*
 * Connections for our own record layer.  Their descriptors never block, and
 * their events are edges, so that a request costs one read and one write and
 * nothing to arm.  Two threads may therefore have events of one connection at a
 * time: all that is done to a stream is done under its lock, and a stream's
 * memory stays one for as long as the loop lives.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "gate/transport/fcgi.h"
#include "serve/observe/backtrace.h"
#include "serve/worker/loop.h"
#include "serve/worker/loop_state.h"

/* A peer that takes no answers gets to ask no more than makes this much. */
#define PENDING_MAX (256 * 1024)

/* How many bytes are read at a time. */
#define READ_SIZE 65536

/* As many reads in a row, so that one fast sender does not hold a thread. */
#define READS_MAX 16

/* How long a closed connection's peer may still send. */
#define LINGER_MILLISECONDS 2000

/* So many over the limit are told that the server is busy; more are closed. */
#define OVERLOAD_MAX 64

struct stream {
	struct fcgi fcgi; /* its lock is the stream's */
	int descriptor; /* -1: closed */
	struct loop *loop;
	struct connection *connection;
	bool awaits_output; /* EPOLLOUT is asked for */
	bool stalled; /* nothing is read before the peer takes its answers */
	int64_t linger_until; /* 0: not closing */
	struct stream *next; /* to be closed by the same tick */
};

/* The state of a loop. */
struct fcgi_loop {
	struct fcgi_pool pool;
	char bytes[READ_SIZE]; /* read while all threads are busy */
};

static int
open_loop(struct loop *loop, struct gantry_error *error)
{
	struct fcgi_loop *state = malloc(sizeof(*state));

	if (state == NULL)
		return gantry_error_memory(error);
	fcgi_pool_init(&state->pool, loop->options.transport_options);
	loop->driver_state = state;
	return 0;
}

static void
close_loop(struct loop *loop)
{
	struct fcgi_loop *state = loop->driver_state;

	if (state != NULL)
		fcgi_pool_clear(&state->pool);
	free(state);
}

/* The state of a thread is the bytes that it reads. */
static int
open_thread(struct loop_thread *thread, struct gantry_error *error)
{
	thread->driver_state = malloc(READ_SIZE);
	return thread->driver_state != NULL ? 0 : gantry_error_memory(error);
}

static void
close_thread(struct loop_thread *thread)
{
	free(thread->driver_state);
}

/* (Re)new the interest; pending events come again. */
static int
watch(struct stream *stream, int operation)
{
	struct epoll_event event = {
		.events = EPOLLIN | EPOLLRDHUP | EPOLLET |
		    (stream->awaits_output ? EPOLLOUT : 0),
		.data.ptr = stream->connection,
	};

	return epoll_ctl(
	    stream->loop->epoll, operation, stream->descriptor, &event);
}

static void
await_output(struct stream *stream, bool awaits)
{
	if (stream->awaits_output == awaits)
		return;
	stream->awaits_output = awaits;
	watch(stream, EPOLL_CTL_MOD);
}

static ssize_t
send_now(void *owner, const void *data, size_t size)
{
	struct stream *stream = owner;
	ssize_t count;

	do
		count = send(stream->descriptor, data, size, MSG_NOSIGNAL);
	while (count == -1 && errno == EINTR);
	if (count == -1 && errno != EAGAIN && errno != EWOULDBLOCK)
		return -1;
	if (count == -1)
		count = 0;
	if ((size_t)count < size)
		await_output(stream, true);
	return count;
}

/* A request of the stream runs, so its descriptor stays what it is. */
static int
wait_for_output(void *owner)
{
	const struct stream *stream = owner;
	const int limit = stream->fcgi.limits->write_timeout;
	struct pollfd waited = { .fd = stream->descriptor, .events = POLLOUT };
	int count;

	/* The thread may be asked for its stack meanwhile. */
	do
		count = poll(&waited, 1, limit);
	while (count == -1 && errno == EINTR);
	return count == 1 ? 0 : -1;
}

/* The thread that owns the gate is lost to the worker, or will be late. */
static void
note_overdue(void *owner, const struct gate *gate)
{
	struct stream *stream = owner;
	struct loop *loop = stream->loop;
	unsigned i;

	for (i = 0; i < loop->options.threads; i++)
		if (&loop->threads[i].gate == gate)
			backtrace_ask(
			    atomic_load(&loop->threads[i].score->tid));
	atomic_store(&loop->stuck, true);
}

static void
note_refused(
    void *owner, struct request *request, const char *status, int64_t now)
{
	const struct stream *stream = owner;

	request_observer_rejected(
	    &stream->loop->options.observer, request, status, now);
}

static const struct fcgi_port port = {
	.send = send_now,
	.wait = wait_for_output,
	.overdue = note_overdue,
	.refused = note_refused,
};

static struct stream *
new_stream(struct loop *loop, struct connection *connection)
{
	struct fcgi_loop *state = loop->driver_state;
	struct stream *stream = calloc(1, sizeof(*stream));

	if (stream == NULL)
		return NULL;
	stream->descriptor = -1;
	stream->loop = loop;
	stream->connection = connection;
	fcgi_init(
	    &stream->fcgi, &state->pool, &port, stream, clock_milliseconds());
	connection->driver_state = stream;
	return stream;
}

static void
free_stream(void *memory)
{
	struct stream *stream = memory;

	fcgi_clear(&stream->fcgi);
	free(stream);
}

/* Without the lock, and by whom it was said to be closed. */
static void
close_stream(struct stream *stream)
{
	pthread_mutex_lock(&stream->fcgi.lock);
	close(stream->descriptor);
	stream->descriptor = -1;
	pthread_mutex_unlock(&stream->fcgi.lock);
	connections_remove(&stream->loop->connections, stream->connection);
}

/* With the lock: what a state asks for.  Returns whether to close_stream. */
static bool
settle(struct stream *stream, enum fcgi_state state)
{
	if (state == FCGI_LINGER) {
		shutdown(stream->descriptor, SHUT_WR);
		stream->linger_until =
		    clock_milliseconds() + LINGER_MILLISECONDS;
		/* What has come already is seen to by an event. */
		watch(stream, EPOLL_CTL_MOD);
	}
	return state == FCGI_CLOSE;
}

static void
open_stream(struct stream *stream, int descriptor)
{
	struct loop *loop = stream->loop;
	size_t limit = loop->options.transport_options->limits->connections;
	bool refused;

	pthread_mutex_lock(&stream->fcgi.lock);
	stream->descriptor = descriptor;
	stream->awaits_output = false;
	stream->stalled = false;
	stream->linger_until = 0;
	fcgi_reset(&stream->fcgi, clock_milliseconds());
	stream->fcgi.overloaded = atomic_load(&loop->connections.count) > limit;
	refused = atomic_load(&loop->connections.count) > limit + OVERLOAD_MAX;
	stream->fcgi.closed = refused;
	refused |= watch(stream, EPOLL_CTL_ADD) == -1;
	pthread_mutex_unlock(&stream->fcgi.lock);
	if (refused)
		close_stream(stream);
}

/* Close the connection that has been idle for longest. */
static void
find_oldest(struct connection *connection, void *argument)
{
	struct stream *stream = connection->driver_state, **oldest = argument;

	if (stream == NULL)
		return;
	pthread_mutex_lock(&stream->fcgi.lock);
	if (stream->descriptor != -1 && !stream->fcgi.closed &&
	    stream->fcgi.served > 0 && fcgi_is_idle(&stream->fcgi) &&
	    (*oldest == NULL ||
		stream->fcgi.read_since <= (*oldest)->fcgi.read_since))
		*oldest = stream;
	pthread_mutex_unlock(&stream->fcgi.lock);
}

static bool
make_room(struct loop *loop)
{
	struct stream *oldest = NULL;
	bool closes = false;

	connections_visit(&loop->connections, find_oldest, &oldest);
	if (oldest == NULL)
		return false;
	pthread_mutex_lock(&oldest->fcgi.lock);
	if (oldest->descriptor != -1 && fcgi_is_idle(&oldest->fcgi))
		closes = fcgi_hang_up(&oldest->fcgi, false) == FCGI_CLOSE;
	pthread_mutex_unlock(&oldest->fcgi.lock);
	if (closes)
		close_stream(oldest);
	return closes;
}

static void
add(struct loop *loop, int descriptor)
{
	struct connection *connection;

	if (atomic_load(&loop->connections.count) >=
	    loop->options.transport_options->limits->connections)
		make_room(loop);
	connection = connections_add(&loop->connections, descriptor);
	if (connection == NULL) {
		log_error("connection closed: out of memory");
		close(descriptor);
	} else if (connection->driver_state == NULL &&
	    new_stream(loop, connection) == NULL) {
		log_error("connection closed: out of memory");
		close(descriptor);
		connections_remove(&loop->connections, connection);
	} else {
		open_stream(connection->driver_state, descriptor);
	}
}

/* With the lock: read and forget.  Returns whether to close_stream. */
static bool
linger(struct stream *stream, char *bytes)
{
	ssize_t count;

	do
		count = read(stream->descriptor, bytes, READ_SIZE);
	while (count > 0 || (count == -1 && errno == EINTR));
	if (count == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return false;
	stream->linger_until = 0;
	return true;
}

/* With the lock: read what has come. */
static enum fcgi_state
receive(
    struct stream *stream, char *bytes, uint32_t events, struct work **ready)
{
	struct fcgi *fcgi = &stream->fcgi;
	enum fcgi_state state = FCGI_OPEN;
	int64_t now = clock_milliseconds();
	unsigned reads = 0;
	ssize_t count;

	while (state == FCGI_OPEN) {
		stream->stalled = queue_length(&fcgi->pending) > PENDING_MAX;
		if (stream->stalled)
			return state;
		if (reads++ == READS_MAX) {
			watch(stream, EPOLL_CTL_MOD);
			return state;
		}
		count = read(stream->descriptor, bytes, READ_SIZE);
		if (count == -1 && errno == EINTR)
			continue;
		if (count == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return state;
		if (count <= 0)
			return fcgi_hang_up(
			    fcgi, count == -1 || (events & EPOLLHUP) != 0);
		state = fcgi_feed(fcgi, bytes, (size_t)count, now, ready);
		/* A short read has emptied the socket, but for its end. */
		if (count < READ_SIZE && (events & EPOLLRDHUP) == 0)
			return state;
	}
	return state;
}

/* With the lock.  Returns whether to close_stream. */
static bool
take_events(
    struct stream *stream, char *bytes, uint32_t events, struct work **ready)
{
	enum fcgi_state state = FCGI_OPEN;

	if (stream->descriptor == -1)
		return false; /* the event is of one that is gone */
	if (stream->linger_until != 0)
		return linger(stream, bytes);
	if (stream->fcgi.closed)
		return false; /* another thread is about to close it */
	if (queue_length(&stream->fcgi.pending) > 0)
		state = fcgi_flush(&stream->fcgi, clock_milliseconds());
	if (queue_length(&stream->fcgi.pending) == 0)
		await_output(stream, false);
	if (state == FCGI_OPEN)
		state = receive(stream, bytes, events, ready);
	return settle(stream, state);
}

/* Returns the requests that became ready. */
static struct work *
collect(struct connection *connection, uint32_t events, char *bytes)
{
	struct stream *stream = connection->driver_state;
	struct work *ready = NULL;
	bool closes;

	pthread_mutex_lock(&stream->fcgi.lock);
	closes = take_events(stream, bytes, events, &ready);
	pthread_mutex_unlock(&stream->fcgi.lock);
	if (closes)
		close_stream(stream);
	return ready;
}

/* With the lock: no more requests are wanted on an idle connection. */
static void
end_if_idle(struct stream *stream, int64_t now)
{
	if (stream->descriptor != -1 && stream->linger_until == 0 &&
	    fcgi_is_idle(&stream->fcgi) &&
	    (stream->fcgi.served > 0 ||
		now - stream->fcgi.read_since > LOOP_NEWCOMER_MILLISECONDS))
		shutdown(stream->descriptor, SHUT_RD);
}

static void
run_request(struct work *work, void *argument)
{
	struct fcgi_request *request = fcgi_request_of(work);
	struct loop_thread *thread = argument;
	struct stream *stream = request->fcgi->owner;
	enum fcgi_state state = fcgi_run(request, &thread->gate);
	bool closes;

	loop_count_request(thread->loop);
	if (state == FCGI_OPEN && !atomic_load(&thread->loop->draining))
		return;
	pthread_mutex_lock(&stream->fcgi.lock);
	closes = settle(stream, state);
	if (state == FCGI_OPEN)
		end_if_idle(stream, clock_milliseconds());
	pthread_mutex_unlock(&stream->fcgi.lock);
	if (closes)
		close_stream(stream);
}

/* Queue the chain READY. */
static void
put(struct loop *loop, struct work *ready)
{
	struct work *work;

	for (work = ready; work != NULL; work = work->next)
		work->run = run_request;
	if (ready != NULL)
		thread_pool_put(&loop->thread_pool, ready);
}

static void
read_ahead(struct loop *loop, struct connection *connection, uint32_t events)
{
	struct fcgi_loop *state = loop->driver_state;

	put(loop, collect(connection, events, state->bytes));
}

static void
handle(
    struct loop_thread *thread, struct connection *connection, uint32_t events)
{
	struct work *ready = collect(connection, events, thread->driver_state);

	if (ready == NULL)
		return;
	if (ready->next != NULL)
		put(thread->loop, ready->next);
	run_request(ready, thread);
}

struct ticking {
	int64_t now;
	bool draining;
	struct stream *closes; /* a chain */
};

static void
tick_stream(struct connection *connection, void *argument)
{
	struct stream *stream = connection->driver_state;
	struct ticking *ticking = argument;
	bool closes = false;

	if (stream == NULL)
		return;
	pthread_mutex_lock(&stream->fcgi.lock);
	if (stream->descriptor == -1) {
		pthread_mutex_unlock(&stream->fcgi.lock);
		return;
	}
	if (stream->linger_until != 0) {
		closes = ticking->now > stream->linger_until;
		if (closes)
			stream->linger_until = 0;
	} else {
		closes =
		    settle(stream, fcgi_expire(&stream->fcgi, ticking->now));
	}
	if (ticking->draining && !closes)
		end_if_idle(stream, ticking->now);
	if (closes) {
		stream->next = ticking->closes;
		ticking->closes = stream;
	}
	pthread_mutex_unlock(&stream->fcgi.lock);
}

static void
tick(struct loop *loop)
{
	struct ticking ticking = {
		.now = clock_milliseconds(),
		.draining = atomic_load(&loop->draining),
	};
	struct stream *next;

	if (atomic_load(&loop->connections.count) == 0)
		return;
	connections_visit(&loop->connections, tick_stream, &ticking);
	for (; ticking.closes != NULL; ticking.closes = next) {
		next = ticking.closes->next;
		close_stream(ticking.closes);
	}
}

const struct driver driver_fcgi = {
	.accept_flags = SOCK_NONBLOCK,
	.open = open_loop,
	.close = close_loop,
	.open_thread = open_thread,
	.close_thread = close_thread,
	.add = add,
	.make_room = make_room,
	.handle = handle,
	.read_ahead = read_ahead,
	.tick = tick,
	.drain = tick,
	.free_connection = free_stream,
};
