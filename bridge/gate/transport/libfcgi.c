/*
 * The transport on libfcgi.  The head of each request is checked first
 * (gate/transport/libfcgi_head.h).  Then libfcgi reads it again, provides the
 * variables and the body, and writes the answer.
 */
#include <fcgiapp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "gate/transport/capture.h"
#include "gate/transport/libfcgi.h"
#include "gate/transport/libfcgi_head.h"
#include "gate/transport/rejection.h"

#define FIRST_LOOK_SIZE 8192

struct libfcgi {
	struct gate *gate;
	int timeout;
	struct request request;
	FCGX_Request fcgx;
	struct capture capture;
	struct head head;
	char *look; /* the bytes peeked at */
	size_t look_size;
};

static ssize_t
read_stdin(void *owner, void *data, size_t size)
{
	struct libfcgi *self = owner;
	int count;

	count = FCGX_GetStr(
	    data, size > INT16_MAX ? INT16_MAX : (int)size, self->fcgx.in);
	if (count == 0 && FCGX_GetError(self->fcgx.in) != 0)
		return -1;
	return count;
}

static int
write_stdout(void *owner, const void *data, size_t size)
{
	struct libfcgi *self = owner;
	const char *at = data;
	int part;

	for (; size > 0; at += part, size -= (size_t)part) {
		part = size > INT16_MAX ? INT16_MAX : (int)size;
		if (FCGX_PutStr(at, part, self->fcgx.out) != part)
			return -1;
	}
	return 0;
}

static int
flush_stdout(void *owner)
{
	struct libfcgi *self = owner;

	return FCGX_FFlush(self->fcgx.out) == -1 ? -1 : 0;
}

/* Flush first: libfcgi would send STDERR before its buffered STDOUT. */
static int
write_stderr(void *owner, const char *text, size_t size)
{
	struct libfcgi *self = owner;

	if (flush_stdout(owner) == -1 ||
	    FCGX_PutStr(text, (int)size, self->fcgx.err) != (int)size)
		return -1;
	return FCGX_FFlush(self->fcgx.err) == -1 ? -1 : 0;
}

static const struct transport transport = {
	.read = read_stdin,
	.write = write_stdout,
	.flush = flush_stdout,
	.error = write_stderr,
};

struct libfcgi *
libfcgi_new(struct gate *gate, int timeout)
{
	struct libfcgi *self = calloc(1, sizeof(*self));

	if (self == NULL)
		return NULL;
	self->look = malloc(FIRST_LOOK_SIZE);
	if (self->look == NULL || FCGX_Init() != 0 ||
	    FCGX_InitRequest(&self->fcgx, -1, 0) != 0) {
		free(self->look);
		free(self);
		return NULL;
	}
	self->look_size = FIRST_LOOK_SIZE;
	self->gate = gate;
	self->timeout = timeout;
	request_init(&self->request, &transport, self);
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
	head_clear(&self->head);
	free(self->look);
	free(self);
}

/* A head that fills the buffer may be longer: peek again with a larger one. */
static bool
grow_look(struct libfcgi *self)
{
	size_t size = self->look_size * 4;
	char *look;

	if (size > HEAD_SIZE_MAX)
		size = HEAD_SIZE_MAX;
	look = realloc(self->look, size);
	if (look == NULL)
		return false;
	self->look = look;
	self->look_size = size;
	return true;
}

/*
 * Peek until the head is complete.  A head in several parts is rare.  Peeked
 * bytes keep the socket readable, so poll(2) cannot wait for more: peek again
 * after a millisecond, or when the peer leaves.  A head in so many parts that
 * they fill the socket's buffer, about 70, times out.
 */
static enum head_verdict
look_at_head(struct libfcgi *self, int descriptor, struct gantry_error *error)
{
	struct pollfd left = { .fd = descriptor, .events = POLLRDHUP };
	int64_t deadline = clock_milliseconds() + self->timeout;
	enum head_verdict verdict;
	ssize_t size;

	for (;;) {
		size = recv(descriptor, self->look, self->look_size,
		    MSG_PEEK | MSG_DONTWAIT);
		if (size <= 0 || left.revents != 0) {
			gantry_error_set(error, GANTRY_ERROR_HANGUP, "closed");
			return HEAD_FOREIGN;
		}
		verdict =
		    head_check(&self->head, self->look, (size_t)size, error);
		if (verdict != HEAD_PARTIAL)
			return verdict;
		if ((size_t)size == self->look_size && grow_look(self))
			continue;
		if (clock_milliseconds() > deadline) {
			gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "a request's head stayed incomplete for %d s",
			    self->timeout / 1000);
			return HEAD_FOREIGN;
		}
		poll(&left, 1, 1);
	}
}

/*
 * Hand the connection to libfcgi.  Tried with libfcgi 2.4.2; these members are
 * not documented.  Without keepConnection it would close the descriptor before
 * reading; without detached it would linger for up to two seconds at a close;
 * with a listening socket it would go on to accept after a dead connection.
 */
static int
accept_request(FCGX_Request *fcgx, int descriptor)
{
	fcgx->ipcFd = descriptor;
	fcgx->keepConnection = 1;
	fcgx->detached = 1;
	fcgx->listen_sock = -1;
	return FCGX_Accept_r(fcgx) == 0 ? 0 : -1;
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
		return fill_environ(self, error);
	capture_begin(capture);
	for (parameter = self->fcgx.envp; *parameter != NULL; parameter++) {
		equals = strchr(*parameter, '=');
		if (equals != NULL)
			capture_add_variable(capture, *parameter,
			    (size_t)(equals - *parameter), equals + 1);
	}
	result = fill_environ(self, error);
	capture_read_body(capture, &self->request);
	capture_save(capture, folder, &self->request.environ);
	return result;
}

static bool
serve_accepted(struct libfcgi *self)
{
	struct request *request = &self->request;
	struct gantry_error error;
	const struct gantry_error *rejection = NULL;
	int result;

	if (read_request(self, &error) == -1)
		rejection = &error;
	environ_set(&request->environ, "gantry.keep_conn",
	    self->fcgx.keepConnection ? "1" : "0", NULL);
	result = gate_serve(self->gate, request, rejection);
	/* A peer that is still sending may wait for the answer first. */
	if (result == 0 && request->input.left != 0)
		result = flush_stdout(self);
	if (result == 0 && request_drain(request) == -1)
		self->fcgx.keepConnection = 0;
	if (result == 0)
		FCGX_Finish_r(&self->fcgx);
	else
		FCGX_Free(&self->fcgx, 1); /* closes without END_REQUEST */
	request_reset(request);
	return self->fcgx.ipcFd != -1;
}

static void
note_rejection(const struct observer *observer, const char *status)
{
	if (observer->rejected != NULL)
		observer->rejected(observer->owner, status);
}

static bool
close_connection(int descriptor, const struct gantry_error *error)
{
	if (error->code != GANTRY_ERROR_HANGUP)
		log_warning("connection closed: %s", error->text);
	close(descriptor);
	return false;
}

bool
libfcgi_serve(struct libfcgi *self, int descriptor)
{
	struct gantry_error error;

	switch (look_at_head(self, descriptor, &error)) {
	case HEAD_WHOLE:
		if (accept_request(&self->fcgx, descriptor) == -1)
			return false;
		return serve_accepted(self);
	case HEAD_REJECTED:
		rejection_send(descriptor, self->head.request_id, &error);
		note_rejection(&self->gate->observer, rejection_status(&error));
		return close_connection(descriptor, &error);
	default:
		return close_connection(descriptor, &error);
	}
}
