/*
 * The sockets are kept in a table.  What LISTEN_FDS names is checked, because a
 * socket that nobody listens on lets its clients wait for ever.
 */
#include <fcntl.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "serve/socket/activation.h"
#include "serve/socket/inherited_sockets.h"
#include "serve/socket/listener_state.h"
#include "serve/socket/tcp_socket.h"

#define FIRST	    3 /* SD_LISTEN_FDS_START */
#define DIAGNOSTICS "diagnostics" /* its name in an upgrade */
#define UNIX	    "unix:"
#define HTTP	    "http://"
#define SYSTEMD	    "systemd:" /* by its name */
#define NAMES	    "GANTRY_ACTIVATED" /* in an upgrade */
#define NAME_SIZE   256 /* systemd allows 255 characters */
#define SOCKETS_MAX 64 /* of all pools */

static struct {
	bool is_found;
	int descriptors[SOCKETS_MAX];
	char names[SOCKETS_MAX][NAME_SIZE];
	size_t count;
	int diagnostics; /* -1: none */
} given = { .diagnostics = -1 };

/* Copy the part INDEX of LIST, which colons separate and may be NULL. */
static void
copy_name(char name[NAME_SIZE], const char *list, int index)
{
	size_t length;

	*name = '\0';
	for (; list != NULL && index > 0; index--) {
		list = strchr(list, ':');
		list = list != NULL ? list + 1 : NULL;
	}
	if (list == NULL)
		return;
	length = strcspn(list, ":");
	if (length >= NAME_SIZE)
		length = NAME_SIZE - 1;
	memcpy(name, list, length);
	name[length] = '\0';
}

/* NAMES has the socket's own at INDEX. */
static void
add(int descriptor, const char *names, int index)
{
	fcntl(descriptor, F_SETFD, FD_CLOEXEC);
	copy_name(given.names[given.count], names, index);
	given.descriptors[given.count++] = descriptor;
}

static bool
is_diagnostics(int descriptor)
{
	int family = 0, protocol = 0;
	socklen_t length = sizeof(int);

	if (getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &family, &length) ==
		-1 ||
	    family != AF_NETLINK)
		return false;
	length = sizeof(int);
	return getsockopt(descriptor, SOL_SOCKET, SO_PROTOCOL, &protocol,
		   &length) == 0 &&
	    protocol == NETLINK_SOCK_DIAG;
}

static void
take_diagnostics(int descriptor)
{
	if (given.diagnostics != -1)
		close(given.diagnostics);
	fcntl(descriptor, F_SETFD, FD_CLOEXEC);
	given.diagnostics = descriptor;
}

static void
take_upgraded(void)
{
	int descriptor = inherited_sockets_take(DIAGNOSTICS), i;
	const char *names = getenv(NAMES);
	char address[32];

	if (descriptor != -1)
		take_diagnostics(descriptor);
	for (i = 0; i < SOCKETS_MAX; i++) {
		snprintf(address, sizeof(address), "inherited:%d", i);
		descriptor = inherited_sockets_take(address);
		if (descriptor != -1 && listener_is(descriptor))
			add(descriptor, names, i);
		else if (descriptor != -1)
			close(descriptor);
	}
	unsetenv(NAMES);
}

/* Why can DESCRIPTOR not be listened on?  NULL: it can. */
static const char *
find_problem(int descriptor)
{
	int type = 0, family = 0;
	socklen_t length = sizeof(int);
	struct stat status;

	if (fstat(descriptor, &status) == -1)
		return "is not open";
	if (!S_ISSOCK(status.st_mode))
		return "is not a socket";
	if (getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &length) == -1 ||
	    type != SOCK_STREAM)
		return "is not a stream socket; use ListenStream= in the "
		       "socket unit";
	if (!listener_is(descriptor))
		return "does not listen; use Accept=no in the socket unit";
	length = sizeof(int);
	if (getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &family, &length) ==
		-1 ||
	    (family != AF_UNIX && family != AF_INET && family != AF_INET6))
		return "is neither a unix nor a TCP socket";
	return NULL;
}

static int
take_all(long count, struct gantry_error *error)
{
	const char *names = getenv("LISTEN_FDNAMES"), *problem;
	int i;

	for (i = FIRST; i < FIRST + (int)count; i++) {
		if (is_diagnostics(i)) {
			take_diagnostics(i);
			continue;
		}
		problem = given.count == SOCKETS_MAX ? "is one too many"
						     : find_problem(i);
		if (problem != NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "LISTEN_FDS=%ld hands over descriptor %d, which %s",
			    count, i, problem);
		add(i, names, i - FIRST);
	}
	return 0;
}

static int
take_listed(const char *number, struct gantry_error *error)
{
	const long count = strtol(number, NULL, 10);
	const size_t length = strlen(number);

	if (length == 0 || length > 9 || strspn(number, "0123456789") != length)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "LISTEN_FDS='%.32s' is not a number of sockets", number);
	if (count > SOCKETS_MAX + 1)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "LISTEN_FDS=%ld hands over too many sockets (limit %d)",
		    count, SOCKETS_MAX);
	return take_all(count, error);
}

int
activation_find(struct gantry_error *error)
{
	const char *process = getenv("LISTEN_PID");
	const char *number = getenv("LISTEN_FDS");
	int result = 0;

	if (given.is_found)
		return 0;
	given.is_found = true;
	take_upgraded();
	if (given.count == 0 && process != NULL && number != NULL &&
	    strtol(process, NULL, 10) == (long)getpid())
		result = take_listed(number, error);
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	if (result == 0 && given.count == 0 && listener_is(STDIN_FILENO))
		add(STDIN_FILENO, NULL, 0);
	return result;
}

size_t
activation_count(void)
{
	return given.count;
}

int
activation_get(size_t index)
{
	return given.descriptors[index];
}

const char *
activation_name(size_t index)
{
	return given.names[index];
}

int
activation_diagnostics(void)
{
	return given.diagnostics;
}

void
activation_export(struct gantry_buffer *sockets)
{
	struct gantry_buffer names = { 0 };
	char address[32];
	size_t i;

	for (i = 0; i < given.count; i++) {
		snprintf(address, sizeof(address), "inherited:%zu", i);
		inherited_sockets_add(sockets, given.descriptors[i], address);
		gantry_buffer_printf(
		    &names, "%s%s", i > 0 ? ":" : "", given.names[i]);
	}
	gantry_buffer_putc(&names, '\0');
	if (!gantry_buffer_failed(&names))
		setenv(NAMES, names.data, 1);
	gantry_buffer_clear(&names);
	if (given.diagnostics != -1)
		inherited_sockets_add(sockets, given.diagnostics, DIAGNOSTICS);
}

int
activation_index(int descriptor)
{
	size_t i;

	for (i = 0; i < given.count; i++)
		if (given.descriptors[i] == descriptor)
			return (int)i;
	return -1;
}

/* Is PATH the file that BOUND names, even by another path? */
static bool
is_file_of(const char *path, const struct sockaddr_un *bound, socklen_t length)
{
	char name[sizeof(bound->sun_path) + 1] = "";
	struct stat one, other;

	if (length <= offsetof(struct sockaddr_un, sun_path))
		return false;
	memcpy(name, bound->sun_path,
	    length - offsetof(struct sockaddr_un, sun_path));
	if (strcmp(path, name) == 0)
		return true;
	return *name == '/' && stat(path, &one) == 0 &&
	    stat(name, &other) == 0 && one.st_dev == other.st_dev &&
	    one.st_ino == other.st_ino;
}

static bool
is_bound_to(int descriptor, const char *address)
{
	union {
		struct sockaddr any;
		struct sockaddr_un un;
		struct sockaddr_storage storage;
	} bound;
	socklen_t length = sizeof(bound);

	memset(&bound, 0, sizeof(bound));
	if (strncmp(address, HTTP, strlen(HTTP)) == 0)
		address += strlen(HTTP);
	if (getsockname(descriptor, &bound.any, &length) == -1 ||
	    listener_is_dead(descriptor))
		return false;
	if (strncmp(address, UNIX, strlen(UNIX)) != 0)
		return tcp_socket_names(address, &bound.any);
	return bound.any.sa_family == AF_UNIX && length <= sizeof(bound.un) &&
	    is_file_of(address + strlen(UNIX), &bound.un, length);
}

int
activation_match(const char *address)
{
	const size_t length = strlen(SYSTEMD);
	size_t i;

	if (strncmp(address, SYSTEMD, length) == 0) {
		for (i = 0; i < given.count; i++)
			if (strcmp(given.names[i], address + length) == 0)
				return given.descriptors[i];
		return -1;
	}
	for (i = 0; i < given.count; i++)
		if (is_bound_to(given.descriptors[i], address))
			return given.descriptors[i];
	return -1;
}
