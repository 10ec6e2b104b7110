/*
 * Listening sockets, inherited or opened here.  All are non-blocking, as one
 * connection wakes several workers.
 */
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "serve/socket/inherited_sockets.h"
#include "serve/socket/listener.h"
#include "serve/socket/unix_socket.h"

#define BACKLOG		 2048
#define SYSTEMD_FIRST	 3 /* SD_LISTEN_FDS_START */
#define UNIX_SOCKET_MODE 0660
#define UNIX		 "unix:"

bool
listener_is(int descriptor)
{
	int listening = 0;
	socklen_t length = sizeof(listening);

	return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listening,
		   &length) == 0 &&
	    listening != 0;
}

bool
listener_is_dead(int descriptor)
{
	struct pollfd waited = { .fd = descriptor, .events = POLLRDHUP };

	/*
	 * A TCP socket stops to listen when it is shut down.  A unix socket
	 * listens on, but refuses connections.
	 */
	return !listener_is(descriptor) ||
	    (poll(&waited, 1, 0) == 1 && waited.revents != 0);
}

/* The socket that the old program bound to ADDRESS, or -1. */
static int
take_inherited(const char *address)
{
	int descriptor = inherited_sockets_take(address);

	if (descriptor == -1 || listener_is(descriptor))
		return descriptor;
	close(descriptor);
	return -1;
}

/* The path in ADDRESS, or NULL. */
static const char *
unix_path(const char *address)
{
	return strncmp(address, UNIX, strlen(UNIX)) == 0
	    ? address + strlen(UNIX)
	    : NULL;
}

/* MADE: the file of the socket, which this program removes. */
static int
add(struct listeners *listeners, int descriptor, const char *address,
    const struct unix_socket *made, struct gantry_error *error)
{
	char *copy = strdup(address);

	if (copy == NULL)
		return gantry_error_memory(error);
	fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
	fcntl(descriptor, F_SETFD, FD_CLOEXEC);
	listeners->addresses[listeners->count] = copy;
	listeners->files[listeners->count] = *made;
	listeners->descriptors[listeners->count++] = descriptor;
	return 0;
}

static void
add_inherited(struct listeners *listeners, int descriptor)
{
	static const struct unix_socket none;
	char address[32];

	snprintf(address, sizeof(address), "inherited:%zu", listeners->count);
	add(listeners, descriptor, address, &none, NULL);
}

size_t
listeners_inherit(struct listeners *listeners)
{
	const char *process = getenv("LISTEN_PID");
	const char *number = getenv("LISTEN_FDS");
	size_t before = listeners->count;
	char address[32];
	long i, count = 0;
	int descriptor;

	for (i = 0; i < LISTENERS_MAX; i++) {
		snprintf(address, sizeof(address), "inherited:%ld", i);
		descriptor = take_inherited(address);
		if (descriptor != -1)
			add_inherited(listeners, descriptor);
	}
	if (listeners->count > before)
		return listeners->count - before;
	if (process != NULL && number != NULL &&
	    strtol(process, NULL, 10) == (long)getpid())
		count = strtol(number, NULL, 10);
	for (i = 0; i < count && listeners->count < LISTENERS_MAX; i++)
		if (listener_is((int)(SYSTEMD_FIRST + i)))
			add_inherited(listeners, (int)(SYSTEMD_FIRST + i));
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	if (listeners->count == before && listener_is(STDIN_FILENO))
		add_inherited(listeners, STDIN_FILENO);
	return listeners->count - before;
}

static int
bind_unix(const char *path, const struct listener_options *options,
    struct unix_socket *made, struct gantry_error *error)
{
	const struct unix_socket_options rights = {
		.mode = options->mode != 0 ? options->mode : UNIX_SOCKET_MODE,
		.has_user = options->has_user,
		.has_group = options->has_group,
		.user = options->user,
		.group = options->group,
	};
	int descriptor = unix_socket_bind(path, &rights, made, error);

	if (descriptor == -1 || listen(descriptor, BACKLOG) == 0)
		return descriptor;
	gantry_error_system(error, "cannot listen on unix:%s", path);
	unix_socket_remove(path, made);
	close(descriptor);
	return -1;
}

static bool
is_loopback(const struct sockaddr *address)
{
	const struct sockaddr_in *v4 = (const void *)address;
	const struct sockaddr_in6 *v6 = (const void *)address;

	if (address->sa_family == AF_INET)
		return ntohl(v4->sin_addr.s_addr) >> 24 == 127;
	return IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
}

static int
bind_resolved(const char *name, const struct addrinfo *resolved,
    const struct listener_options *options, struct gantry_error *error)
{
	int descriptor, on = 1;

	if (!options->public && !is_loopback(resolved->ai_addr))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s is not a loopback address: anyone who can reach it "
		    "could send any request; --bind-public allows it",
		    name);
	descriptor = socket(resolved->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (descriptor == -1)
		return gantry_error_system(error, "cannot create a socket");
	setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (options->reuse_port)
		setsockopt(
		    descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
	if (bind(descriptor, resolved->ai_addr, resolved->ai_addrlen) == -1 ||
	    listen(descriptor, BACKLOG) == -1) {
		gantry_error_system(error, "cannot listen on %s", name);
		close(descriptor);
		return -1;
	}
	return descriptor;
}

/* getaddrinfo(3) would use the lowest 16 bits of a larger number. */
static bool
is_port(const char *text)
{
	size_t length = strlen(text);

	return length > 0 && length <= 5 &&
	    strspn(text, "0123456789") == length && atoi(text) <= 65535;
}

static int
bind_tcp(const char *name, const struct listener_options *options,
    struct gantry_error *error)
{
	const struct addrinfo hints = {
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
	};
	const char *colon = strrchr(name, ':'), *start = name;
	struct addrinfo *resolved;
	char host[256];
	int descriptor, result;
	size_t length = colon != NULL ? (size_t)(colon - name) : 0;

	if (length > 1 && name[0] == '[' && name[length - 1] == ']') {
		start++;
		length -= 2;
	}
	if (length == 0 || length >= sizeof(host) || !is_port(colon + 1))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is not an address; use unix:PATH or HOST:PORT", name);
	snprintf(host, sizeof(host), "%.*s", (int)length, start);
	result = getaddrinfo(host, colon + 1, &hints, &resolved);
	if (result != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "cannot resolve '%s': %s", name, gai_strerror(result));
	descriptor = bind_resolved(name, resolved, options, error);
	freeaddrinfo(resolved);
	return descriptor;
}

int
listeners_bind(struct listeners *listeners, const char *address,
    const struct listener_options *options, struct gantry_error *error)
{
	const char *path = unix_path(address);
	int descriptor = take_inherited(address);
	struct unix_socket made = { 0 };

	if (listeners->count == LISTENERS_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "too many sockets to listen on (limit %d)", LISTENERS_MAX);
	if (descriptor != -1 && path != NULL)
		unix_socket_find(path, &made);
	else if (descriptor == -1 && path != NULL)
		descriptor = bind_unix(path, options, &made, error);
	else if (descriptor == -1)
		descriptor = bind_tcp(address, options, error);
	if (descriptor == -1)
		return -1;
	return add(listeners, descriptor, address, &made, error);
}

int
listeners_share(struct listeners *listeners, const struct listeners *from,
    const char *address, struct gantry_error *error)
{
	bool shared = false;
	size_t i;

	for (i = 0; i < from->count && listeners->count < LISTENERS_MAX; i++) {
		if (address != NULL &&
		    (strcmp(from->addresses[i], address) != 0 ||
			listener_is_dead(from->descriptors[i])))
			continue;
		if (add(listeners, from->descriptors[i], from->addresses[i],
			&from->files[i], error) == -1)
			return -1;
		shared = true;
	}
	return shared ? 0
		      : gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
			    "no socket to share");
}

static bool
has(const struct listeners *listeners, int descriptor)
{
	size_t i;

	for (i = 0; listeners != NULL && i < listeners->count; i++)
		if (listeners->descriptors[i] == descriptor)
			return true;
	return false;
}

/* Remove the file of a socket, if this process made one. */
static void
remove_file(struct listeners *listeners, size_t index)
{
	const char *path = unix_path(listeners->addresses[index]);

	if (path != NULL)
		unix_socket_remove(path, &listeners->files[index]);
}

void
listeners_close_unshared(
    struct listeners *listeners, const struct listeners *kept)
{
	size_t i;

	for (i = 0; i < listeners->count; i++) {
		if (has(kept, listeners->descriptors[i]))
			continue;
		remove_file(listeners, i);
		close(listeners->descriptors[i]);
	}
}

void
listeners_disown(struct listeners *listeners)
{
	size_t i;

	for (i = 0; i < listeners->count; i++)
		listeners->files[i].is_made = false;
}

bool
listener_admits(const struct listeners *listeners, int descriptor)
{
	return listeners->peers == NULL ||
	    peers_admit(listeners->peers, descriptor);
}

void
listeners_close(struct listeners *listeners)
{
	size_t i;

	for (i = 0; i < listeners->count; i++)
		close(listeners->descriptors[i]);
	listeners_clear(listeners);
}

void
listeners_clear(struct listeners *listeners)
{
	while (listeners->count > 0)
		free(listeners->addresses[--listeners->count]);
}

void
listeners_unlink(struct listeners *listeners)
{
	size_t i;

	for (i = 0; i < listeners->count; i++)
		remove_file(listeners, i);
}
