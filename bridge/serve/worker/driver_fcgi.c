/*
 * Connections of our own record layer, which HTTP uses, too.  Their descriptors
 * never block, and their events are edges, so a request costs one read, one
 * write and no call to arm anything.  Two threads may therefore have events of
 * one connection at a time: everything is done under the lock of its struct
 * fcgi, and the memory of a struct fcgi_socket is not freed before the loop is.
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
#include "gate/transport/fcgi_memory.h"
#include "gate/transport/http/http.h"
#include "serve/observe/backtrace.h"
#include "serve/socket/accepted.h"
#include "serve/worker/http_ends.h"
#include "serve/worker/loop.h"
#include "serve/worker/loop_state.h"

/* Read no more from a peer that leaves more than this unread. */
#define PENDING_MAX (256 * 1024)

/* How many bytes are read at a time. */
#define READ_SIZE 65536

/* How many reads in a row, so that one fast sender does not hold a thread. */
#define READS_MAX 16

/* How long a closed connection's peer may still send. */
#define LINGER_MILLISECONDS 2000

/* So many connections over the limit get 503; more are closed unanswered. */
#define OVERLOAD_MAX 64

/* How many connections are spared, in a search, since input has come. */
#define SPARED_MAX 8

/* How many are closed for memory after one event. */
#define DISPLACED_MAX 8

#define DISPLACED_LOG_MILLISECONDS 1000

struct fcgi_socket {
	struct fcgi fcgi; /* its lock guards the rest, too */
	int descriptor; /* -1: closed */
	struct loop *loop;
	struct connection *connection;
	struct http *http; /* kept for another connection; NULL: none yet */
	atomic_bool is_http; /* HTTP, which HTTP makes FastCGI of */
	bool awaits_output; /* waiting for EPOLLOUT */
	bool stalled; /* nothing is read until the peer reads its answers */
	int64_t linger_until; /* 0: not closing */
	struct fcgi_socket *next; /* to be closed by the same tick */
};

/* The state of a loop. */
struct fcgi_loop {
	struct fcgi_pool pool;
	char bytes[READ_SIZE]; /* read while all threads are busy */
	atomic_int_least64_t displaced_logged; /* when it was logged last */
	unsigned hanging; /* requests that the last tick found */
};

static int
open_loop(struct loop *loop, struct gantry_error *error)
{
	struct fcgi_loop *state = malloc(sizeof(*state));

	if (state == NULL)
		return gantry_error_memory(error);
	fcgi_pool_init(&state->pool, loop->options.transport_options);
	state->pool.deferrals = &loop->deferrals;
	atomic_init(&state->displaced_logged, 0);
	state->hanging = 0;
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

/* Set the events to wait for; pending ones are reported again. */
static int
watch(struct fcgi_socket *self, int operation)
{
	struct epoll_event event = {
		.events = EPOLLIN | EPOLLRDHUP | EPOLLET |
		    (self->awaits_output ? EPOLLOUT : 0),
		.data.ptr = self->connection,
	};

	return epoll_ctl(
	    self->loop->epoll, operation, self->descriptor, &event);
}

static void
await_output(struct fcgi_socket *self, bool awaits)
{
	if (self->awaits_output == awaits)
		return;
	self->awaits_output = awaits;
	watch(self, EPOLL_CTL_MOD);
}

static ssize_t
send_bytes(void *owner, const void *data, size_t size)
{
	struct fcgi_socket *self = owner;
	ssize_t count;

	do
		count = send(self->descriptor, data, size, MSG_NOSIGNAL);
	while (count == -1 && errno == EINTR);
	if (count == -1 && errno != EAGAIN && errno != EWOULDBLOCK)
		return -1;
	if (count == -1)
		count = 0;
	if ((size_t)count < size)
		await_output(self, true);
	return count;
}

static ssize_t
send_records(void *owner, const void *data, size_t size)
{
	struct fcgi_socket *self = owner;

	return self->is_http ? http_send_records(self->http, data, size)
			     : send_bytes(self, data, size);
}

/* A worker that ends keeps its connection only for another worker. */
static bool
ends_after_answer(void *owner)
{
	const struct fcgi_socket *self = owner;

	return atomic_load(&self->loop->draining) &&
	    !loop_passes_connections(self->loop);
}

static void
finish(void *owner)
{
	const struct fcgi_socket *self = owner;

	shutdown(self->descriptor, SHUT_WR);
}

static const struct http_port http_port = {
	.send = send_bytes,
	.ends = ends_after_answer,
	.finish = finish,
};

/* A request runs on the connection, so its descriptor stays open. */
static int
wait_for_output(void *owner)
{
	const struct fcgi_socket *self = owner;
	const int limit = self->fcgi.limits->write_timeout;
	struct pollfd waited = { .fd = self->descriptor, .events = POLLOUT };
	int count;

	/* A signal may ask the thread for its stack meanwhile. */
	do
		count = poll(&waited, 1, limit);
	while (count == -1 && errno == EINTR);
	return count == 1 ? 0 : -1;
}

/* The thread that owns GATE; NULL: none. */
static struct loop_thread *
thread_of(struct loop *loop, const struct gate *gate)
{
	unsigned i;

	for (i = 0; i < loop->options.threads; i++)
		if (&loop->threads[i].gate == gate)
			return &loop->threads[i];
	return NULL;
}

static int64_t
last_heartbeat(void *owner, const struct gate *gate)
{
	const struct fcgi_socket *self = owner;
	const struct loop_thread *thread = thread_of(self->loop, gate);

	return thread != NULL ? atomic_load(&thread->score->heartbeat) : 0;
}

/* The descriptor stays open, since a thread may write to it. */
static void
cut(void *owner)
{
	const struct fcgi_socket *self = owner;

	shutdown(self->descriptor, SHUT_RDWR);
}

/* A request of the thread that owns GATE timed out. */
static void
note_timed_out(void *owner, const struct gate *gate)
{
	struct fcgi_socket *self = owner;
	const struct loop_thread *thread = thread_of(self->loop, gate);

	if (thread != NULL)
		backtrace_ask(atomic_load(&thread->score->tid));
	atomic_store(&self->loop->timed_out, true);
}

static void
note_rejected(
    void *owner, struct request *request, const char *status, int64_t now)
{
	const struct fcgi_socket *self = owner;

	request_observer_rejected(
	    &self->loop->options.observer, request, status, now);
}

static void
note_refused(void *owner)
{
	const struct fcgi_socket *self = owner;

	score_count(self->loop->options.observer.page, COUNTER_REJECTED);
}

static void
note_limited(void *owner, enum fcgi_limit limit)
{
	const struct fcgi_socket *self = owner;

	score_count(self->loop->options.observer.page,
	    COUNTER_CONNECTIONS_CLOSED + (enum counter_slot)limit);
}

static void run_deferred(struct work *work, void *argument);

/* Called with the lock of the deferrals held. */
static void
schedule(void *owner, struct work *work, const struct gate *gate, bool here)
{
	const struct fcgi_socket *self = owner;
	struct loop_thread *thread = here ? thread_of(self->loop, gate) : NULL;

	work->next = NULL;
	work->run = run_deferred;
	if (thread != NULL)
		thread_pool_put_for(
		    &self->loop->thread_pool, &thread->member, work);
	else
		thread_pool_put(&self->loop->thread_pool, work);
}

static const struct fcgi_port port = {
	.schedule = schedule,
	.send = send_records,
	.wait = wait_for_output,
	.heartbeat = last_heartbeat,
	.cut = cut,
	.overdue = note_timed_out,
	.rejected = note_rejected,
	.refused = note_refused,
	.limited = note_limited,
};

static struct fcgi_socket *
new_socket(struct loop *loop, struct connection *connection)
{
	struct fcgi_loop *state = loop->driver_state;
	struct fcgi_socket *self = calloc(1, sizeof(*self));

	if (self == NULL)
		return NULL;
	self->descriptor = -1;
	self->loop = loop;
	self->connection = connection;
	fcgi_init(&self->fcgi, &state->pool, &port, self, clock_milliseconds());
	connection->driver_state = self;
	return self;
}

static void
free_socket(void *memory)
{
	struct fcgi_socket *self = memory;

	fcgi_clear(&self->fcgi);
	http_free(self->http);
	free(self);
}

/* Without the lock, by the caller that was told to close it. */
static void
close_socket(struct fcgi_socket *self)
{
	pthread_mutex_lock(&self->fcgi.lock);
	close(self->descriptor);
	self->descriptor = -1;
	if (self->is_http)
		http_close(self->http);
	fcgi_free_memory(&self->fcgi);
	pthread_mutex_unlock(&self->fcgi.lock);
	connections_remove(&self->loop->connections, self->connection);
}

/* With the lock: do what STATE requires.  Returns whether to close_socket. */
static bool
settle(struct fcgi_socket *self, enum fcgi_state state)
{
	if (state == FCGI_LINGER) {
		shutdown(self->descriptor, SHUT_WR);
		self->linger_until = clock_milliseconds() + LINGER_MILLISECONDS;
		/* What has come already is reported again. */
		watch(self, EPOLL_CTL_MOD);
	}
	return state == FCGI_CLOSE;
}

/* Does nothing wait on the connection, received or to be sent? */
static bool
is_idle(const struct fcgi_socket *self)
{
	return fcgi_is_idle(&self->fcgi) &&
	    !(self->is_http && http_has_bytes(self->http));
}

/* With the lock: HTTP comes on a new connection.  Returns 0 or -1. */
static int
open_http(struct fcgi_socket *self)
{
	struct http_addresses addresses;

	if (self->http == NULL)
		self->http = http_new(&self->fcgi, &http_port, self);
	if (self->http == NULL)
		return -1;
	http_ends_hurry(self->descriptor);
	http_ends_find(self->descriptor, &addresses);
	http_open(self->http, &addresses);
	self->is_http = true;
	return 0;
}

static void
open_socket(struct fcgi_socket *self, int descriptor, bool is_kept)
{
	struct loop *loop = self->loop;
	size_t limit = loop->options.transport_options->limits->connections;
	bool too_many, closes;

	pthread_mutex_lock(&self->fcgi.lock);
	self->descriptor = descriptor;
	self->awaits_output = false;
	self->stalled = false;
	self->linger_until = 0;
	self->is_http = false;
	fcgi_reset(&self->fcgi, clock_milliseconds());
	self->fcgi.served = is_kept;
	self->fcgi.overloaded = atomic_load(&loop->connections.count) > limit;
	too_many = atomic_load(&loop->connections.count) > limit + OVERLOAD_MAX;
	if (accepted_is_http(loop->options.listeners, descriptor))
		too_many |= open_http(self) == -1;
	self->fcgi.closed = too_many;
	closes = watch(self, EPOLL_CTL_ADD) == -1 || too_many;
	pthread_mutex_unlock(&self->fcgi.lock);
	if (closes)
		close_socket(self);
}

/* What a connection does, in the order in which they are closed. */
enum rank {
	RANK_INCOMPLETE, /* waits for its peer to complete a request */
	RANK_LINGERING, /* was closed, and its peer does not close it */
	RANK_IDLE, /* between two requests */
	RANK_NEWCOMER, /* incomplete, but not for long */
	RANK_NONE, /* waits for an answer, or is closed already */
};

/* The search for a connection to close; the oldest of the first rank. */
struct search {
	int64_t now;
	bool for_memory; /* only those that hold a part of a request */
	struct fcgi_socket *found; /* NULL: none */
	enum rank rank; /* of FOUND */
	int64_t since; /* likewise */
	struct fcgi_socket *spared[SPARED_MAX];
	size_t spared_count;
};

/* With the lock; *SINCE is set unless the rank is RANK_NONE. */
static enum rank
rank_of(const struct fcgi_socket *self, int64_t now, int64_t *since)
{
	const struct fcgi *fcgi = &self->fcgi;

	*since = 0;
	if (self->descriptor == -1)
		return RANK_NONE;
	if (self->linger_until != 0) {
		*since = self->linger_until - LINGER_MILLISECONDS;
		return RANK_LINGERING;
	}
	*since = fcgi_incomplete_since(fcgi);
	if (*since != 0)
		return now - *since > LOOP_NEWCOMER_MILLISECONDS
		    ? RANK_INCOMPLETE
		    : RANK_NEWCOMER;
	*since = fcgi->read_since;
	return !fcgi->closed && is_idle(self) ? RANK_IDLE : RANK_NONE;
}

static bool
is_spared(const struct search *search, const struct fcgi_socket *self)
{
	size_t i;

	for (i = 0; i < search->spared_count; i++)
		if (search->spared[i] == self)
			return true;
	return false;
}

static void
visit(struct connection *connection, void *argument)
{
	struct fcgi_socket *self = connection->driver_state;
	struct search *search = argument;
	enum rank rank;
	int64_t since;

	if (self == NULL || is_spared(search, self))
		return;
	pthread_mutex_lock(&self->fcgi.lock);
	rank = rank_of(self, search->now, &since);
	if (search->for_memory &&
	    (self->fcgi.charged == 0 || rank == RANK_LINGERING ||
		rank == RANK_IDLE))
		rank = RANK_NONE;
	if (rank < search->rank ||
	    (rank == search->rank && rank != RANK_NONE &&
		since <= search->since)) {
		search->found = self;
		search->rank = rank;
		search->since = since;
	}
	pthread_mutex_unlock(&self->fcgi.lock);
}

/*
 * Close what was found, unless it has changed meanwhile or its peer has just
 * sent something.  Returns whether it was closed.
 */
static bool
close_found(const struct search *search)
{
	struct fcgi_socket *self = search->found;
	bool closes = false;
	int64_t since;

	pthread_mutex_lock(&self->fcgi.lock);
	if (rank_of(self, search->now, &since) == search->rank &&
	    since == search->since) {
		if (search->rank == RANK_LINGERING) {
			self->linger_until = 0;
			closes = true;
		} else if (!connection_has_input(self->descriptor)) {
			closes = fcgi_hang_up(&self->fcgi, false) == FCGI_CLOSE;
		}
	}
	pthread_mutex_unlock(&self->fcgi.lock);
	if (closes)
		close_socket(self);
	return closes;
}

/* Log at most a line a second, since a peer can cause any number. */
static void
note_displaced(struct loop *loop, const struct search *search)
{
	struct fcgi_loop *state = loop->driver_state;
	int64_t last = atomic_load(&state->displaced_logged);

	note_limited(search->found,
	    search->for_memory ? FCGI_LIMIT_MEMORY : FCGI_LIMIT_CONNECTIONS);
	if (search->now - last < DISPLACED_LOG_MILLISECONDS ||
	    !atomic_compare_exchange_strong(
		&state->displaced_logged, &last, search->now))
		return;
	log_warning("connections with incomplete requests are being closed, "
		    "the oldest first: %s",
	    search->for_memory
		? "they hold too much memory (receive-memory)"
		: "there is no room for new connections (connections, or "
		  "RLIMIT_NOFILE)");
}

/*
 * Close one connection to make room, or because of what it holds in memory.
 * Returns whether one was closed.
 */
static bool
displace(struct loop *loop, bool for_memory)
{
	struct search search = {
		.now = clock_milliseconds(),
		.for_memory = for_memory,
	};

	for (;;) {
		search.found = NULL;
		search.rank = RANK_NONE;
		connections_visit(&loop->connections, visit, &search);
		if (search.found == NULL)
			return false;
		if (close_found(&search))
			break;
		if (search.spared_count == SPARED_MAX)
			return false;
		search.spared[search.spared_count++] = search.found;
	}
	if (search.rank == RANK_INCOMPLETE || search.rank == RANK_NEWCOMER)
		note_displaced(loop, &search);
	return true;
}

static bool
make_room(struct loop *loop)
{
	return displace(loop, false);
}

/* Without any lock: give incomplete requests up until the rest fits. */
static void
limit_memory(struct loop *loop)
{
	const struct fcgi_loop *state = loop->driver_state;
	unsigned count;

	for (count = 0; count < DISPLACED_MAX; count++)
		if (!fcgi_memory_is_over(&state->pool) || !displace(loop, true))
			return;
}

static void
add(struct loop *loop, int descriptor, bool is_kept)
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
	    new_socket(loop, connection) == NULL) {
		log_error("connection closed: out of memory");
		close(descriptor);
		connections_remove(&loop->connections, connection);
	} else {
		open_socket(connection->driver_state, descriptor, is_kept);
	}
}

/* With the lock: read and discard.  Returns whether to close_socket. */
static bool
linger(struct fcgi_socket *self, char *bytes)
{
	ssize_t count;

	do
		count = read(self->descriptor, bytes, READ_SIZE);
	while (count > 0 || (count == -1 && errno == EINTR));
	if (count == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return false;
	self->linger_until = 0;
	return true;
}

/* With the lock: process SIZE bytes, or for HTTP what is held, too. */
static enum fcgi_state
feed(struct fcgi_socket *self, const char *bytes, size_t size, int64_t now,
    struct work **ready)
{
	if (!self->is_http)
		return fcgi_feed(&self->fcgi, bytes, size, now, ready);
	http_feed(self->http, bytes, size, now, ready);
	return fcgi_feed(&self->fcgi, bytes, 0, now, ready);
}

/* The client sends requests faster than they are answered. */
static bool
is_held(const struct fcgi_socket *self)
{
	return self->is_http && http_is_held(self->http);
}

/*
 * With the lock, while nothing is read: has the client of a request gone?  A
 * deferred request is told; another finds out when it writes.
 */
static enum fcgi_state
receive_end(struct fcgi_socket *self, uint32_t events)
{
	if (!self->is_http ||
	    (events & (EPOLLHUP | EPOLLRDHUP | EPOLLERR)) == 0)
		return FCGI_OPEN;
	if ((events & (EPOLLHUP | EPOLLERR)) != 0)
		return fcgi_hang_up(&self->fcgi, true);
	return self->fcgi.waiting > 0 ? fcgi_hang_up(&self->fcgi, false)
				      : FCGI_OPEN;
}

/* With the lock: read what came. */
static enum fcgi_state
receive(
    struct fcgi_socket *self, char *bytes, uint32_t events, struct work **ready)
{
	struct fcgi *fcgi = &self->fcgi;
	enum fcgi_state state = FCGI_OPEN;
	int64_t now = clock_milliseconds();
	unsigned reads = 0;
	ssize_t count;

	while (state == FCGI_OPEN) {
		self->stalled =
		    queue_length(&fcgi->pending) > PENDING_MAX || is_held(self);
		if (self->stalled)
			return receive_end(self, events);
		if (reads++ == READS_MAX) {
			watch(self, EPOLL_CTL_MOD);
			return state;
		}
		count = read(self->descriptor, bytes, READ_SIZE);
		if (count == -1 && errno == EINTR)
			continue;
		if (count == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return state;
		if (count <= 0)
			return fcgi_hang_up(
			    fcgi, count == -1 || (events & EPOLLHUP) != 0);
		state = feed(self, bytes, (size_t)count, now, ready);
		/* A short read emptied the socket, but the end may follow. */
		if (count < READ_SIZE && (events & EPOLLRDHUP) == 0)
			return state;
	}
	return state;
}

/* With the lock.  Returns whether to close_socket. */
static bool
handle_events(
    struct fcgi_socket *self, char *bytes, uint32_t events, struct work **ready)
{
	enum fcgi_state state = FCGI_OPEN;

	if (self->descriptor == -1)
		return false; /* a late event for a closed connection */
	if (self->linger_until != 0)
		return linger(self, bytes);
	if (self->fcgi.closed)
		return false; /* another thread is about to close it */
	if (self->is_http && http_flush(self->http) == -1)
		state = fcgi_hang_up(&self->fcgi, true);
	else if (queue_length(&self->fcgi.pending) > 0)
		state = fcgi_flush(&self->fcgi, clock_milliseconds());
	if (queue_length(&self->fcgi.pending) == 0 &&
	    !(self->is_http && http_has_output(self->http)))
		await_output(self, false);
	if (state == FCGI_OPEN && self->is_http)
		state = feed(self, "", 0, clock_milliseconds(), ready);
	if (state == FCGI_OPEN)
		state = receive(self, bytes, events, ready);
	return settle(self, state);
}

static bool
only_waits(void *driver_state)
{
	struct fcgi_socket *self = driver_state;
	bool waits;

	pthread_mutex_lock(&self->fcgi.lock);
	waits = self->descriptor != -1 && self->linger_until == 0 &&
	    !self->stalled && fcgi_only_waits(&self->fcgi);
	pthread_mutex_unlock(&self->fcgi.lock);
	return waits;
}

/* Without the lock, after anything that may have changed it. */
static void
park_or_not(struct fcgi_socket *self)
{
	connections_park(
	    &self->loop->connections, self->connection, only_waits);
}

/* Returns the requests that became ready. */
static struct work *
collect(struct connection *connection, uint32_t events, char *bytes)
{
	struct fcgi_socket *self = connection->driver_state;
	struct work *ready = NULL;
	bool closes;

	pthread_mutex_lock(&self->fcgi.lock);
	closes = handle_events(self, bytes, events, &ready);
	pthread_mutex_unlock(&self->fcgi.lock);
	if (closes)
		close_socket(self);
	else if (connection_is_parked(connection))
		park_or_not(self);
	if (fcgi_memory_is_over(self->fcgi.pool))
		limit_memory(self->loop);
	return ready;
}

/*
 * With the lock, while draining: another worker takes an idle connection over,
 * or no more requests are accepted on it, at once if it was just ANSWERED.
 * Returns whether to close_socket.
 */
static bool
retire_if_idle(struct fcgi_socket *self, int64_t now, bool answered)
{
	struct fcgi *fcgi = &self->fcgi;

	if (self->descriptor == -1 || self->linger_until != 0 || fcgi->closed ||
	    fcgi->hung_up || !is_idle(self))
		return false;
	if (loop_pass_connection(
		self->loop, self->descriptor, fcgi->served > 0)) {
		/* Late events read nothing. */
		fcgi->closed = true;
		return true;
	}
	if (loop_passes_connections(self->loop) ||
	    (!answered && now < self->loop->closes_idle))
		return false;
	if (fcgi->served > 0 ||
	    now - fcgi->read_since > LOOP_NEWCOMER_MILLISECONDS)
		shutdown(self->descriptor, SHUT_RD);
	return false;
}

static bool
leave(struct loop *loop, struct connection *connection, uint32_t events,
    bool passes)
{
	struct fcgi_socket *self = connection->driver_state;
	struct fcgi *fcgi = &self->fcgi;
	bool is_left, closes = false;

	pthread_mutex_lock(&fcgi->lock);
	is_left = self->descriptor != -1 && self->linger_until == 0 &&
	    !fcgi->closed && !fcgi->hung_up && is_idle(self) &&
	    (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) == 0;
	if (is_left) {
		closes = passes &&
		    loop_pass_connection(
			loop, self->descriptor, fcgi->served > 0);
		/* Late events read nothing. */
		fcgi->closed = closes;
		/* Otherwise what has come is reported again. */
		is_left = closes || watch(self, EPOLL_CTL_MOD) == 0;
	}
	pthread_mutex_unlock(&fcgi->lock);
	if (closes)
		close_socket(self);
	return is_left;
}

static void put(struct loop *loop, struct work *ready);

/*
 * Without the lock, after an answer: read the request that the client has sent
 * meanwhile.
 */
static void
go_on(struct fcgi_socket *self)
{
	struct work *ready = NULL;
	bool closes = false;

	pthread_mutex_lock(&self->fcgi.lock);
	if (self->is_http && self->descriptor != -1 && !self->fcgi.closed &&
	    self->linger_until == 0 &&
	    (self->stalled || http_has_bytes(self->http))) {
		closes = settle(
		    self, feed(self, "", 0, clock_milliseconds(), &ready));
		/* What has come since then is reported again. */
		if (!closes && self->linger_until == 0)
			watch(self, EPOLL_CTL_MOD);
	}
	pthread_mutex_unlock(&self->fcgi.lock);
	if (closes)
		close_socket(self);
	put(self->loop, ready);
}

static void
run_request(struct work *work, void *argument)
{
	struct fcgi_request *request = fcgi_request_of(work);
	struct loop_thread *thread = argument;
	struct fcgi_socket *self = request->fcgi->owner;
	enum fcgi_state state = fcgi_run(request, &thread->gate);
	bool closes;

	if (state == FCGI_DEFERRED) {
		park_or_not(self);
		return;
	}
	loop_count_request(thread->loop);
	if (state == FCGI_OPEN && self->is_http)
		go_on(self);
	if (state == FCGI_OPEN && !atomic_load(&thread->loop->draining)) {
		/* Those that wait may be alone again. */
		if (fcgi_has_waiting(&self->fcgi))
			park_or_not(self);
		return;
	}
	pthread_mutex_lock(&self->fcgi.lock);
	closes = settle(self, state);
	if (state == FCGI_OPEN)
		closes = retire_if_idle(self, clock_milliseconds(), true);
	pthread_mutex_unlock(&self->fcgi.lock);
	if (closes)
		close_socket(self);
}

/* The deadlines of a deferred request are checked while it runs. */
static void
run_deferred(struct work *work, void *argument)
{
	struct fcgi_request *request = fcgi_request_of(work);

	fcgi_begin_resume(request);
	park_or_not(request->fcgi->owner);
	run_request(work, argument);
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
	bool all_hang; /* no thread is left for what waits */
	unsigned hanging; /* requests */
	struct fcgi_socket *closes; /* a chain */
};

static void
tick_socket(struct connection *connection, void *argument)
{
	struct fcgi_socket *self = connection->driver_state;
	struct ticking *ticking = argument;
	bool closes = false;

	if (self == NULL)
		return;
	pthread_mutex_lock(&self->fcgi.lock);
	if (self->descriptor == -1) {
		pthread_mutex_unlock(&self->fcgi.lock);
		return;
	}
	if (self->linger_until != 0) {
		closes = ticking->now > self->linger_until;
		if (closes)
			self->linger_until = 0;
	} else {
		if (ticking->all_hang)
			fcgi_reject_ready(&self->fcgi, ticking->now);
		closes = settle(self, fcgi_expire(&self->fcgi, ticking->now));
		ticking->hanging += fcgi_hanging(&self->fcgi);
	}
	if (ticking->draining && !closes)
		closes = retire_if_idle(self, ticking->now, false);
	if (closes) {
		self->next = ticking->closes;
		ticking->closes = self;
	}
	pthread_mutex_unlock(&self->fcgi.lock);
}

static void
tick(struct loop *loop)
{
	struct fcgi_loop *state = loop->driver_state;
	struct ticking ticking = {
		.now = clock_milliseconds(),
		.draining = atomic_load(&loop->draining),
		.all_hang = state->hanging >= loop->options.threads,
	};
	struct fcgi_socket *next;

	if (atomic_load(&loop->connections.count) == 0)
		return;
	connections_visit(&loop->connections, tick_socket, &ticking);
	state->hanging = ticking.hanging;
	for (; ticking.closes != NULL; ticking.closes = next) {
		next = ticking.closes->next;
		close_socket(ticking.closes);
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
	.leave = leave,
	.tick = tick,
	.drain = tick,
	.free_connection = free_socket,
};
