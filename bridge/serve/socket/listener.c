/*
 * Listening sockets, inherited or opened here.  All are non-blocking, as one
 * connection wakes several workers.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log/log.h"
#include "serve/socket/activation.h"
#include "serve/socket/inherited_sockets.h"
#include "serve/socket/listener.h"
#include "serve/socket/tcp_socket.h"
#include "serve/socket/unix_socket.h"

#define BACKLOG		 2048
#define UNIX_SOCKET_MODE 0660
#define UNIX		 "unix:"

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

static bool
is_http(const char *address)
{
	return strncmp(address, LISTENER_HTTP, strlen(LISTENER_HTTP)) == 0;
}

/* ADDRESS without what is said of the protocol. */
static const char *
socket_address(const char *address)
{
	return is_http(address) ? address + strlen(LISTENER_HTTP) : address;
}

/* The path in ADDRESS, or NULL. */
static const char *
unix_path(const char *address)
{
	address = socket_address(address);
	return strncmp(address, UNIX, strlen(UNIX)) == 0
	    ? address + strlen(UNIX)
	    : NULL;
}

/* A socket that systemd opens, by its FileDescriptorName=. */
static bool
is_by_name(const char *address)
{
	return strncmp(address, "systemd:", strlen("systemd:")) == 0;
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
	listeners->are_http[listeners->count] = is_http(address);
	listeners->descriptors[listeners->count++] = descriptor;
	return 0;
}

static struct unix_socket_options
rights_of(const struct listener_options *options)
{
	return (struct unix_socket_options){
		.mode = options->mode != 0 ? options->mode : UNIX_SOCKET_MODE,
		.has_user = options->has_user,
		.has_group = options->has_group,
		.user = options->user,
		.group = options->group,
	};
}

static int
bind_unix(const char *path, const struct listener_options *options,
    struct unix_socket *made, struct gantry_error *error)
{
	const struct unix_socket_options rights = rights_of(options);
	int descriptor = unix_socket_bind(path, &rights, made, error);

	if (descriptor == -1 || listen(descriptor, BACKLOG) == 0)
		return descriptor;
	gantry_error_system(error, "cannot listen on unix:%s", path);
	unix_socket_remove(path, made);
	close(descriptor);
	return -1;
}

static int
bind_tcp(const char *name, const struct listener_options *options,
    struct gantry_error *error)
{
	const struct tcp_socket_options tcp = {
		.public = options->public,
		.reuse_port = options->reuse_port,
	};

	return tcp_socket_bind(name, BACKLOG, &tcp, error);
}

/*
 * Take over the socket that the old program bound to PATH.  Listening again
 * makes this process the one that peers see (SO_PEERCRED), as unix_socket.c
 * needs it.
 */
static void
claim(int descriptor, const char *path, struct unix_socket *made)
{
	listen(descriptor, BACKLOG);
	unix_socket_find(path, made);
	made->is_inherited = true;
}

/* Binding it needed leave, which is no reason to forget what HTTP lacks. */
static void
warn_of_http(const char *address, int descriptor)
{
	union {
		struct sockaddr any;
		struct sockaddr_storage storage;
	} bound;
	socklen_t length = sizeof(bound);

	if (is_http(address) &&
	    getsockname(descriptor, &bound.any, &length) == 0 &&
	    bound.any.sa_family != AF_UNIX &&
	    !tcp_socket_is_loopback(&bound.any))
		log_warning("%s has no TLS: let only a proxy that has it, or "
			    "your own machines, reach it",
		    address);
}

int
listeners_bind(struct listeners *listeners, const char *address,
    const struct listener_options *options, struct gantry_error *error)
{
	const char *path = unix_path(address);
	int descriptor = take_inherited(address);
	struct unix_socket made = { 0 };

	if (strncmp(address, "https://", 8) == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "cannot listen on %s: there is no TLS here; use http:// "
		    "behind a proxy that has it",
		    address);
	if (listeners->count == LISTENERS_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "too many sockets to listen on (limit %d)", LISTENERS_MAX);
	if (descriptor == -1)
		descriptor = activation_match(address);
	else if (path != NULL)
		claim(descriptor, path, &made);
	if (descriptor == -1 && is_by_name(address))
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "cannot listen on %s: this process was started without a "
		    "socket of this name (FileDescriptorName=)",
		    address);
	if (descriptor == -1 && path != NULL)
		descriptor = bind_unix(path, options, &made, error);
	else if (descriptor == -1)
		descriptor = bind_tcp(socket_address(address), options, error);
	if (descriptor == -1)
		return -1;
	warn_of_http(address, descriptor);
	return add(listeners, descriptor, address, &made, error);
}

int
listeners_add_activated(
    struct listeners *listeners, size_t index, struct gantry_error *error)
{
	static const struct unix_socket none;
	char address[32];

	if (listeners->count == LISTENERS_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "too many sockets to listen on (limit %d)", LISTENERS_MAX);
	snprintf(address, sizeof(address), "inherited:%zu", index);
	return add(listeners, activation_get(index), address, &none, error);
}

/* Was the file of a socket that this process made removed or replaced? */
static bool
lost_file(const struct listeners *listeners, size_t index)
{
	const char *path = unix_path(listeners->addresses[index]);

	return path != NULL && listeners->files[index].is_made &&
	    !unix_socket_is_there(path, &listeners->files[index]);
}

void
listeners_change(
    struct listeners *listeners, const struct listener_options *options)
{
	const struct unix_socket_options rights = rights_of(options);
	struct gantry_error error;
	const char *path;
	size_t i;
	int result;

	for (i = 0; i < listeners->count; i++) {
		path = unix_path(listeners->addresses[i]);
		if (path == NULL || !listeners->files[i].is_made)
			continue;
		result = unix_socket_change(
		    path, &listeners->files[i], &rights, &error);
		if (result == -1)
			log_warning(
			    "%s; a restart makes the socket anew", error.text);
		else if (result == 1)
			log_info("unix:%s has the new mode and owner", path);
	}
}

int
listeners_share(struct listeners *listeners, const struct listeners *from,
    const char *address, struct gantry_error *error)
{
	bool shared = false;
	size_t i;

	for (i = 0; i < from->count && listeners->count < LISTENERS_MAX; i++) {
		if (address != NULL &&
		    (strcmp(socket_address(from->addresses[i]),
			 socket_address(address)) != 0 ||
			listener_is_dead(from->descriptors[i]) ||
			lost_file(from, i)))
			continue;
		if (add(listeners, from->descriptors[i],
			address != NULL ? address : from->addresses[i],
			&from->files[i], error) == -1)
			return -1;
		shared = true;
	}
	return shared ? 0
		      : gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
			    "no socket to share");
}

bool
listeners_have(const struct listeners *listeners, int descriptor)
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

	if (path != NULL &&
	    !(listeners->files[index].is_inherited &&
		inherited_sockets_are_lent()))
		unix_socket_remove(path, &listeners->files[index]);
}

static bool
is_kept(const struct listeners *const *kept, int descriptor)
{
	while (*kept != NULL && !listeners_have(*kept, descriptor))
		kept++;
	return *kept != NULL;
}

void
listeners_close_unshared(
    struct listeners *listeners, const struct listeners *const *kept)
{
	size_t i;

	for (i = 0; i < listeners->count; i++) {
		if (is_kept(kept, listeners->descriptors[i]))
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
