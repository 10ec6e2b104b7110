/*
 * The two admin servers.  A client is read until its request is whole, then
 * answered, then gone; only one that waits for an action stays longer.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "serve/admin_answer.h"
#include "serve/admin_listen.h"

#define DEAF_MILLISECONDS 1000

enum client_state {
	CLIENT_FREE,
	CLIENT_READING,
	CLIENT_WAITING, /* for an action to be done */
	CLIENT_WRITING,
};

struct client {
	enum client_state state;
	int descriptor;
	uint64_t number; /* grows from client to client of a server */
	int64_t deadline;
	enum admin_action action; /* that it waits for */
	size_t length; /* of what was read */
	char data[ADMIN_REQUEST_MAX];
	struct gantry_buffer out;
	size_t sent;
};

struct server {
	struct listeners listeners; /* one, or none */
	struct admin_peer peer; /* what its clients are */
	uint64_t accepted;
	int64_t deaf_until; /* no descriptor was left for a client */
	struct client clients[ADMIN_CLIENTS_MAX];
};

enum {
	CONTROL,
	HTTP,
	SERVERS
};

struct admin {
	struct server servers[SERVERS];
	const struct admin_actions *actions;
	struct scoreboard *board;
};

static void
drop(struct client *client)
{
	close(client->descriptor);
	gantry_buffer_clear(&client->out);
	*client = (struct client){ .state = CLIENT_FREE };
}

struct admin *
admin_open(const struct admin_options *options, struct gantry_error *error)
{
	struct admin *admin = calloc(1, sizeof(*admin));

	if (admin == NULL) {
		gantry_error_set(error, GANTRY_ERROR_MEMORY, "out of memory");
		return NULL;
	}
	admin->servers[CONTROL].peer.is_control = true;
	admin->servers[HTTP].peer.is_public = options->http_public;
	if (options->control != NULL &&
	    admin_listen_control(&admin->servers[CONTROL].listeners,
		options->control, error) == -1) {
		if (!options->control_is_optional)
			goto fail;
		log_warning("there is no control socket: %s; "
			    "--control-socket PATH makes one",
		    error->text);
	}
	if (options->http != NULL &&
	    admin_listen_http(&admin->servers[HTTP].listeners, options->http,
		options->http_public, error) == -1)
		goto fail;
	return admin;
fail:
	admin_close(admin);
	return NULL;
}

/* The descriptor that SERVER listens on, or -1. */
static int
listener_of(const struct server *server)
{
	return server->listeners.count > 0 ? server->listeners.descriptors[0]
					   : -1;
}

void
admin_attach(struct admin *admin, const struct admin_actions *actions,
    struct scoreboard *board)
{
	if (admin == NULL)
		return;
	admin->actions = actions;
	admin->board = board;
}

/* A free place, or that of whom we listen to the longest; or NULL. */
static struct client *
find_place(struct server *server)
{
	struct client *client, *oldest = NULL;
	size_t i;

	for (i = 0; i < ADMIN_CLIENTS_MAX; i++) {
		client = &server->clients[i];
		if (client->state == CLIENT_FREE)
			return client;
		if (client->state == CLIENT_READING &&
		    (oldest == NULL || client->number < oldest->number))
			oldest = client;
	}
	return oldest;
}

size_t
admin_poll(struct admin *admin, struct pollfd *waited, size_t size)
{
	const int64_t now = clock_milliseconds();
	struct server *server;
	size_t count = 0, i, j;

	for (i = 0; admin != NULL && i < SERVERS; i++) {
		server = &admin->servers[i];
		if (listener_of(server) != -1 && now > server->deaf_until &&
		    find_place(server) != NULL && count < size)
			waited[count++] =
			    (struct pollfd){ .fd = listener_of(server),
				    .events = POLLIN };
		for (j = 0; j < ADMIN_CLIENTS_MAX && count < size; j++) {
			struct client *client = &server->clients[j];

			if (client->state != CLIENT_FREE)
				waited[count++] =
				    (struct pollfd){ .fd = client->descriptor,
					    .events =
						client->state == CLIENT_WRITING
						? POLLOUT
						: POLLIN };
		}
	}
	return count;
}

/* When CLIENT is dropped; 0: never. */
static int64_t
deadline_of(const struct client *client)
{
	return client->state == CLIENT_READING ||
		client->state == CLIENT_WRITING
	    ? client->deadline
	    : 0;
}

/* The sooner of two times of which either may be 0, for never. */
static int64_t
sooner(int64_t one, int64_t other)
{
	if (one == 0 || (other != 0 && other < one))
		return other;
	return one;
}

int
admin_patience(const struct admin *admin)
{
	const int64_t now = clock_milliseconds();
	const struct server *server;
	int64_t next = 0;
	size_t i, j;

	for (i = 0; admin != NULL && i < SERVERS; i++) {
		server = &admin->servers[i];
		if (server->deaf_until > now)
			next = sooner(next, server->deaf_until);
		for (j = 0; j < ADMIN_CLIENTS_MAX; j++)
			next = sooner(next, deadline_of(&server->clients[j]));
	}
	if (next == 0)
		return -1;
	return next > now ? (int)(next - now + 1) : 1;
}

/* Send what can be sent; the client is gone after the last byte. */
static void
write_client(struct client *client)
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
	drop(client);
}

static void
begin_writing(struct client *client)
{
	client->state = CLIENT_WRITING;
	client->deadline = clock_milliseconds() + ADMIN_PATIENCE_MILLISECONDS;
	write_client(client);
}

/* Mode 0600 keeps others out but for those whom no mode stops. */
static bool
may_command(int descriptor)
{
	struct ucred peer = { .uid = (uid_t)-1 };
	socklen_t length = sizeof(peer);

	return getsockopt(
		   descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 &&
	    (peer.uid == geteuid() || peer.uid == 0);
}

static void
accept_client(struct server *server)
{
	struct client *client = find_place(server);
	int descriptor;

	if (client == NULL)
		return;
	descriptor = accept4(
	    listener_of(server), NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (descriptor == -1) {
		/* What does not go away must not keep the master busy. */
		if (errno == EMFILE || errno == ENFILE)
			server->deaf_until =
			    clock_milliseconds() + DEAF_MILLISECONDS;
		return;
	}
	if (client->state != CLIENT_FREE)
		drop(client);
	client->state = CLIENT_READING;
	client->number = server->accepted++;
	client->descriptor = descriptor;
	client->deadline = clock_milliseconds() + ADMIN_PATIENCE_MILLISECONDS;
	if (server->peer.is_control && !may_command(descriptor)) {
		admin_answer_line(&client->out, "403 Forbidden",
		    "only root and the user whom gantry runs as may ask here");
		begin_writing(client);
	}
}

static void
log_order(const struct client *client, const char *path)
{
	struct ucred peer = { .pid = 0 };
	socklen_t length = sizeof(peer);

	getsockopt(client->descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length);
	log_info("process %ld of user %ld asks for %s", (long)peer.pid,
	    (long)peer.uid, path);
}

static void
take_request(struct admin *admin, struct server *server, struct client *client)
{
	struct admin_request request;
	int result =
	    admin_request_parse(&request, client->data, client->length);

	if (result == 0 && client->length < sizeof(client->data))
		return;
	if (result != 1) {
		admin_answer_line(&client->out,
		    result == -1 ? "400 Bad Request"
				 : "431 Request Header Fields Too Large",
		    result == -1 ? "this is no HTTP request"
				 : "the request is too long");
		begin_writing(client);
		return;
	}
	if (server->peer.is_control && request.method == ADMIN_POST)
		log_order(client, request.path);
	if (admin_answer(&client->out, &request, &server->peer, admin->actions,
		admin->board, &client->action) == 1) {
		client->state = CLIENT_WAITING;
		return;
	}
	if (gantry_buffer_failed(&client->out))
		drop(client);
	else
		begin_writing(client);
}

static void
read_client(struct admin *admin, struct server *server, struct client *client)
{
	ssize_t count;

	/* Whoever waits has said all that counts; is it still there? */
	if (client->state == CLIENT_WAITING)
		client->length = 0;
	count = recv(client->descriptor, client->data + client->length,
	    sizeof(client->data) - client->length, 0);
	if (count == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (count <= 0) {
		drop(client);
		return;
	}
	client->length += (size_t)count;
	if (client->state == CLIENT_READING)
		take_request(admin, server, client);
}

static void
handle_one(struct admin *admin, const struct pollfd *waited)
{
	struct server *server;
	struct client *client;
	size_t i, j;

	for (i = 0; i < SERVERS; i++) {
		server = &admin->servers[i];
		if (waited->fd == listener_of(server)) {
			accept_client(server);
			return;
		}
		for (j = 0; j < ADMIN_CLIENTS_MAX; j++) {
			client = &server->clients[j];
			if (client->state == CLIENT_FREE ||
			    client->descriptor != waited->fd)
				continue;
			if (client->state == CLIENT_WRITING)
				write_client(client);
			else
				read_client(admin, server, client);
			return;
		}
	}
}

static void
drop_late(struct server *server)
{
	const int64_t now = clock_milliseconds();
	struct client *client;
	size_t i;

	for (i = 0; i < ADMIN_CLIENTS_MAX; i++) {
		client = &server->clients[i];
		if (deadline_of(client) != 0 && now > client->deadline)
			drop(client);
	}
}

void
admin_handle(struct admin *admin, const struct pollfd *waited, size_t count)
{
	size_t i;

	if (admin == NULL)
		return;
	for (i = 0; i < count; i++)
		if (waited[i].revents != 0)
			handle_one(admin, &waited[i]);
	for (i = 0; i < SERVERS; i++)
		drop_late(&admin->servers[i]);
}

void
admin_done(
    struct admin *admin, enum admin_action action, bool ok, const char *text)
{
	struct client *client;
	size_t i;

	for (i = 0; admin != NULL && i < ADMIN_CLIENTS_MAX; i++) {
		client = &admin->servers[CONTROL].clients[i];
		if (client->state != CLIENT_WAITING || client->action != action)
			continue;
		admin_answer_line(&client->out,
		    ok ? "200 OK" : "500 Internal Server Error", text);
		begin_writing(client);
	}
}

const struct listeners *
admin_control(const struct admin *admin)
{
	static const struct listeners none;

	return admin != NULL ? &admin->servers[CONTROL].listeners : &none;
}

const struct listeners *
admin_http(const struct admin *admin)
{
	static const struct listeners none;

	return admin != NULL ? &admin->servers[HTTP].listeners : &none;
}

void
admin_hand_over(struct admin *admin)
{
	size_t i;

	for (i = 0; admin != NULL && i < SERVERS; i++) {
		listeners_disown(&admin->servers[i].listeners);
		listeners_close(&admin->servers[i].listeners);
	}
}

void
admin_forget(struct admin *admin)
{
	admin_hand_over(admin);
	admin_close(admin);
}

void
admin_close(struct admin *admin)
{
	struct server *server;
	size_t i, j;

	for (i = 0; admin != NULL && i < SERVERS; i++) {
		server = &admin->servers[i];
		listeners_unlink(&server->listeners);
		listeners_close(&server->listeners);
		for (j = 0; j < ADMIN_CLIENTS_MAX; j++)
			if (server->clients[j].state != CLIENT_FREE)
				drop(&server->clients[j]);
	}
	free(admin);
}
