/*
 * The crew decides which thread has an event; connections are armed for one
 * event, so that two threads never have the same one.  An event's data is NULL
 * for the wake-up at the end, a listener's descriptor's address, or a
 * connection.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "gate/fcgx.h"
#include "serve/connections.h"
#include "serve/crew.h"
#include "serve/loop.h"

struct loop_thread {
	struct loop *loop;
	pthread_t thread;
	struct gate gate;
	struct fcgx *side;
};

struct loop {
	struct loop_options options;
	int epoll;
	int wake; /* an eventfd, written once to end the threads */
	struct crew crew;
	struct connections connections;
	atomic_bool draining;
	size_t running; /* threads started */
	struct loop_thread threads[];
};

static bool
is_listener(const struct loop *loop, const void *data)
{
	const int *first = loop->options.listeners->descriptors;
	const int *at = data;

	return at >= first && at < first + LISTENERS_MAX;
}

/* From here on another thread may have the connection, and end it. */
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
add_connection(struct loop *loop, int descriptor)
{
	struct connection *connection;

	set_timeouts(descriptor, loop->options.timeout);
	connection = connections_add(&loop->connections, descriptor);
	if (connection == NULL) {
		close(descriptor);
		return;
	}
	/* A drain either finds it among the idle ones, or is seen here. */
	if (atomic_load(&loop->draining))
		shutdown(descriptor, SHUT_RD);
	if (arm(loop, connection, descriptor, EPOLL_CTL_ADD) == -1) {
		close(descriptor);
		connections_remove(&loop->connections, connection);
	}
}

/* Take what has come on a listening socket.  Returns how many were taken. */
static size_t
accept_connections(struct loop *loop, int listener, size_t most)
{
	size_t taken;
	int descriptor;

	for (taken = 0; taken < most; taken++) {
		descriptor = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (descriptor == -1) {
			if (errno == ECONNABORTED || errno == EINTR)
				continue;
			if (errno == EMFILE || errno == ENFILE) {
				log_error("no descriptor is left for a new "
					  "connection");
				/* The others may give some back meanwhile. */
				usleep(10000);
			}
			break;
		}
		add_connection(loop, descriptor);
	}
	return taken;
}

static void
serve_connection(struct loop_thread *self, struct connection *connection)
{
	struct loop *loop = self->loop;
	int descriptor = connection->descriptor;
	bool kept;

	/* An exchange, to see all that the thread before has done to it. */
	atomic_exchange(&connection->busy, true);
	kept = fcgx_serve(self->side, descriptor);
	if (!kept) {
		connections_remove(&loop->connections, connection);
		return;
	}
	atomic_store(&connection->busy, false);
	/* The same here: a drain passes the busy ones by. */
	if (atomic_load(&loop->draining))
		shutdown(descriptor, SHUT_RD);
	if (arm(loop, connection, descriptor, EPOLL_CTL_MOD) == -1) {
		close(descriptor);
		connections_remove(&loop->connections, connection);
	}
}

static void *
run(void *argument)
{
	struct loop_thread *self = argument;
	struct loop *loop = self->loop;
	struct crew_member member = { 0 };
	struct epoll_event event;

	while (crew_take(&loop->crew, &member, &event)) {
		if (event.data.ptr == NULL)
			continue;
		if (is_listener(loop, event.data.ptr))
			accept_connections(loop, *(int *)event.data.ptr, 1);
		else
			serve_connection(self, event.data.ptr);
	}
	return NULL;
}

/* Open what each thread needs; it is closed by loop_free. */
static int
open_threads(struct loop *loop, struct gantry_error *error)
{
	struct loop_thread *thread;
	unsigned i;

	for (i = 0; i < loop->options.threads; i++) {
		thread = &loop->threads[i];
		thread->loop = loop;
		if (gate_open(
			&thread->gate, loop->options.gate, i == 0, error) == -1)
			return -1;
		thread->side = fcgx_new(&thread->gate, loop->options.timeout);
		if (thread->side == NULL)
			return gantry_error_set(error, GANTRY_ERROR_MEMORY,
			    "libfcgi could not be set up");
	}
	return 0;
}

static int
watch(struct loop *loop, struct gantry_error *error)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL };
	const struct listeners *listeners = loop->options.listeners;
	size_t i;

	if (loop->epoll == -1 || loop->wake == -1 ||
	    epoll_ctl(loop->epoll, EPOLL_CTL_ADD, loop->wake, &event) == -1)
		return gantry_error_system(error, "cannot set up epoll");
	event.events = EPOLLIN | EPOLLEXCLUSIVE;
	for (i = 0; i < listeners->count; i++) {
		event.data.ptr = (void *)&listeners->descriptors[i];
		if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD,
			listeners->descriptors[i], &event) == -1)
			return gantry_error_system(
			    error, "cannot watch a listening socket");
	}
	return 0;
}

static int
start_threads(struct loop *loop, struct gantry_error *error)
{
	struct loop_thread *thread;
	int result;

	while (loop->running < loop->options.threads) {
		thread = &loop->threads[loop->running];
		result = pthread_create(&thread->thread, NULL, run, thread);
		if (result != 0) {
			errno = result;
			return gantry_error_system(
			    error, "cannot start a thread");
		}
		loop->running++;
	}
	return 0;
}

static void
end_threads(struct loop *loop)
{
	const uint64_t one = 1;

	crew_end(&loop->crew);
	if (write(loop->wake, &one, sizeof(one)) != sizeof(one))
		log_error("the threads cannot be woken: %s", strerror(errno));
	while (loop->running > 0)
		pthread_join(loop->threads[--loop->running].thread, NULL);
}

struct loop *
loop_start(const struct loop_options *options, struct gantry_error *error)
{
	struct loop *loop;

	loop = calloc(
	    1, sizeof(*loop) + options->threads * sizeof(loop->threads[0]));
	if (loop == NULL) {
		gantry_error_set(error, GANTRY_ERROR_MEMORY, "out of memory");
		return NULL;
	}
	loop->options = *options;
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	loop->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	crew_init(&loop->crew, loop->epoll);
	connections_init(&loop->connections);
	if (open_threads(loop, error) == -1 || watch(loop, error) == -1 ||
	    start_threads(loop, error) == -1) {
		if (loop->running > 0)
			end_threads(loop);
		loop_free(loop);
		return NULL;
	}
	return loop;
}

int
loop_drain(struct loop *loop, int patience)
{
	const struct listeners *listeners = loop->options.listeners;
	size_t i;

	for (i = 0; i < listeners->count; i++) {
		epoll_ctl(loop->epoll, EPOLL_CTL_DEL, listeners->descriptors[i],
		    NULL);
		accept_connections(loop, listeners->descriptors[i], (size_t)-1);
		/* Who comes from now on is refused, and does not wait. */
		close(listeners->descriptors[i]);
	}
	atomic_store(&loop->draining, true);
	connections_end_idle(&loop->connections);
	if (connections_wait(&loop->connections, patience) == -1)
		return -1;
	end_threads(loop);
	return 0;
}

void
loop_free(struct loop *loop)
{
	unsigned i;

	for (i = 0; i < loop->options.threads; i++) {
		fcgx_free(loop->threads[i].side);
		gate_close(&loop->threads[i].gate);
	}
	connections_clear(&loop->connections);
	crew_clear(&loop->crew);
	if (loop->epoll != -1)
		close(loop->epoll);
	if (loop->wake != -1)
		close(loop->wake);
	free(loop);
}
