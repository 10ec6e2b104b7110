/*
 * The kernel gives a connection the address of the socket that accepted it, and
 * a process cannot give a connected socket another one.
 */
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "serve/socket/accepted.h"

union name {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	struct sockaddr_un local;
	struct sockaddr_storage storage;
};

/* Returns the length, or 0 on failure. */
static socklen_t
find_name(int descriptor, union name *address)
{
	socklen_t length = sizeof(*address);

	memset(address, 0, sizeof(*address));
	if (getsockname(descriptor, &address->any, &length) == -1 ||
	    length > sizeof(*address))
		return 0;
	return length;
}

bool
accepted_is_connection(int descriptor)
{
	int type = 0, listening = 1;
	socklen_t length = sizeof(int);

	if (getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &length) == -1)
		return false;
	length = sizeof(int);
	return type == SOCK_STREAM &&
	    getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listening,
		&length) == 0 &&
	    listening == 0;
}

static bool
matches(const union name *listener, const union name *own)
{
	const struct in6_addr *any = &in6addr_any;

	if (listener->any.sa_family != own->any.sa_family)
		return false;
	switch (own->any.sa_family) {
	case AF_INET:
		return listener->v4.sin_port == own->v4.sin_port &&
		    (listener->v4.sin_addr.s_addr == htonl(INADDR_ANY) ||
			listener->v4.sin_addr.s_addr ==
			    own->v4.sin_addr.s_addr);
	case AF_INET6:
		return listener->v6.sin6_port == own->v6.sin6_port &&
		    (memcmp(&listener->v6.sin6_addr, any, sizeof(*any)) == 0 ||
			memcmp(&listener->v6.sin6_addr, &own->v6.sin6_addr,
			    sizeof(*any)) == 0);
	default:
		return false;
	}
}

/* OWN, of LENGTH bytes, is the name of a connection. */
static bool
is_by(int descriptor, const union name *own, socklen_t length)
{
	union name listener;
	const socklen_t other = find_name(descriptor, &listener);

	/* A socket without a name has no more than a family. */
	if (own->any.sa_family == AF_UNIX)
		return other == length &&
		    length > sizeof(own->local.sun_family) &&
		    memcmp(own, &listener, length) == 0;
	return other > 0 && matches(&listener, own);
}

/* Has one of LISTENERS accepted DESCRIPTOR?  ONLY_HTTP: look at these alone. */
static bool
is_from(const struct listeners *listeners, int descriptor, bool only_http)
{
	union name own;
	const socklen_t length = find_name(descriptor, &own);
	size_t i;

	for (i = 0; i < listeners->count && length > 0; i++)
		if ((listeners->are_http[i] || !only_http) &&
		    is_by(listeners->descriptors[i], &own, length))
			return true;
	return false;
}

bool
accepted_is_from(const struct listeners *listeners, int descriptor)
{
	return accepted_is_connection(descriptor) &&
	    is_from(listeners, descriptor, false);
}

bool
accepted_is_http(const struct listeners *listeners, int descriptor)
{
	size_t i;

	/* Without HTTP, a connection costs no system call for this. */
	for (i = 0; i < listeners->count; i++)
		if (listeners->are_http[i])
			return is_from(listeners, descriptor, true);
	return false;
}
