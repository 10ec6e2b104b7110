/*
 * Addresses as nginx writes them: a client of a unix socket is "unix:", and an
 * IPv4 address on an IPv6 socket is written as IPv4.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "serve/worker/http_ends.h"

union name {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	struct sockaddr_storage storage;
};

static void
write_v6(const struct in6_addr *v6, char *address, size_t size)
{
	if (IN6_IS_ADDR_V4MAPPED(v6))
		inet_ntop(AF_INET, &v6->s6_addr[12], address, (socklen_t)size);
	else
		inet_ntop(AF_INET6, v6, address, (socklen_t)size);
}

static void
write_name(const union name *name, char *address, size_t size, char port[8])
{
	in_port_t number = 0;

	if (name->any.sa_family == AF_INET) {
		inet_ntop(
		    AF_INET, &name->v4.sin_addr, address, (socklen_t)size);
		number = name->v4.sin_port;
	} else if (name->any.sa_family == AF_INET6) {
		write_v6(&name->v6.sin6_addr, address, size);
		number = name->v6.sin6_port;
	} else {
		snprintf(address, size, "unix:");
		return;
	}
	snprintf(port, 8, "%u", ntohs(number));
}

void
http_ends_find(int descriptor, struct http_addresses *addresses)
{
	union name name = { 0 };
	socklen_t length = sizeof(name);

	*addresses = (struct http_addresses){ 0 };
	if (getpeername(descriptor, &name.any, &length) == 0)
		write_name(&name, addresses->client, sizeof(addresses->client),
		    addresses->client_port);
	memset(&name, 0, sizeof(name));
	length = sizeof(name);
	if (getsockname(descriptor, &name.any, &length) == 0)
		write_name(&name, addresses->server, sizeof(addresses->server),
		    addresses->server_port);
}

/* It fails on a unix socket, which never waits. */
void
http_ends_hurry(int descriptor)
{
	const int on = 1;

	setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}
