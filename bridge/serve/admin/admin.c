/*
 * The two admin servers: accepting clients, and reading from, writing to or
 * dropping each.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/admin/admin.h"
#include "serve/admin/admin_client.h"
#include "serve/admin/admin_listen.h"

#define ACCEPT_PAUSE_MILLISECONDS 1000

struct server {
	struct listeners listeners; /* one, or none */
	struct admin_endpoint endpoint; /* what its clients get */
	uint64_t accepted;
	int64_t accept_after; /* out of descriptors until then */
	struct admin_client clients[ADMIN_CLIENTS_MAX];
};

enum {
	CONTROL,
	HTTP,
	SERVERS
};

struct admin {
	struct server servers[SERVERS];
};

/* A port of 0 leads to another one. */
static void
tell_listening(const char *key, const struct listeners *listeners)
{
	char name[LISTENER_NAME_SIZE];

	if (listeners->count == 0)
		return;
	listener_name(listeners->descriptors[0], name, sizeof(name));
	if (strcmp(name, listeners->addresses[0]) == 0)
		log_info("%s: listening on %s", key, name);
	else
		log_info("%s: listening on %s, which is %s", key,
		    listeners->addresses[0], name);
}

struct admin *
admin_open(const struct admin_options *options, struct gantry_error *error)
{
	struct admin *admin = calloc(1, sizeof(*admin));

	if (admin == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	admin->servers[CONTROL].endpoint.is_control = true;
	admin->servers[HTTP].endpoint.is_public = options->http_public;
	if (options->control != NULL &&
	    admin_listen_control(&admin->servers[CONTROL].listeners,
		options->control, error) == -1) {
		if (!options->control_is_optional)
			goto fail;
		log_warning("no control socket: %s; "
			    "use --control-socket PATH for another path",
		    error->text);
	}
	if (options->http != NULL &&
	    admin_listen_http(&admin->servers[HTTP].listeners, options->http,
		options->http_public, error) == -1)
		goto fail;
	tell_listening("admin", &admin->servers[HTTP].listeners);
	return admin;
fail:
	admin_close(admin);
	return NULL;
}

/* The listening descriptor of SERVER, or -1. */
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
	size_t i;

	for (i = 0; admin != NULL && i < SERVERS; i++) {
		admin->servers[i].endpoint.actions = actions;
		admin->servers[i].endpoint.board = board;
	}
}

/* A free client, or the one that has been reading longest; or NULL. */
static struct admin_client *
find_client(struct server *server)
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
		if (listener_of(server) != -1 && now > server->accept_after &&
		    find_client(server) != NULL && count < size)
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

/* The earlier of two times; 0 means never. */
static int64_t
sooner(int64_t one, int64_t other)
{
	if (one == 0 || (other != 0 && other < one))
		return other;
	return one;
}

int
admin_timeout(const struct admin *admin)
{
	const int64_t now = clock_milliseconds();
	const struct server *server;
	int64_t next = 0;
	size_t i, j;

	for (i = 0; admin != NULL && i < SERVERS; i++) {
		server = &admin->servers[i];
		if (server->accept_after > now)
			next = sooner(next, server->accept_after);
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
	struct admin_client *client = find_client(server);
	int descriptor;

	if (client == NULL)
		return;
	descriptor = accept4(
	    listener_of(server), NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (descriptor == -1) {
		/* The descriptor stays readable: do not poll it for a while. */
		if (errno == EMFILE || errno == ENFILE)
			server->accept_after =
			    clock_milliseconds() + ACCEPT_PAUSE_MILLISECONDS;
		return;
	}
	if (client->state != ADMIN_CLIENT_FREE)
		admin_client_drop(client);
	admin_client_open(
	    client, descriptor, server->accepted++, &server->endpoint);
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
				admin_client_read(client, &server->endpoint);
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
		admin_client_answer(
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
admin_stop_listening(struct admin *admin)
{
	size_t i;

	for (i = 0; admin != NULL && i < SERVERS; i++) {
		listeners_unlink(&admin->servers[i].listeners);
		listeners_close(&admin->servers[i].listeners);
	}
}

void
admin_close(struct admin *admin)
{
	struct server *server;
	size_t i, j;

	admin_stop_listening(admin);
	for (i = 0; admin != NULL && i < SERVERS; i++) {
		server = &admin->servers[i];
		for (j = 0; j < ADMIN_CLIENTS_MAX; j++)
			if (server->clients[j].state != ADMIN_CLIENT_FREE)
				admin_client_drop(&server->clients[j]);
	}
	free(admin);
}
