/*
 * Classic CGI.  As under FastCGI, the body is read before the application is
 * called, and what it writes is sent in few writes.  A deferred request keeps
 * the process.
 */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/queue.h"
#include "gate/deferred/deferred.h"
#include "gate/deferred/private_loop.h"
#include "gate/environ/names.h"
#include "gate/environ/repair.h"
#include "gate/transport/capture.h"
#include "gate/transport/cgi.h"
#include "gate/transport/rejection.h"

extern char **environ;

/* Between two looks at the deadlines. */
#define TICK_MILLISECONDS 100

/* How long the web server may still send a body that is not wanted. */
#define LINGER_MILLISECONDS 2000

#define READ_SIZE  16384
#define WRITE_SIZE 65536

/* A pipe or socket that is writable takes so much without waiting. */
#define PUSH_SIZE 4096

struct cgi {
	const struct cgi_options *options;
	struct request request;
	struct queue body;
	int64_t received; /* bytes of it */
	struct gantry_buffer out; /* not sent yet, after the first */
	size_t taken; /* bytes, and a deferred request's */
	int64_t pushed; /* bytes were taken, or the first one came */
	struct private_loop loop; /* once it is deferred */
	pthread_mutex_t lock;
	pthread_cond_t ended_changed;
	/* With the lock: */
	bool sent; /* a part of the answer */
	bool waits; /* the request is deferred, and no function of it runs */
	bool ended;
	int64_t write_since; /* a write began; 0: none is in progress */
	/* Of the thread that looks at the deadlines: */
	int64_t begun, progress, seen_written;
};

static ssize_t
read_stdin(void *owner, void *data, size_t size)
{
	struct cgi *self = owner;
	const void *bytes;
	ssize_t count = queue_peek(&self->body, data, size, &bytes);

	if (count <= 0)
		return count;
	if ((size_t)count > size)
		count = (ssize_t)size;
	if (bytes != data)
		memcpy(data, bytes, (size_t)count);
	queue_drop(&self->body, (size_t)count);
	return count;
}

static int
input_file(void *owner, int64_t *offset)
{
	struct cgi *self = owner;
	struct gantry_error error;

	if (queue_to_file(&self->body, &error) == -1)
		return -1;
	*offset = self->body.file_read;
	return self->body.file;
}

static void
note_write(struct cgi *self, int64_t since)
{
	pthread_mutex_lock(&self->lock);
	self->sent = true;
	self->write_since = since;
	pthread_mutex_unlock(&self->lock);
}

static int
write_all(int descriptor, const char *at, size_t size)
{
	ssize_t count;

	for (; size > 0; at += count, size -= (size_t)count) {
		do
			count = write(descriptor, at, size);
		while (count == -1 && errno == EINTR);
		if (count == -1)
			return -1;
	}
	return 0;
}

static void
forget_out(struct cgi *self)
{
	gantry_buffer_reset(&self->out);
	self->taken = 0;
}

/* Would a short write wait?  If not, it may also fail. */
static bool
is_writable(void)
{
	struct pollfd waited = { .fd = STDOUT_FILENO, .events = POLLOUT };
	int count;

	do
		count = poll(&waited, 1, 0);
	while (count == -1 && errno == EINTR);
	return count == 1;
}

/* Write what the peer takes now.  Returns 0, or -1 if it went away. */
static int
push(struct cgi *self)
{
	size_t left;

	while (self->taken < self->out.length && is_writable()) {
		left = self->out.length - self->taken;
		if (left > PUSH_SIZE)
			left = PUSH_SIZE;
		note_write(self, clock_milliseconds());
		if (write_all(STDOUT_FILENO, self->out.data + self->taken,
			left) == -1)
			return -1;
		note_write(self, 0);
		self->taken += left;
		self->pushed = clock_milliseconds();
	}
	if (self->taken == self->out.length)
		forget_out(self);
	return 0;
}

static int
flush_stdout(void *owner)
{
	struct cgi *self = owner;
	int result;

	if (self->out.length == 0)
		return 0;
	if (self->request.body.deferred != NULL)
		return push(self);
	note_write(self, clock_milliseconds());
	result = write_all(STDOUT_FILENO, self->out.data + self->taken,
	    self->out.length - self->taken);
	note_write(self, 0);
	forget_out(self);
	return result;
}

static int
write_stdout(void *owner, const void *data, size_t size)
{
	struct cgi *self = owner;

	if (self->out.length == 0)
		self->pushed = clock_milliseconds();
	if (gantry_buffer_add(&self->out, data, size) == -1)
		return -1;
	return self->out.length >= WRITE_SIZE ? flush_stdout(self) : 0;
}

/* The web server has closed its end of the pipe. */
static bool
is_gone(void *owner)
{
	struct pollfd looked = { .fd = STDOUT_FILENO };

	(void)owner;
	return poll(&looked, 1, 0) == 1 &&
	    (looked.revents & (POLLERR | POLLHUP)) != 0;
}

/* The application defers the request. */
static struct deferrals *
find_deferrals(void *owner)
{
	struct cgi *self = owner;
	const struct limits *limits = self->options->limits;
	const struct deferrals_options options = {
		.most = 1,
		.timeout = limits->deferred_timeout,
		.buffer = limits->deferred_buffer,
	};
	struct gantry_error error;

	if (private_loop_is_open(&self->loop))
		return self->loop.deferrals;
	if (private_loop_open(&self->loop, NULL, &options, &error) == -1) {
		gantry_errors_printf(&self->request.errors, "%s", error.text);
		return NULL;
	}
	/* Its application is told that the web server went away. */
	signal(SIGPIPE, SIG_IGN);
	private_loop_catch_signals(&self->loop);
	return self->loop.deferrals;
}

static void
schedule(void *owner, bool here)
{
	struct cgi *self = owner;

	(void)here;
	private_loop_schedule(&self->loop);
}

static int64_t
pending(void *owner)
{
	const struct cgi *self = owner;

	return (int64_t)(self->out.length - self->taken);
}

static const struct transport transport = {
	.read = read_stdin,
	.input_file = input_file,
	.write = write_stdout,
	.flush = flush_stdout,
	.is_gone = is_gone,
	.deferrals = find_deferrals,
	.schedule = schedule,
	.pending = pending,
};

/* Returns the bytes, 0 at the end, -1 with errno set; ETIME: a time-out. */
static ssize_t
read_part(char *bytes, size_t size, int timeout)
{
	struct pollfd waited = { .fd = STDIN_FILENO, .events = POLLIN };
	ssize_t count;

	do
		count = poll(&waited, 1, timeout);
	while (count == -1 && errno == EINTR);
	if (count == 0)
		errno = ETIME;
	if (count <= 0)
		return -1;
	do
		count = read(STDIN_FILENO, bytes, size);
	while (count == -1 && errno == EINTR);
	return count;
}

static int
reject(struct cgi *self, const char *status)
{
	self->request.rejection_status = status;
	return -1;
}

/* A part of the body that has LENGTH bytes, or LENGTH_UNKNOWN. */
static int
receive_part(
    struct cgi *self, int64_t length, bool *ended, struct gantry_error *error)
{
	const struct limits *limits = self->options->limits;
	char bytes[READ_SIZE];
	size_t size = sizeof(bytes);
	ssize_t count;

	if (length >= 0 && (uint64_t)(length - self->received) < size)
		size = (size_t)(length - self->received);
	count = read_part(bytes, size, limits->body_timeout);
	if (count == -1 && errno == ETIME) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "The request's body did not arrive in time.");
		return reject(self, "408 Request Timeout");
	}
	*ended = count <= 0;
	if (*ended)
		return 0;
	self->received += count;
	if (self->received > limits->body_size) {
		rejection_of_large_body(error, limits->body_size);
		return reject(self, "413 Content Too Large");
	}
	if (queue_add(&self->body, bytes, (size_t)count, error) == -1)
		return reject(self, "503 Service Unavailable");
	return 0;
}

/* Without a length there is no body: its end need not come (RFC 3875, 4.2). */
static int
receive_body(struct cgi *self, struct gantry_error *error)
{
	struct gantry_environ *environ = &self->request.environ;
	const struct limits *limits = self->options->limits;
	bool ended = false;
	int64_t length;

	if (environ_content_length(environ, &length, error) == -1)
		return -1;
	if (length == LENGTH_MISSING)
		return 0;
	if (length > limits->body_size) {
		rejection_of_large_body(error, limits->body_size);
		return reject(self, "413 Content Too Large");
	}
	while (!ended && self->received != length)
		if (receive_part(self, length, &ended, error) == -1)
			return -1;
	if (self->received < length)
		return rejection_of_short_body(error, self->received, length);
	return environ_set(environ, "CONTENT_LENGTH",
	    gantry_environ_format(environ, "%lld", (long long)self->received),
	    error);
}

/* Add the variables to the environ and, unless it is NULL, to CAPTURE. */
static int
fill_environ(struct gantry_environ *filled, struct capture *capture,
    struct gantry_error *error)
{
	char **entry;
	const char *equals, *name;

	for (entry = environ; *entry != NULL; entry++) {
		equals = strchr(*entry, '=');
		if (equals == NULL ||
		    !name_is_of_request(*entry, (size_t)(equals - *entry)))
			continue;
		if (capture != NULL)
			capture_add_variable(capture, *entry,
			    (size_t)(equals - *entry), equals + 1);
		name = arena_strndup(
		    &filled->arena, *entry, (size_t)(equals - *entry));
		if (name == NULL)
			return gantry_error_memory(error);
		if (environ_add(filled, name, (size_t)(equals - *entry),
			equals + 1, error) == -1)
			return -1;
	}
	return 0;
}

/* Returns 0, or -1 if the request is rejected, with the reason in ERROR. */
static int
read_request(struct cgi *self, const char *folder, struct gantry_error *error)
{
	struct request *request = &self->request;
	struct capture capture = { 0 };
	int result;

	if (folder != NULL)
		capture_begin(&capture);
	result = fill_environ(
	    &request->environ, folder != NULL ? &capture : NULL, error);
	if (result == 0)
		result = receive_body(self, error);
	if (folder == NULL)
		return result;
	capture_read_body(&capture, request);
	capture_save(&capture, folder, &request->environ);
	capture_clear(&capture);
	return result;
}

/* If the body is not read, Apache may truncate the answer. */
static void
read_rest(void)
{
	const int64_t deadline = clock_milliseconds() + LINGER_MILLISECONDS;
	char waste[READ_SIZE];

	while (clock_milliseconds() < deadline &&
	    read_part(waste, sizeof(waste), TICK_MILLISECONDS) > 0)
		;
}

/* When the application last wrote, or told a step, as far as can be seen. */
static int64_t
last_progress(struct cgi *self, int64_t now)
{
	int64_t written = atomic_load(&self->request.body.written);
	int64_t heartbeat = self->options->heartbeat(self->options->owner);

	if (written != self->seen_written)
		self->progress = now;
	self->seen_written = written;
	return heartbeat > self->progress ? heartbeat : self->progress;
}

/* With the lock: why the request must end, or NULL. */
static const char *
find_overdue(struct cgi *self, int64_t now)
{
	const struct limits *limits = self->options->limits;
	const int64_t waited = now - self->begun;

	if (self->waits)
		return NULL;
	if (self->write_since != 0)
		return now - self->write_since > limits->write_timeout
		    ? "The web server read nothing of the answer in time."
		    : NULL;
	if (!self->sent && waited > limits->application_timeout)
		return "The application did not answer in time.";
	if (now - last_progress(self, now) > limits_request_timeout(limits))
		return "The application made no progress in time.";
	if (limits->request_limit > 0 && waited > limits->request_limit)
		return "The application took longer than a request may take.";
	return NULL;
}

/* With the lock, so that the application can send nothing more. */
static _Noreturn void
give_up(struct cgi *self, const char *detail)
{
	const struct gantry_problem problem = {
		.status = "504 Gateway Timeout",
		.detail = detail,
		.request_id = gantry_environ_request_id(&self->request.environ),
	};
	struct gantry_buffer answer = { 0 };

	self->options->overdue(self->options->owner, &self->request, detail);
	if (!self->sent) {
		rejection_put(&answer, &problem);
		if (!gantry_buffer_failed(&answer))
			write_all(STDOUT_FILENO, answer.data, answer.length);
	}
	_exit(1);
}

/* The thread that looks at the deadlines. */
static void *
watch(void *argument)
{
	struct cgi *self = argument;
	struct timespec until;
	const char *detail;

	pthread_mutex_lock(&self->lock);
	while (!self->ended) {
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += TICK_MILLISECONDS * 1000000L;
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		pthread_cond_timedwait(
		    &self->ended_changed, &self->lock, &until);
		detail = self->ended ? NULL
				     : find_overdue(self, clock_milliseconds());
		if (detail != NULL)
			give_up(self, detail);
	}
	pthread_mutex_unlock(&self->lock);
	return NULL;
}

/*
 * The peer's end of standard output closed, or took more or nothing.  The
 * request is cancelled if it went away.
 */
static void
look_at_peer(struct cgi *self, const struct pollfd *peer)
{
	struct gantry_deferred *deferred = self->request.body.deferred;
	const int limit = self->options->limits->write_timeout;
	bool has_failed = (peer->revents & (POLLERR | POLLHUP | POLLNVAL)) != 0;

	if (!has_failed && self->out.length > 0)
		has_failed = push(self) == -1 ||
		    (self->out.length > 0 &&
			clock_milliseconds() - self->pushed > limit);
	if (has_failed)
		deferred_cancel(deferred, GANTRY_END_GONE);
	else if (self->out.length == 0)
		deferred_drained(deferred);
}

/* The request is deferred: wait until a function of it is to run. */
static void
wait_deferred(struct cgi *self)
{
	struct pollfd peer = { .fd = STDOUT_FILENO };
	bool is_due = false;

	look_at_peer(self, &peer);
	deferred_park(self->request.body.deferred);
	while (!is_due) {
		peer.events = self->out.length > 0 ? POLLOUT : 0;
		is_due = private_loop_wait_for(&self->loop, &peer,
		    self->out.length > 0 ? TICK_MILLISECONDS : -1);
		if (peer.revents != 0 || self->out.length > 0)
			look_at_peer(self, &peer);
	}
}

/* With the deadlines beginning anew. */
static void
set_waits(struct cgi *self, bool waits)
{
	pthread_mutex_lock(&self->lock);
	self->waits = waits;
	self->begun = clock_milliseconds();
	self->progress = self->begun;
	pthread_mutex_unlock(&self->lock);
}

/* Returns like gate_serve. */
static int
serve_deferred(struct cgi *self, struct gate *gate)
{
	int result = GANTRY_DEFERRED;

	while (result == GANTRY_DEFERRED) {
		set_waits(self, true);
		wait_deferred(self);
		set_waits(self, false);
		deferred_begin(self->request.body.deferred);
		result = gate_resume(gate, &self->request);
	}
	return result;
}

/* Call the application while another thread looks at the deadlines. */
static int
serve(struct cgi *self, struct gate *gate, const struct gantry_error *rejection)
{
	struct gantry_environ *environ = &self->request.environ;
	pthread_t thread;
	bool is_watched;
	int result;

	/* The other thread must not be the first to ask for it. */
	gantry_environ_request_id(environ);
	self->request.client = environ_text(environ, "REMOTE_ADDR");
	self->request.method = environ_text(environ, "REQUEST_METHOD");
	self->request.target = environ_text(environ, "REQUEST_URI");
	if (*self->request.target == '\0')
		self->request.target = environ_text(environ, "PATH_INFO");
	self->begun = clock_milliseconds();
	self->progress = self->begun;
	is_watched = pthread_create(&thread, NULL, watch, self) == 0;
	result = gate_serve(gate, &self->request, rejection);
	if (result == GANTRY_DEFERRED)
		result = serve_deferred(self, gate);
	if (flush_stdout(self) == -1)
		result = -1;
	pthread_mutex_lock(&self->lock);
	self->ended = true;
	pthread_cond_signal(&self->ended_changed);
	pthread_mutex_unlock(&self->lock);
	if (is_watched)
		pthread_join(thread, NULL);
	return result;
}

static void
init(struct cgi *self, struct gate *gate, const struct cgi_options *options)
{
	pthread_condattr_t attributes;

	*self = (struct cgi){
		.options = options,
		.loop = PRIVATE_LOOP_CLOSED,
	};
	pthread_mutex_init(&self->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&self->ended_changed, &attributes);
	pthread_condattr_destroy(&attributes);
	queue_init(&self->body, options->spool_folder);
	request_init(&self->request, &transport, self);
	self->request.trust_script_name = true;
	self->request.environ.keeps_received = gate->options.debug;
	self->request.times.begun = clock_milliseconds();
}

static void
clear(struct cgi *self)
{
	request_clear(&self->request);
	private_loop_close(&self->loop);
	queue_clear(&self->body);
	gantry_buffer_clear(&self->out);
	pthread_cond_destroy(&self->ended_changed);
	pthread_mutex_destroy(&self->lock);
}

int
cgi_serve(struct gate *gate, const struct cgi_options *options)
{
	struct gantry_error error;
	bool is_rejected;
	struct cgi self;
	int result;

	init(&self, gate, options);
	is_rejected =
	    read_request(&self, gate->options.capture_folder, &error) == -1;
	result = serve(&self, gate, is_rejected ? &error : NULL);
	if (is_rejected)
		read_rest();
	clear(&self);
	return result;
}
