/*
 * The client of serve/admin/admin.h.  It speaks HTTP/1.0, so a response ends
 * where the connection does.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/this_program.h"
#include "cmd/client/control_request.h"

#define READ_SIZE    65536
#define RESPONSE_MAX (16 * 1024 * 1024)

/* Say what to do when a connection to PATH fails. */
static int
explain(const char *path, struct gantry_error *error)
{
	switch (errno) {
	case ENOENT:
	case ECONNREFUSED:
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "no %s listens on %s; if it listens elsewhere, give "
		    "--control-socket PATH",
		    program_name(), path);
	case EACCES:
	case EPERM:
		return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
		    "permission denied for %s; run this as root or as "
		    "the user that %s runs as",
		    path, program_name());
	default:
		return gantry_error_system(error, "cannot connect to %s", path);
	}
}

static int
connect_to(const char *path, int seconds, struct gantry_error *error)
{
	const struct timeval timeout = { .tv_sec = seconds };
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int descriptor;

	if (strlen(path) >= sizeof(address.sun_path))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the socket's path is longer than %zu bytes: '%s'",
		    sizeof(address.sun_path) - 1, path);
	strcpy(address.sun_path, path);
	descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (descriptor == -1)
		return gantry_error_system(error, "cannot create a socket");
	setsockopt(
	    descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
	setsockopt(
	    descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
	if (connect(descriptor, (const struct sockaddr *)&address,
		sizeof(address)) == -1) {
		explain(path, error);
		close(descriptor);
		return -1;
	}
	return descriptor;
}

static int
send_request(int descriptor, const struct control_request *request)
{
	struct gantry_buffer text = { 0 };
	int result = -1;

	gantry_buffer_printf(
	    &text, "%s %s HTTP/1.0\r\n", request->method, request->target);
	if (request->accept != NULL)
		gantry_buffer_printf(&text, "Accept: %s\r\n", request->accept);
	gantry_buffer_puts(&text, "\r\n");
	if (!gantry_buffer_failed(&text) &&
	    send(descriptor, text.data, text.length, MSG_NOSIGNAL) ==
		(ssize_t)text.length)
		result = 0;
	gantry_buffer_clear(&text);
	return result;
}

/* Read until the server closes the connection.  Returns 0, or -1 with errno. */
static int
receive(int descriptor, int seconds, struct gantry_buffer *response)
{
	const int64_t deadline = clock_milliseconds() + seconds * INT64_C(1000);
	ssize_t count;

	for (;;) {
		if (gantry_buffer_reserve(response, READ_SIZE) == NULL) {
			errno = ENOMEM;
			return -1;
		}
		count = recv(descriptor, response->data + response->length,
		    READ_SIZE, 0);
		if (count == -1 && errno == EAGAIN)
			errno = ETIMEDOUT;
		if (count <= 0)
			return (int)count;
		response->length += (size_t)count;
		if (response->length > RESPONSE_MAX) {
			errno = EMSGSIZE;
			return -1;
		}
		if (seconds > 0 && clock_milliseconds() > deadline) {
			errno = ETIMEDOUT;
			return -1;
		}
	}
}

/* "HTTP/1.0 200 OK" (RFC 9112 section 4).  Returns the status, or -1. */
static int
parse_status(const char *line, size_t length)
{
	const char *digits = line + strlen("HTTP/1.0 ");

	if (length < strlen("HTTP/1.0 200 ") ||
	    strncmp(line, "HTTP/1.", 7) != 0 || line[8] != ' ' ||
	    strspn(digits, "0123456789") != 3 || digits[0] == '0' ||
	    strchr(" \r", digits[3]) == NULL)
		return -1;
	return (int)strtol(digits, NULL, 10);
}

/*
 * Another user may own the socket: its answer must not control the terminal,
 * neither with control characters nor with those of ISO 6429, U+0080 to U+009F.
 */
static void
make_printable(struct gantry_buffer *body)
{
	unsigned char *at = (unsigned char *)body->data;
	size_t i;

	for (i = 0; i < body->length; i++) {
		if ((at[i] < 0x20 && at[i] != '\n' && at[i] != '\t') ||
		    at[i] == 0x7f)
			at[i] = '?';
		else if (i > 0 && at[i - 1] == 0xc2 && at[i] >= 0x80 &&
		    at[i] < 0xa0)
			at[i - 1] = at[i] = '?';
	}
}

/* Copy the body of RESPONSE.  Returns the status, or -1. */
static int
parse_response(const struct gantry_buffer *response, struct gantry_buffer *body)
{
	const char *end =
	    memmem(response->data, response->length, "\r\n\r\n", 4);
	size_t head;

	if (end == NULL)
		return -1;
	head = (size_t)(end - response->data) + 4;
	if (gantry_buffer_add(
		body, response->data + head, response->length - head) == -1)
		return -1;
	make_printable(body);
	return parse_status(response->data, head);
}

bool
control_request_is_answered(const char *path)
{
	struct gantry_error error;
	const int descriptor = connect_to(path, 0, &error);

	if (descriptor != -1)
		close(descriptor);
	return descriptor != -1 || error.code != GANTRY_ERROR_UNAVAILABLE;
}

int
control_request_send(const struct control_request *request, const char *path,
    struct gantry_buffer *body, struct gantry_error *error)
{
	struct gantry_buffer response = { 0 };
	int descriptor = connect_to(path, request->seconds, error);
	int status = -1;

	gantry_buffer_reset(body);
	if (descriptor == -1)
		return -1;
	if (send_request(descriptor, request) == -1 ||
	    receive(descriptor, request->seconds, &response) == -1) {
		gantry_error_system(error, "the %s at %s does not answer",
		    program_name(), path);
		goto out;
	}
	/* Another signal or command may end gantry before it answers. */
	if (response.length > 0)
		status = parse_response(&response, body);
	if (response.length == 0)
		gantry_error_set(error, GANTRY_ERROR_HANGUP,
		    "the %s at %s ended without an answer", program_name(),
		    path);
	else if (status == -1)
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the answer from %s is not %s's; see which program "
		    "listens there",
		    path, program_name());
out:
	close(descriptor);
	gantry_buffer_clear(&response);
	return status;
}
