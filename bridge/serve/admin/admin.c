/*
 * The two admin servers: who may come to them, and which of their clients is
 * read, written or dropped.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/admin/admin_client.h"
#include "serve/admin/admin_listen.h"

#define DEAF_MILLISECONDS 1000

struct server {
	struct listeners listeners; /* one, or none */
	struct admin_peer peer; /* what its clients are */
	uint64_t accepted;
	int64_t deaf_until; /* no descriptor was left for a client */
	struct admin_client clients[ADMIN_CLIENTS_MAX];
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

struct admin *
admin_open(const struct admin_options *options, struct gantry_error *error)
{
	struct admin *admin = calloc(1, sizeof(*admin));

	if (admin == NULL) {
		gantry_error_memory(error);
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
static struct admin_client *
find_place(struct server *server)
{
	struct admin_client *client, *oldest = NULL;
	size_t i;

	for (i = 0; i < ADMIN_CLIENTS_MAX; i++) {
		client = &server->clients[i];
		if (client->state == ADMIN_CLIENT_FREE)
			return client;
		if (client->state == ADMIN_CLIENT_READING &&
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
			struct admin_client *client = &server->clients[j];

			if (client->state != ADMIN_CLIENT_FREE)
				waited[count++] =
				    (struct pollfd){ .fd = client->descriptor,
					    .events = client->state ==
						    ADMIN_CLIENT_WRITING
						? POLLOUT
						: POLLIN };
		}
	}
	return count;
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
			next = sooner(
			    next, admin_client_deadline(&server->clients[j]));
	}
	if (next == 0)
		return -1;
	return next > now ? (int)(next - now + 1) : 1;
}

static void
accept_client(struct server *server)
{
	struct admin_client *client = find_place(server);
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
	if (client->state != ADMIN_CLIENT_FREE)
		admin_client_drop(client);
	admin_client_open(
	    client, descriptor, server->accepted++, &server->peer);
}

static void
handle_one(struct admin *admin, const struct pollfd *waited)
{
	struct server *server;
	struct admin_client *client;
	size_t i, j;

	for (i = 0; i < SERVERS; i++) {
		server = &admin->servers[i];
		if (waited->fd == listener_of(server)) {
			accept_client(server);
			return;
		}
		for (j = 0; j < ADMIN_CLIENTS_MAX; j++) {
			client = &server->clients[j];
			if (client->state == ADMIN_CLIENT_FREE ||
			    client->descriptor != waited->fd)
				continue;
			if (client->state == ADMIN_CLIENT_WRITING)
				admin_client_write(client);
			else
				admin_client_read(client, &server->peer,
				    admin->actions, admin->board);
			return;
		}
	}
}

static void
drop_late(struct server *server)
{
	const int64_t now = clock_milliseconds();
	struct admin_client *client;
	size_t i;

	for (i = 0; i < ADMIN_CLIENTS_MAX; i++) {
		client = &server->clients[i];
		if (admin_client_deadline(client) != 0 &&
		    now > client->deadline)
			admin_client_drop(client);
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
	struct admin_client *client;
	size_t i;

	for (i = 0; admin != NULL && i < ADMIN_CLIENTS_MAX; i++) {
		client = &admin->servers[CONTROL].clients[i];
		if (client->state != ADMIN_CLIENT_WAITING ||
		    client->action != action)
			continue;
		admin_client_say(
		    client, ok ? "200 OK" : "500 Internal Server Error", text);
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
			if (server->clients[j].state != ADMIN_CLIENT_FREE)
				admin_client_drop(&server->clients[j]);
	}
	free(admin);
}
