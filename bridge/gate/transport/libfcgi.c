/*
 * libfcgi's side of the gate.  The head of each request is looked at first
 * (gate/transport/libfcgi_head.h); libfcgi then reads it again, and is asked
 * for the variables, the body and the answer's records.
 */
#include <fcgiapp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "gate/rejection.h"
#include "gate/transport/capture.h"
#include "gate/transport/libfcgi.h"
#include "gate/transport/libfcgi_head.h"

#define FIRST_LOOK_SIZE 8192

struct libfcgi {
	struct gate *gate;
	int timeout;
	struct request request;
	FCGX_Request libfcgi;
	struct capture capture;
	struct head head;
	char *look; /* the bytes peeked at */
	size_t look_size;
};

static ssize_t
read_stdin(void *connection, void *data, size_t size)
{
	struct libfcgi *fcgi = connection;
	int count;

	count = FCGX_GetStr(
	    data, size > INT16_MAX ? INT16_MAX : (int)size, fcgi->libfcgi.in);
	if (count == 0 && FCGX_GetError(fcgi->libfcgi.in) != 0)
		return -1;
	return count;
}

static int
write_stdout(void *connection, const void *data, size_t size)
{
	struct libfcgi *fcgi = connection;
	const char *at = data;
	int part;

	for (; size > 0; at += part, size -= (size_t)part) {
		part = size > INT16_MAX ? INT16_MAX : (int)size;
		if (FCGX_PutStr(at, part, fcgi->libfcgi.out) != part)
			return -1;
	}
	return 0;
}

static int
flush_stdout(void *connection)
{
	struct libfcgi *fcgi = connection;

	return FCGX_FFlush(fcgi->libfcgi.out) == -1 ? -1 : 0;
}

/* libfcgi would send what its two streams hold with this one first. */
static int
write_stderr(void *connection, const char *text, size_t size)
{
	struct libfcgi *fcgi = connection;

	if (flush_stdout(connection) == -1 ||
	    FCGX_PutStr(text, (int)size, fcgi->libfcgi.err) != (int)size)
		return -1;
	return FCGX_FFlush(fcgi->libfcgi.err) == -1 ? -1 : 0;
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
	struct libfcgi *fcgi = calloc(1, sizeof(*fcgi));

	if (fcgi == NULL)
		return NULL;
	fcgi->look = malloc(FIRST_LOOK_SIZE);
	if (fcgi->look == NULL || FCGX_Init() != 0 ||
	    FCGX_InitRequest(&fcgi->libfcgi, -1, 0) != 0) {
		free(fcgi->look);
		free(fcgi);
		return NULL;
	}
	fcgi->look_size = FIRST_LOOK_SIZE;
	fcgi->gate = gate;
	fcgi->timeout = timeout;
	request_init(&fcgi->request, &transport, fcgi);
	fcgi->request.environ.keeps_received = gate->options.debug;
	return fcgi;
}

void
libfcgi_free(struct libfcgi *fcgi)
{
	if (fcgi == NULL)
		return;
	request_clear(&fcgi->request);
	capture_clear(&fcgi->capture);
	head_clear(&fcgi->head);
	free(fcgi->look);
	free(fcgi);
}

/* A head that fills the room may be longer: look again with more of it. */
static bool
grow_look(struct libfcgi *fcgi)
{
	size_t size = fcgi->look_size * 4;
	char *look;

	if (size > HEAD_SIZE_MAX)
		size = HEAD_SIZE_MAX;
	look = realloc(fcgi->look, size);
	if (look == NULL)
		return false;
	fcgi->look = look;
	fcgi->look_size = size;
	return true;
}

/*
 * Look until the head is whole.  A head in parts is rare; as bytes that were
 * peeked at keep the socket readable, waiting for more is a matter of looking
 * again a millisecond later, or when the peer leaves.  One in so many parts
 * that they fill the socket's buffer unread, some 70, runs into the deadline.
 */
static enum head_verdict
look_at_head(struct libfcgi *fcgi, int descriptor, struct gantry_error *error)
{
	struct pollfd left = { .fd = descriptor, .events = POLLRDHUP };
	int64_t deadline = clock_milliseconds() + fcgi->timeout;
	enum head_verdict verdict;
	ssize_t size;

	for (;;) {
		size = recv(descriptor, fcgi->look, fcgi->look_size,
		    MSG_PEEK | MSG_DONTWAIT);
		if (size <= 0 || left.revents != 0) {
			gantry_error_set(error, GANTRY_ERROR_HANGUP, "closed");
			return HEAD_FOREIGN;
		}
		verdict =
		    head_check(&fcgi->head, fcgi->look, (size_t)size, error);
		if (verdict != HEAD_PARTIAL)
			return verdict;
		if ((size_t)size == fcgi->look_size && grow_look(fcgi))
			continue;
		if (clock_milliseconds() > deadline) {
			gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "a request's head stayed incomplete for %d s",
			    fcgi->timeout / 1000);
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
accept_request(FCGX_Request *libfcgi, int descriptor)
{
	libfcgi->ipcFd = descriptor;
	libfcgi->keepConnection = 1;
	libfcgi->detached = 1;
	libfcgi->listen_sock = -1;
	return FCGX_Accept_r(libfcgi) == 0 ? 0 : -1;
}

/* Take the variables over from libfcgi's "NAME=VALUE", which is ours to cut. */
static int
fill_environ(struct libfcgi *fcgi, struct gantry_error *error)
{
	char **parameter, *equals;

	for (parameter = fcgi->libfcgi.envp; *parameter != NULL; parameter++) {
		equals = strchr(*parameter, '=');
		if (equals == NULL)
			continue;
		*equals = '\0';
		if (environ_add(&fcgi->request.environ, *parameter,
			(size_t)(equals - *parameter), equals + 1, error) == -1)
			return -1;
	}
	return 0;
}

/*
 * Take the variables, and keep the request if that is wanted.  libfcgi gives no
 * records: they are made anew.  Returns 0, or -1 with ERROR filled why it is
 * malformed.
 */
static int
take_request(struct libfcgi *fcgi, struct gantry_error *error)
{
	const char *folder = fcgi->gate->options.capture_folder;
	struct capture *capture = &fcgi->capture;
	char **parameter, *equals;
	int result;

	if (folder == NULL)
		return fill_environ(fcgi, error);
	capture_begin(capture);
	for (parameter = fcgi->libfcgi.envp; *parameter != NULL; parameter++) {
		equals = strchr(*parameter, '=');
		if (equals != NULL)
			capture_add_variable(capture, *parameter,
			    (size_t)(equals - *parameter), equals + 1);
	}
	result = fill_environ(fcgi, error);
	capture_read_body(capture, &fcgi->request);
	capture_save(capture, folder, &fcgi->request.environ);
	return result;
}

static bool
serve_accepted(struct libfcgi *fcgi)
{
	struct request *request = &fcgi->request;
	struct gantry_error error;
	const struct gantry_error *refusal = NULL;
	int result;

	if (take_request(fcgi, &error) == -1)
		refusal = &error;
	environ_set(&request->environ, "gantry.keep_conn",
	    fcgi->libfcgi.keepConnection ? "1" : "0", NULL);
	result = gate_serve(fcgi->gate, request, refusal);
	/* A peer that is still sending may wait for the answer first. */
	if (result == 0 && request->input.left != 0)
		result = flush_stdout(fcgi);
	if (result == 0 && request_drain(request) == -1)
		fcgi->libfcgi.keepConnection = 0;
	if (result == 0)
		FCGX_Finish_r(&fcgi->libfcgi);
	else
		FCGX_Free(&fcgi->libfcgi, 1); /* closes without END_REQUEST */
	request_reset(request);
	return fcgi->libfcgi.ipcFd != -1;
}

static void
note_rejection(const struct observer *observer, const char *status)
{
	if (observer->refused != NULL)
		observer->refused(observer->owner, status);
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
libfcgi_serve(struct libfcgi *fcgi, int descriptor)
{
	struct gantry_error error;

	switch (look_at_head(fcgi, descriptor, &error)) {
	case HEAD_WHOLE:
		if (accept_request(&fcgi->libfcgi, descriptor) == -1)
			return false;
		return serve_accepted(fcgi);
	case HEAD_REFUSED:
		rejection_send(descriptor, fcgi->head.request_id, &error);
		note_rejection(&fcgi->gate->observer, rejection_status(&error));
		return close_connection(descriptor, &error);
	default:
		return close_connection(descriptor, &error);
	}
}
