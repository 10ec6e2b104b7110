/*
 * What the kernel knows about a listening socket, whoever opened it.
 */
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "serve/socket/listener_state.h"

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

static void
name_unix(const struct sockaddr_un *address, socklen_t length, char *name,
    size_t size)
{
	const size_t head = offsetof(struct sockaddr_un, sun_path);
	const char *path = address->sun_path;

	if (length <= head)
		snprintf(name, size, "unix:(no name)");
	else if (path[0] == '\0')
		snprintf(name, size, "unix:@%.*s", (int)(length - head - 1),
		    path + 1);
	else
		snprintf(name, size, "unix:%.*s", (int)(length - head), path);
}

void
listener_name(int descriptor, char *name, size_t size)
{
	union {
		struct sockaddr any;
		struct sockaddr_un un;
		struct sockaddr_storage storage;
	} address;
	socklen_t length = sizeof(address);
	char host[64], port[8];

	snprintf(name, size, "(unknown)");
	memset(&address, 0, sizeof(address));
	if (getsockname(descriptor, &address.any, &length) == -1)
		return;
	if (address.any.sa_family == AF_UNIX)
		name_unix(&address.un, length, name, size);
	else if (getnameinfo(&address.any, length, host, sizeof(host), port,
		     sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) == 0)
		snprintf(name, size,
		    strchr(host, ':') != NULL ? "[%s]:%s" : "%s:%s", host,
		    port);
}
