/*
 * The transport on libfcgi.  Everything that the web server sends passes a
 * check first (gate/transport/libfcgi/filter.h).  libfcgi reads what passed
 * from a pair of sockets of ours, provides the variables and the body, and
 * writes the answer there, from where it is sent on.
 *
 * One thread does all of it, so libfcgi must never wait: it is asked for no
 * more of a body than was written to the pair, and what it wrote is read after
 * each call.  A deferred request keeps the thread.
 */
#include <errno.h>
#include <fcgiapp.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "gate/deferred/deferred.h"
#include "gate/deferred/private_loop.h"
#include "gate/environ/repair.h"
#include "gate/transport/capture.h"
#include "gate/transport/libfcgi/filter.h"
#include "gate/transport/libfcgi/libfcgi.h"
#include "gate/transport/rejection.h"

#define BUFFER_SIZE 65536

/* The most that is written by one call of libfcgi, which fits the pair. */
#define WRITE_MAX 16384

/* Between two looks for FCGI_ABORT_REQUEST while a deferred request waits. */
#define ABORT_MILLISECONDS 200

struct libfcgi_connection {
	struct filter filter;
	atomic_int_least64_t since; /* when a head began; 0: between requests */
};

struct libfcgi {
	struct gate *gate;
	const struct limits *limits;
	struct deferrals *deferrals; /* of the worker; NULL: none */
	struct private_loop loop; /* once a request was deferred */
	bool authorizes; /* an application is an Authorizer */
	struct request request;
	FCGX_Request fcgx;
	struct capture capture;
	char *buffer; /* of BUFFER_SIZE */
	int pair[2]; /* ours, and that of libfcgi */
	/* While a request is served: */
	struct filter *filter;
	int descriptor; /* of the web server */
	size_t fed; /* bytes of the body in the pair */
	bool fed_end; /* and its end */
	int64_t declared; /* see environ_content_length */
	int64_t received; /* bytes of the body */
	bool failed; /* the rest of the body will not come */
	bool aborted; /* the web server gave the request up */
	struct gantry_buffer out; /* what the peer of a deferred one did not */
	size_t taken; /* take, after so many bytes */
	int64_t pushed; /* when it last took some, or the first came */
	/* For the thread that keeps the time: */
	atomic_bool answered; /* a part of the answer was sent */
	atomic_int_least64_t received_at; /* the last part of the body */
	int64_t progress; /* when it was seen to write */
	int64_t seen_written; /* bytes then */
};

/* Write all of it to the web server.  Returns 0, or -1 when it went away. */
static int
send_all(int descriptor, const void *data, size_t size)
{
	const char *at = data;
	ssize_t count;

	for (; size > 0; at += count, size -= (size_t)count) {
		do
			count = send(descriptor, at, size, MSG_NOSIGNAL);
		while (count == -1 && errno == EINTR);
		if (count <= 0)
			return -1;
	}
	return 0;
}

static void
forget_out(struct libfcgi *self)
{
	gantry_buffer_reset(&self->out);
	self->taken = 0;
}

/* Send what is queued; with MSG_DONTWAIT, what the peer takes now. */
static int
push(struct libfcgi *self, int flags)
{
	ssize_t count;

	while (self->taken < self->out.length) {
		count = send(self->descriptor, self->out.data + self->taken,
		    self->out.length - self->taken, MSG_NOSIGNAL | flags);
		if (count == -1 && errno == EINTR)
			continue;
		if (count == -1 && flags != 0 &&
		    (errno == EAGAIN || errno == EWOULDBLOCK))
			return 0;
		if (count <= 0)
			return -1;
		self->taken += (size_t)count;
		self->pushed = clock_milliseconds();
	}
	forget_out(self);
	return 0;
}

/* Only a deferred request does not wait for its peer. */
static int
send_on(struct libfcgi *self, const void *data, size_t size)
{
	const bool waits = self->request.body.deferred == NULL;

	if (waits && self->out.length == 0)
		return send_all(self->descriptor, data, size);
	if (self->out.length == 0)
		self->pushed = clock_milliseconds();
	if (gantry_buffer_add(&self->out, data, size) == -1)
		return -1;
	return push(self, waits ? 0 : MSG_DONTWAIT);
}

/* Send on what libfcgi wrote.  Returns 0, or -1 when the peer went away. */
static int
relay_output(struct libfcgi *self)
{
	ssize_t count;

	for (;;) {
		count = recv(
		    self->pair[0], self->buffer, BUFFER_SIZE, MSG_DONTWAIT);
		if (count == -1 && errno == EINTR)
			continue;
		if (count <= 0)
			return 0;
		atomic_store_explicit(
		    &self->answered, true, memory_order_relaxed);
		if (send_on(self, self->buffer, (size_t)count) == -1)
			return -1;
	}
}

/* Discard what is left in the pair, so that the next request finds it empty. */
static void
empty_pair(struct libfcgi *self)
{
	size_t i;

	for (i = 0; i < 2; i++)
		while (recv(self->pair[i], self->buffer, BUFFER_SIZE,
			   MSG_DONTWAIT) > 0)
			;
	self->fed = 0;
	self->fed_end = false;
	self->received = 0;
	self->failed = false;
	self->aborted = false;
	forget_out(self);
}

/* Hand OUT of the filter to libfcgi.  Returns 0, or -1 when it does not fit. */
static int
feed_libfcgi(struct libfcgi *self)
{
	struct gantry_buffer *out = &self->filter->out;
	ssize_t count;

	count = send(
	    self->pair[0], out->data, out->length, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (count != (ssize_t)out->length) {
		log_error("cannot hand a request to libfcgi: %s",
		    count == -1 ? strerror(errno) : "it is too large");
		return -1;
	}
	gantry_buffer_reset(out);
	return 0;
}

static int
send_reply(struct libfcgi *self)
{
	struct gantry_buffer *reply = &self->filter->reply;
	int result;

	if (reply->length == 0)
		return 0;
	result = send_all(self->descriptor, reply->data, reply->length);
	gantry_buffer_reset(reply);
	return result;
}

/*
 * Receive the next part of the current record, and no more, so that the next
 * request stays in the socket.  *COUNT is what recv(2) returned.
 */
static enum filter_verdict
receive(
    struct libfcgi *self, int flags, ssize_t *count, struct gantry_error *error)
{
	size_t wanted = filter_wanted(self->filter), used;

	if (wanted > BUFFER_SIZE)
		wanted = BUFFER_SIZE;
	do
		*count = recv(self->descriptor, self->buffer, wanted, flags);
	while (*count == -1 && errno == EINTR);
	if (*count <= 0)
		return FILTER_PARTIAL;
	return filter_feed(
	    self->filter, self->buffer, (size_t)*count, &used, error);
}

/*
 * Read of the body until libfcgi has some or the end.  The peer may be silent,
 * or send nothing of this body, for as long as the time-out.  Returns 0 or -1.
 */
static int
receive_part(struct libfcgi *self)
{
	const int64_t deadline = clock_milliseconds() + self->limits->timeout;
	struct gantry_error error;
	enum filter_verdict verdict;
	size_t size;
	ssize_t count;

	while (self->fed == 0 && !self->fed_end) {
		verdict = receive(self, 0, &count, &error);
		self->aborted = verdict == FILTER_ABORTED;
		if (self->aborted)
			return -1;
		if (verdict != FILTER_PARTIAL && verdict != FILTER_END) {
			log_warning("connection closed: %s", error.text);
			return -1;
		}
		if (count <= 0 || send_reply(self) == -1 ||
		    clock_milliseconds() > deadline)
			return -1;
		size = self->filter->out.length;
		if (size > 0 && feed_libfcgi(self) == -1)
			return -1;
		if (size > RECORD_HEADER_SIZE && verdict == FILTER_PARTIAL) {
			self->fed = size - RECORD_HEADER_SIZE;
			self->received += (int64_t)self->fed;
			atomic_store(&self->received_at, clock_milliseconds());
		}
		self->fed_end = verdict == FILTER_END;
	}
	if (self->received <= self->limits->body_size)
		return 0;
	/* Only a body without a length comes so far. */
	rejection_of_large_body(&error, self->limits->body_size);
	log_warning("%s", error.text);
	return -1;
}

/*
 * The web server has sent as much as CONTENT_LENGTH says.  HAProxy does not
 * send the empty STDIN that ends an empty body.
 */
static bool
is_received(const struct libfcgi *self)
{
	return self->declared >= 0 && self->received >= self->declared;
}

/* What failed once is not waited for again. */
static int
receive_body(struct libfcgi *self)
{
	if (!self->failed && receive_part(self) == -1)
		self->failed = true;
	return self->failed ? -1 : 0;
}

static ssize_t
read_stdin(void *owner, void *data, size_t size)
{
	struct libfcgi *self = owner;
	int count;

	/* Section 6.3: an Authorizer gets no body. */
	if (self->request.is_authorizer ||
	    (self->fed == 0 && is_received(self)))
		return 0;
	if (receive_body(self) == -1)
		return -1;
	if (!self->fed_end && size > self->fed)
		size = self->fed;
	if (size > INT16_MAX)
		size = INT16_MAX;
	count = FCGX_GetStr(data, (int)size, self->fcgx.in);
	if (count == 0 && FCGX_GetError(self->fcgx.in) != 0)
		return -1;
	if (!self->fed_end)
		self->fed -= (size_t)count;
	return count;
}

static int
write_stdout(void *owner, const void *data, size_t size)
{
	struct libfcgi *self = owner;
	const char *at = data;
	int part;

	for (; size > 0; at += part, size -= (size_t)part) {
		part = size > WRITE_MAX ? WRITE_MAX : (int)size;
		if (FCGX_PutStr(at, part, self->fcgx.out) != part ||
		    relay_output(self) == -1)
			return -1;
	}
	return 0;
}

static int
flush_stdout(void *owner)
{
	struct libfcgi *self = owner;

	if (FCGX_FFlush(self->fcgx.out) == -1)
		return -1;
	return relay_output(self);
}

/* Flush first: libfcgi would send STDERR before its buffered STDOUT. */
static int
write_stderr(void *owner, const char *text, size_t size)
{
	struct libfcgi *self = owner;

	if (size > WRITE_MAX)
		size = WRITE_MAX;
	if (flush_stdout(owner) == -1 ||
	    FCGX_PutStr(text, (int)size, self->fcgx.err) != (int)size ||
	    FCGX_FFlush(self->fcgx.err) == -1)
		return -1;
	return relay_output(self);
}

/* The application defers the request. */
static struct deferrals *
find_deferrals(void *owner)
{
	struct libfcgi *self = owner;
	struct gantry_error error;

	if (self->deferrals == NULL || private_loop_is_open(&self->loop) ||
	    private_loop_open(&self->loop, self->deferrals, NULL, &error) == 0)
		return self->deferrals;
	gantry_errors_printf(&self->request.errors, "%s", error.text);
	return NULL;
}

static void
schedule(void *owner, bool here)
{
	struct libfcgi *self = owner;

	(void)here;
	private_loop_schedule(&self->loop);
}

static int64_t
pending(void *owner)
{
	const struct libfcgi *self = owner;

	return (int64_t)(self->out.length - self->taken);
}

/*
 * Does FCGI_ABORT_REQUEST come next, after the part of the body that was not
 * read?  It is not seen beyond BUFFER_SIZE.
 */
static bool
abort_comes(struct libfcgi *self)
{
	struct record_header header;
	const char *at = self->buffer;
	size_t whole;
	ssize_t left;

	if (!record_reader_is_idle(&self->filter->reader))
		return false;
	left = recv(self->descriptor, self->buffer, BUFFER_SIZE,
	    MSG_PEEK | MSG_DONTWAIT);
	while (left >= RECORD_HEADER_SIZE) {
		record_header_decode(&header, at, (size_t)left);
		whole = RECORD_HEADER_SIZE + header.content_length +
		    header.padding_length;
		if (header.request_id != self->filter->request_id ||
		    whole > (size_t)left)
			return false;
		if (header.type == RECORD_ABORT_REQUEST)
			return true;
		if (header.type != RECORD_STDIN)
			return false;
		at += whole;
		left -= (ssize_t)whole;
	}
	return false;
}

/* The peer of a request that runs may have sent its end alone. */
static bool
is_gone(void *owner)
{
	struct libfcgi *self = owner;
	struct pollfd looked = { .fd = self->descriptor };

	return self->aborted ||
	    (poll(&looked, 1, 0) == 1 &&
		(looked.revents & (POLLHUP | POLLERR)) != 0) ||
	    abort_comes(self);
}

static const struct transport transport = {
	.wants_status_last = true,
	.is_gone = is_gone,
	.read = read_stdin,
	.write = write_stdout,
	.flush = flush_stdout,
	.error = write_stderr,
	.deferrals = find_deferrals,
	.schedule = schedule,
	.pending = pending,
};

static bool
has_authorizer(const struct gate_options *options)
{
	size_t i;

	for (i = 0; i < options->mount_count; i++)
		if (options->mounts[i].application->authorizes)
			return true;
	return false;
}

/* The pair holds a head, which libfcgi reads after all of it was written. */
static int
open_pair(int pair[2])
{
	const int size = 2 * FILTER_HEAD_MAX;
	size_t i;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == -1)
		return -1;
	for (i = 0; i < 2; i++)
		setsockopt(pair[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	return 0;
}

struct libfcgi *
libfcgi_new(
    struct gate *gate, const struct limits *limits, struct deferrals *deferrals)
{
	struct libfcgi *self = calloc(1, sizeof(*self));

	if (self == NULL)
		return NULL;
	self->gate = gate;
	self->limits = limits;
	self->deferrals = deferrals;
	self->loop = PRIVATE_LOOP_CLOSED;
	self->authorizes = has_authorizer(&gate->options);
	self->pair[0] = -1;
	self->pair[1] = -1;
	self->buffer = malloc(BUFFER_SIZE);
	request_init(&self->request, &transport, self);
	if (self->buffer == NULL || open_pair(self->pair) == -1 ||
	    FCGX_Init() != 0 || FCGX_InitRequest(&self->fcgx, -1, 0) != 0) {
		libfcgi_free(self);
		return NULL;
	}
	self->fcgx.ipcFd = self->pair[1];
	self->request.environ.keeps_received = gate->options.debug;
	return self;
}

void
libfcgi_free(struct libfcgi *self)
{
	if (self == NULL)
		return;
	request_clear(&self->request);
	capture_clear(&self->capture);
	private_loop_close(&self->loop);
	gantry_buffer_clear(&self->out);
	if (self->pair[0] != -1) {
		close(self->pair[0]);
		close(self->pair[1]);
	}
	free(self->buffer);
	free(self);
}

bool
libfcgi_has_answered(const struct libfcgi *self)
{
	return atomic_load(&self->answered);
}

int64_t
libfcgi_progress(struct libfcgi *self, int64_t now)
{
	int64_t written = atomic_load(&self->request.body.written);
	int64_t received_at = atomic_load(&self->received_at);

	if (written != self->seen_written)
		self->progress = now;
	self->seen_written = written;
	return received_at > self->progress ? received_at : self->progress;
}

struct libfcgi_connection *
libfcgi_connection_new(void)
{
	struct libfcgi_connection *connection = calloc(1, sizeof(*connection));

	if (connection != NULL)
		filter_init(&connection->filter, false);
	return connection;
}

void
libfcgi_connection_reset(struct libfcgi_connection *connection, bool is_kept)
{
	if (is_kept)
		filter_take_over(&connection->filter);
	else
		filter_reset(&connection->filter);
	atomic_store(&connection->since, 0);
}

void
libfcgi_connection_free(void *connection)
{
	struct libfcgi_connection *self = connection;

	filter_clear(&self->filter);
	free(self);
}

int64_t
libfcgi_connection_since(const struct libfcgi_connection *connection)
{
	return atomic_load(&connection->since);
}

/*
 * Hand a request to libfcgi.  Tried with libfcgi 2.4.2; these members are not
 * documented.  Without keepConnection it would close the descriptor before
 * reading; without detached it would linger for up to two seconds at a close;
 * with a listening socket it would go on to accept after a dead connection.
 */
static int
accept_request(struct libfcgi *self)
{
	FCGX_Request *fcgx = &self->fcgx;

	if (feed_libfcgi(self) == -1)
		return -1;
	fcgx->keepConnection = 1;
	fcgx->detached = 1;
	fcgx->listen_sock = -1;
	if (fcgx->ipcFd == self->pair[1] && FCGX_Accept_r(fcgx) == 0)
		return 0;
	log_error("libfcgi cannot read a request that was checked");
	return -1;
}

/* Split libfcgi's "NAME=VALUE" strings in place; it allows that. */
static int
fill_environ(struct libfcgi *self, struct gantry_error *error)
{
	char **parameter, *equals;

	for (parameter = self->fcgx.envp; *parameter != NULL; parameter++) {
		equals = strchr(*parameter, '=');
		if (equals == NULL)
			continue;
		*equals = '\0';
		if (environ_add(&self->request.environ, *parameter,
			(size_t)(equals - *parameter), equals + 1, error) == -1)
			return -1;
	}
	return 0;
}

static int
reject_large(struct libfcgi *self, struct gantry_error *error)
{
	self->request.rejection_status = "413 Content Too Large";
	return rejection_of_large_body(error, self->limits->body_size);
}

/*
 * Without CONTENT_LENGTH, only STDIN says whether there is a body.  If so, its
 * length is unknown until it ends.
 */
static int
find_body(struct libfcgi *self, struct gantry_error *error)
{
	struct gantry_environ *environ = &self->request.environ;

	if (environ_content_length(environ, &self->declared, error) == -1)
		return -1;
	if (self->declared > self->limits->body_size)
		return reject_large(self, error);
	if (self->declared != LENGTH_MISSING || self->request.is_authorizer)
		return 0;
	if (receive_body(self) == -1)
		return self->received > self->limits->body_size
		    ? reject_large(self, error)
		    : 0;
	if (self->fed == 0)
		return 0;
	return environ_set(environ, "CONTENT_LENGTH", "-1", error);
}

/*
 * Read the variables, and capture the request if that is configured.  libfcgi
 * does not provide the records, so they are made again.  Returns 0, or -1 with
 * ERROR filled when the request is malformed.
 */
static int
read_request(struct libfcgi *self, struct gantry_error *error)
{
	const char *folder = self->gate->options.capture_folder;
	struct capture *capture = &self->capture;
	char **parameter, *equals;
	int result;

	if (folder == NULL)
		return fill_environ(self, error) == -1 ? -1
						       : find_body(self, error);
	capture_begin(capture);
	for (parameter = self->fcgx.envp; *parameter != NULL; parameter++) {
		equals = strchr(*parameter, '=');
		if (equals != NULL)
			capture_add_variable(capture, *parameter,
			    (size_t)(equals - *parameter), equals + 1);
	}
	result = fill_environ(self, error);
	if (result == 0)
		result = find_body(self, error);
	capture_read_body(capture, &self->request);
	capture_save(capture, folder, &self->request.environ);
	return result;
}

/* What libfcgi still holds of a request that is given up is not sent. */
static bool
end_request(struct libfcgi *self, bool complete)
{
	bool kept =
	    complete && (self->filter->begin.flags & RECORD_KEEP_CONN) != 0;

	if (complete) {
		FCGX_ClearError(self->fcgx.in);
		FCGX_Finish_r(&self->fcgx);
		kept = relay_output(self) == 0 && kept;
	} else {
		FCGX_Free(&self->fcgx, 0);
	}
	empty_pair(self);
	return kept;
}

/* Drop the rest of the body, and what has aborted the request. */
static void
take_abort(struct libfcgi *self)
{
	enum filter_verdict verdict;
	struct gantry_error error;
	ssize_t count;

	do {
		verdict = receive(self, MSG_DONTWAIT, &count, &error);
		gantry_buffer_reset(&self->filter->out);
	} while (
	    count > 0 && (verdict == FILTER_PARTIAL || verdict == FILTER_END));
	self->aborted = verdict == FILTER_ABORTED;
}

/* Cancel the request if its peer went away, or send it more. */
static void
look_at_peer(struct libfcgi *self, int events)
{
	struct gantry_deferred *deferred = self->request.body.deferred;
	bool has_left = (events & (POLLRDHUP | POLLHUP | POLLERR)) != 0 ||
	    push(self, MSG_DONTWAIT) == -1 ||
	    (self->out.length > 0 &&
		clock_milliseconds() - self->pushed > self->limits->timeout);

	if (!self->aborted && abort_comes(self))
		take_abort(self);
	if (has_left || self->aborted)
		deferred_cancel(deferred, GANTRY_END_GONE);
	else if (self->out.length == 0)
		deferred_drained(deferred);
}

/* The request is deferred: wait until a function of it is to run. */
static void
wait_deferred(struct libfcgi *self)
{
	struct pollfd peer = { .fd = self->descriptor };
	bool is_due = false;

	look_at_peer(self, 0);
	deferred_park(self->request.body.deferred);
	while (!is_due) {
		peer.events = POLLRDHUP;
		if (self->out.length > 0)
			peer.events |= POLLOUT;
		is_due = private_loop_wait_for(
		    &self->loop, &peer, ABORT_MILLISECONDS);
		look_at_peer(self, peer.revents);
	}
}

/* Returns like gate_serve. */
static int
serve_deferred(struct libfcgi *self)
{
	int result = GANTRY_DEFERRED;

	while (result == GANTRY_DEFERRED) {
		wait_deferred(self);
		deferred_begin(self->request.body.deferred);
		result = gate_resume(self->gate, &self->request);
	}
	return result;
}

/*
 * End a request that the web server has aborted (specification, section 5.4).
 * libfcgi cannot: it would end the process, so it never saw the record.
 */
static bool
end_aborted(struct libfcgi *self)
{
	const bool keeps = (self->filter->begin.flags & RECORD_KEEP_CONN) != 0;
	char end[RECORD_END_REQUEST_SIZE];
	bool kept;

	FCGX_Free(&self->fcgx, 0);
	record_end_request_encode(
	    self->filter->request_id, 1, RECORD_REQUEST_COMPLETE, end);
	kept = gantry_buffer_add(&self->out, end, sizeof(end)) == 0 &&
	    push(self, 0) == 0 && keeps;
	empty_pair(self);
	return kept;
}

static bool
serve_accepted(struct libfcgi *self)
{
	struct request *request = &self->request;
	struct gantry_error error;
	const struct gantry_error *rejection = NULL;
	bool drained = true;
	int result;

	request->is_authorizer = self->filter->begin.role == RECORD_AUTHORIZER;
	self->declared = LENGTH_UNKNOWN;
	if (read_request(self, &error) == -1)
		rejection = &error;
	environ_set(&request->environ, "gantry.keep_conn",
	    self->filter->begin.flags & RECORD_KEEP_CONN ? "1" : "0", NULL);
	result = gate_serve(self->gate, request, rejection);
	if (result == GANTRY_DEFERRED)
		result = serve_deferred(self);
	/* A peer that is still sending may wait for the answer first. */
	if (result == 0 && request->input.left != 0 && !self->aborted)
		result = flush_stdout(self);
	if (result == 0)
		drained = request_drain(request) == 0;
	if (self->aborted)
		drained = end_aborted(self);
	else
		drained = end_request(self, result == 0) && drained;
	request_reset(request);
	return drained;
}

static void
note_rejection(const struct observer *observer, const char *status)
{
	if (observer->rejected != NULL)
		observer->rejected(observer->owner, status);
}

static enum libfcgi_state
close_connection(int descriptor, const struct gantry_error *error)
{
	if (error->code != GANTRY_ERROR_HANGUP)
		log_warning("connection closed: %s", error->text);
	close(descriptor);
	return LIBFCGI_CLOSED;
}

static enum libfcgi_state
serve_request(struct libfcgi *self, struct libfcgi_connection *connection)
{
	bool kept;

	if (accept_request(self) == -1) {
		FCGX_Free(&self->fcgx, 0);
		empty_pair(self);
		kept = false;
	} else {
		kept = serve_accepted(self);
	}
	if (!kept) {
		/* The end of STDIN may be coming. */
		if (connection->filter.phase == FILTER_PHASE_STDIN)
			rejection_linger(self->descriptor);
		close(self->descriptor);
		return LIBFCGI_CLOSED;
	}
	filter_next_request(&connection->filter);
	return LIBFCGI_KEPT;
}

/* The head of a request ends with its abort.  Returns 0, or -1 to close. */
static int
end_unbegun(struct libfcgi *self, struct libfcgi_connection *connection)
{
	const struct filter *filter = self->filter;
	char end[RECORD_END_REQUEST_SIZE];

	record_end_request_encode(
	    filter->request_id, 1, RECORD_REQUEST_COMPLETE, end);
	if (send_all(self->descriptor, end, sizeof(end)) == -1 ||
	    (filter->begin.flags & RECORD_KEEP_CONN) == 0)
		return -1;
	filter_next_request(&connection->filter);
	return 0;
}

/* Receive what has come of a head, without waiting. */
static enum filter_verdict
receive_head(struct libfcgi *self, bool *waits, struct gantry_error *error)
{
	enum filter_verdict verdict = FILTER_PARTIAL;
	ssize_t count = 1;

	*waits = false;
	while (verdict == FILTER_PARTIAL && count > 0) {
		verdict = receive(self, MSG_DONTWAIT, &count, error);
		if (count > 0 && send_reply(self) == -1)
			count = 0;
	}
	if (count > 0)
		return verdict;
	*waits = count == -1 && (errno == EAGAIN || errno == EWOULDBLOCK);
	gantry_error_set(error, GANTRY_ERROR_HANGUP, "closed");
	return FILTER_PARTIAL;
}

/* Answer the request whose head the filter rejected. */
static void
reject(struct libfcgi *self, const struct gantry_error *error)
{
	const struct filter *filter = self->filter;
	const char *status = error->code == GANTRY_ERROR_LIMIT
	    ? rejection_of_large_params(
		  filter->params.data, filter->params.length)
	    : "400 Bad Request";

	rejection_send(self->descriptor, filter->request_id, status, error);
	note_rejection(&self->gate->observer, status);
}

enum libfcgi_state
libfcgi_serve(
    struct libfcgi *self, struct libfcgi_connection *connection, int descriptor)
{
	struct gantry_error error;
	bool waits;

	atomic_store_explicit(&self->answered, false, memory_order_relaxed);
	self->filter = &connection->filter;
	self->filter->authorizes = self->authorizes;
	self->descriptor = descriptor;
	if (atomic_load(&connection->since) == 0)
		atomic_store(&connection->since, clock_milliseconds());
	switch (receive_head(self, &waits, &error)) {
	case FILTER_HEAD:
		atomic_store(&connection->since, 0);
		return serve_request(self, connection);
	case FILTER_ABORTED:
		gantry_error_set(&error, GANTRY_ERROR_HANGUP, "aborted");
		if (end_unbegun(self, connection) == -1)
			return close_connection(descriptor, &error);
		atomic_store(&connection->since, 0);
		return LIBFCGI_WAITING;
	case FILTER_REJECTED:
		reject(self, &error);
		return close_connection(descriptor, &error);
	case FILTER_ROLE:
		rejection_end(descriptor, connection->filter.request_id,
		    RECORD_UNKNOWN_ROLE);
		return close_connection(descriptor, &error);
	case FILTER_PARTIAL:
		/* What is left of the request before begins no head. */
		if (waits && filter_is_idle(self->filter))
			atomic_store(&connection->since, 0);
		if (waits)
			return LIBFCGI_WAITING;
		return close_connection(descriptor, &error);
	default:
		return close_connection(descriptor, &error);
	}
}
