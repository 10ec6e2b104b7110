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

struct fcgx {
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
read_stdin(void *connection, void *data, size_t size)
{
	struct fcgx *side = connection;
	int count;

	count = FCGX_GetStr(
	    data, size > INT16_MAX ? INT16_MAX : (int)size, side->fcgx.in);
	if (count == 0 && FCGX_GetError(side->fcgx.in) != 0)
		return -1;
	return count;
}

static int
write_stdout(void *connection, const void *data, size_t size)
{
	struct fcgx *side = connection;
	const char *at = data;
	int part;

	for (; size > 0; at += part, size -= (size_t)part) {
		part = size > INT16_MAX ? INT16_MAX : (int)size;
		if (FCGX_PutStr(at, part, side->fcgx.out) != part)
			return -1;
	}
	return 0;
}

static int
flush_stdout(void *connection)
{
	struct fcgx *side = connection;

	return FCGX_FFlush(side->fcgx.out) == -1 ? -1 : 0;
}

/* libfcgi would send what its two streams hold with this one first. */
static int
write_stderr(void *connection, const char *text, size_t size)
{
	struct fcgx *side = connection;

	if (flush_stdout(connection) == -1 ||
	    FCGX_PutStr(text, (int)size, side->fcgx.err) != (int)size)
		return -1;
	return FCGX_FFlush(side->fcgx.err) == -1 ? -1 : 0;
}

static const struct transport transport = {
	.read = read_stdin,
	.write = write_stdout,
	.flush = flush_stdout,
	.error = write_stderr,
};

struct fcgx *
fcgx_new(struct gate *gate, int timeout)
{
	struct fcgx *side = calloc(1, sizeof(*side));

	if (side == NULL)
		return NULL;
	side->look = malloc(FIRST_LOOK_SIZE);
	if (side->look == NULL || FCGX_Init() != 0 ||
	    FCGX_InitRequest(&side->fcgx, -1, 0) != 0) {
		free(side->look);
		free(side);
		return NULL;
	}
	side->look_size = FIRST_LOOK_SIZE;
	side->gate = gate;
	side->timeout = timeout;
	request_init(&side->request, &transport, side);
	side->request.environ.keeps_received = gate->options.debug;
	return side;
}

void
fcgx_free(struct fcgx *side)
{
	if (side == NULL)
		return;
	request_clear(&side->request);
	capture_clear(&side->capture);
	head_clear(&side->head);
	free(side->look);
	free(side);
}

/* A head that fills the room may be longer: look again with more of it. */
static bool
grow_look(struct fcgx *side)
{
	size_t size = side->look_size * 4;
	char *look;

	if (size > HEAD_SIZE_MAX)
		size = HEAD_SIZE_MAX;
	look = realloc(side->look, size);
	if (look == NULL)
		return false;
	side->look = look;
	side->look_size = size;
	return true;
}

/*
 * Look until the head is whole.  A head in parts is rare; as bytes that were
 * peeked at keep the socket readable, waiting for more is a matter of looking
 * again a millisecond later, or when the peer leaves.  One in so many parts
 * that they fill the socket's buffer unread, some 70, runs into the deadline.
 */
static enum head_verdict
look_at_head(struct fcgx *side, int descriptor, struct gantry_error *error)
{
	struct pollfd left = { .fd = descriptor, .events = POLLRDHUP };
	int64_t deadline = clock_milliseconds() + side->timeout;
	enum head_verdict verdict;
	ssize_t size;

	for (;;) {
		size = recv(descriptor, side->look, side->look_size,
		    MSG_PEEK | MSG_DONTWAIT);
		if (size <= 0 || left.revents != 0) {
			gantry_error_set(error, GANTRY_ERROR_HANGUP, "closed");
			return HEAD_FOREIGN;
		}
		verdict =
		    head_check(&side->head, side->look, (size_t)size, error);
		if (verdict != HEAD_PARTIAL)
			return verdict;
		if ((size_t)size == side->look_size && grow_look(side))
			continue;
		if (clock_milliseconds() > deadline) {
			gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "a request's head stayed incomplete for %d s",
			    side->timeout / 1000);
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

/* Take the variables over from libfcgi's "NAME=VALUE", which is ours to cut. */
static int
fill_environ(struct fcgx *side, struct gantry_error *error)
{
	char **parameter, *equals;

	for (parameter = side->fcgx.envp; *parameter != NULL; parameter++) {
		equals = strchr(*parameter, '=');
		if (equals == NULL)
			continue;
		*equals = '\0';
		if (environ_add(&side->request.environ, *parameter,
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
take_request(struct fcgx *side, struct gantry_error *error)
{
	const char *folder = side->gate->options.capture_folder;
	struct capture *capture = &side->capture;
	char **parameter, *equals;
	int result;

	if (folder == NULL)
		return fill_environ(side, error);
	capture_begin(capture);
	for (parameter = side->fcgx.envp; *parameter != NULL; parameter++) {
		equals = strchr(*parameter, '=');
		if (equals != NULL)
			capture_add_variable(capture, *parameter,
			    (size_t)(equals - *parameter), equals + 1);
	}
	result = fill_environ(side, error);
	capture_read_body(capture, &side->request);
	capture_save(capture, folder, &side->request.environ);
	return result;
}

static bool
serve_accepted(struct fcgx *side)
{
	struct request *request = &side->request;
	struct gantry_error error;
	const struct gantry_error *refusal = NULL;
	int result;

	if (take_request(side, &error) == -1)
		refusal = &error;
	environ_set(&request->environ, "gantry.keep_conn",
	    side->fcgx.keepConnection ? "1" : "0", NULL);
	result = gate_serve(side->gate, request, refusal);
	/* A peer that is still sending may wait for the answer first. */
	if (result == 0 && request->input.left != 0)
		result = flush_stdout(side);
	if (result == 0 && request_drain(request) == -1)
		side->fcgx.keepConnection = 0;
	if (result == 0)
		FCGX_Finish_r(&side->fcgx);
	else
		FCGX_Free(&side->fcgx, 1); /* closes without END_REQUEST */
	request_reset(request);
	return side->fcgx.ipcFd != -1;
}

static void
note_refusal(const struct watch *watch, const char *status)
{
	if (watch->refused != NULL)
		watch->refused(watch->owner, status);
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
fcgx_serve(struct fcgx *side, int descriptor)
{
	struct gantry_error error;

	switch (look_at_head(side, descriptor, &error)) {
	case HEAD_WHOLE:
		if (accept_request(&side->fcgx, descriptor) == -1)
			return false;
		return serve_accepted(side);
	case HEAD_REFUSED:
		refusal_send(descriptor, side->head.request_id, &error);
		note_refusal(&side->gate->watch, refusal_status(&error));
		return close_connection(descriptor, &error);
	default:
		return close_connection(descriptor, &error);
	}
}
