/*
 * A client is read until its request is complete, gets its answer and is
 * closed. One that waits for an action stays longer.
 */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/admin/admin_client.h"

void
admin_client_drop(struct admin_client *client)
{
	close(client->descriptor);
	gantry_buffer_clear(&client->out);
	*client = (struct admin_client){ .state = ADMIN_CLIENT_FREE };
}

int64_t
admin_client_deadline(const struct admin_client *client)
{
	return client->state == ADMIN_CLIENT_READING ||
		client->state == ADMIN_CLIENT_WRITING
	    ? client->deadline
	    : 0;
}

void
admin_client_write(struct admin_client *client)
{
	ssize_t count;

	while (client->sent < client->out.length) {
		count =
		    send(client->descriptor, client->out.data + client->sent,
			client->out.length - client->sent, MSG_NOSIGNAL);
		if (count == -1 && errno == EINTR)
			continue;
		if (count == -1 && errno == EAGAIN)
			return;
		if (count == -1)
			break;
		client->sent += (size_t)count;
	}
	admin_client_drop(client);
}

static void
begin_writing(struct admin_client *client)
{
	client->state = ADMIN_CLIENT_WRITING;
	client->deadline =
	    clock_milliseconds() + ADMIN_CLIENT_TIMEOUT_MILLISECONDS;
	admin_client_write(client);
}

void
admin_client_answer(
    struct admin_client *client, const char *status, const char *text)
{
	admin_answer_line(&client->out, status, text);
	begin_writing(client);
}

/* The mode of the socket alone does not stop every user. */
static bool
may_command(int descriptor)
{
	struct ucred peer = { .uid = (uid_t)-1 };
	socklen_t length = sizeof(peer);

	return getsockopt(
		   descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 &&
	    (peer.uid == geteuid() || peer.uid == 0);
}

void
admin_client_open(struct admin_client *client, int descriptor, uint64_t number,
    const struct admin_endpoint *endpoint)
{
	client->state = ADMIN_CLIENT_READING;
	client->number = number;
	client->descriptor = descriptor;
	client->deadline =
	    clock_milliseconds() + ADMIN_CLIENT_TIMEOUT_MILLISECONDS;
	if (endpoint->is_control && !may_command(descriptor))
		admin_client_answer(client, "403 Forbidden",
		    "only root and the user that runs gantry may use this "
		    "socket");
}

static void
log_command(const struct admin_client *client, const char *path)
{
	struct ucred peer = { .pid = 0 };
	socklen_t length = sizeof(peer);

	getsockopt(client->descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length);
	log_info("process %ld of user %ld requested %s", (long)peer.pid,
	    (long)peer.uid, path);
}

static void
handle_request(
    struct admin_client *client, const struct admin_endpoint *endpoint)
{
	struct admin_request request;
	int result =
	    admin_request_parse(&request, client->data, client->length);

	if (result == 0 && client->length < sizeof(client->data))
		return;
	if (result != 1) {
		admin_client_answer(client,
		    result == -1 ? "400 Bad Request"
				 : "431 Request Header Fields Too Large",
		    result == -1 ? "not an HTTP request"
				 : "the request is too long");
		return;
	}
	if (endpoint->is_control && request.method == ADMIN_POST)
		log_command(client, request.path);
	if (admin_answer(&client->out, &request, endpoint, &client->action) ==
	    1) {
		client->state = ADMIN_CLIENT_WAITING;
		return;
	}
	if (gantry_buffer_failed(&client->out))
		admin_client_drop(client);
	else
		begin_writing(client);
}

void
admin_client_read(
    struct admin_client *client, const struct admin_endpoint *endpoint)
{
	ssize_t count;

	/* Only the end of the connection matters while a client waits. */
	if (client->state == ADMIN_CLIENT_WAITING)
		client->length = 0;
	count = recv(client->descriptor, client->data + client->length,
	    sizeof(client->data) - client->length, 0);
	if (count == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (count <= 0) {
		admin_client_drop(client);
		return;
	}
	client->length += (size_t)count;
	if (client->state == ADMIN_CLIENT_READING)
		handle_request(client, endpoint);
}
