/*
 * The client's half of serve/admin/admin.h: HTTP/1.0, so an answer ends with
 * its connection.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "cmd/client/ctl_client.h"

#define READ_SIZE 65536

/* What to do about a socket that does not answer. */
static int
explain(const char *path, struct gantry_error *error)
{
	switch (errno) {
	case ENOENT:
	case ECONNREFUSED:
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "no gantry listens on %s; if it runs elsewhere, give "
		    "--control-socket PATH",
		    path);
	case EACCES:
	case EPERM:
		return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
		    "%s is for root and the user whom gantry runs as; try "
		    "sudo",
		    path);
	default:
		return gantry_error_system(error, "cannot ask %s", path);
	}
}

static int
connect_to(const char *path, int seconds, struct gantry_error *error)
{
	const struct timeval patience = { .tv_sec = seconds };
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int descriptor;

	if (strlen(path) >= sizeof(address.sun_path))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the path of a socket has at most %zu bytes: '%s'",
		    sizeof(address.sun_path) - 1, path);
	strcpy(address.sun_path, path);
	descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (descriptor == -1)
		return gantry_error_system(error, "cannot make a socket");
	setsockopt(
	    descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(
	    descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (connect(descriptor, (const struct sockaddr *)&address,
		sizeof(address)) == -1) {
		explain(path, error);
		close(descriptor);
		return -1;
	}
	return descriptor;
}

static int
send_question(int descriptor, const struct ctl_question *question)
{
	struct gantry_buffer request = { 0 };
	int result = -1;

	gantry_buffer_printf(
	    &request, "%s %s HTTP/1.0\r\n", question->method, question->target);
	if (question->accept != NULL)
		gantry_buffer_printf(
		    &request, "Accept: %s\r\n", question->accept);
	gantry_buffer_puts(&request, "\r\n");
	if (!gantry_buffer_failed(&request) &&
	    send(descriptor, request.data, request.length, MSG_NOSIGNAL) ==
		(ssize_t)request.length)
		result = 0;
	gantry_buffer_clear(&request);
	return result;
}

/* Read until the other side closes. */
static int
receive(int descriptor, struct gantry_buffer *all)
{
	ssize_t count;

	for (;;) {
		if (gantry_buffer_reserve(all, READ_SIZE) == NULL) {
			errno = ENOMEM;
			return -1;
		}
		count = recv(descriptor, all->data + all->length, READ_SIZE, 0);
		if (count == -1 && errno == EAGAIN)
			errno = ETIMEDOUT;
		if (count <= 0)
			return (int)count;
		all->length += (size_t)count;
	}
}

/* Keep of ALL what follows the head.  Returns the status, or -1. */
static int
take_body(const struct gantry_buffer *all, struct gantry_buffer *body)
{
	const char *end = memmem(all->data, all->length, "\r\n\r\n", 4);
	size_t head;

	if (end == NULL || all->length < sizeof("HTTP/1.0 200") - 1 ||
	    strncmp(all->data, "HTTP/1.", 7) != 0)
		return -1;
	head = (size_t)(end - all->data) + 4;
	if (gantry_buffer_add(body, all->data + head, all->length - head) == -1)
		return -1;
	return atoi(all->data + strlen("HTTP/1.0 "));
}

int
ctl_ask(const char *path, const struct ctl_question *question,
    struct gantry_buffer *body, struct gantry_error *error)
{
	struct gantry_buffer all = { 0 };
	int descriptor = connect_to(path, question->seconds, error);
	int status = -1;

	gantry_buffer_reset(body);
	if (descriptor == -1)
		return -1;
	if (send_question(descriptor, question) == -1 ||
	    receive(descriptor, &all) == -1) {
		gantry_error_system(
		    error, "the gantry at %s does not answer", path);
		goto out;
	}
	/* An order that ends gantry in another way ends this, too. */
	status = all.length > 0 ? take_body(&all, body) : -1;
	if (status == -1)
		gantry_error_set(error, GANTRY_ERROR_HANGUP,
		    "what listens on %s ended without an answer", path);
out:
	close(descriptor);
	gantry_buffer_clear(&all);
	return status;
}
