/*
 * Host names are resolved each time, and only the first address of a name is
 * used.
 */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/this_program.h"
#include "serve/socket/tcp_socket.h"

/* How long the workers of a master that was killed may take to end. */
#define WAIT_MILLISECONDS  1000
#define PAUSE_MICROSECONDS 10000

bool
tcp_socket_is_loopback(const struct sockaddr *address)
{
	const struct sockaddr_in *v4 = (const void *)address;
	const struct sockaddr_in6 *v6 = (const void *)address;

	if (address->sa_family == AF_INET)
		return ntohl(v4->sin_addr.s_addr) >> 24 == 127;
	return IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
}

/* getaddrinfo(3) would use the lowest 16 bits of a larger number. */
static bool
is_port(const char *text)
{
	size_t length = strlen(text);

	return length > 0 && length <= 5 &&
	    strspn(text, "0123456789") == length && atoi(text) <= 65535;
}

/* The caller frees what is found with freeaddrinfo(3). */
static int
resolve(
    const char *name, struct addrinfo **resolved, struct gantry_error *error)
{
	const struct addrinfo hints = {
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
	};
	const char *colon = strrchr(name, ':'), *start = name;
	size_t length = colon != NULL ? (size_t)(colon - name) : 0;
	char host[256];
	int result;

	if (length > 1 && name[0] == '[' && name[length - 1] == ']') {
		start++;
		length -= 2;
	}
	if (length == 0 || length >= sizeof(host) || !is_port(colon + 1))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is not an address; use unix:PATH, HOST:PORT or "
		    "http://HOST:PORT",
		    name);
	snprintf(host, sizeof(host), "%.*s", (int)length, start);
	result = getaddrinfo(host, colon + 1, &hints, resolved);
	if (result != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "cannot resolve '%s': %s", name, gai_strerror(result));
	return 0;
}

static int
fail_to_create(const char *name, struct gantry_error *error)
{
	if (errno != EAFNOSUPPORT)
		return gantry_error_system(error, "cannot create a socket");
	return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
	    "cannot listen on %s: the system does not permit this kind of "
	    "address; under systemd, give %s.socket a ListenStream=%s, or "
	    "allow it in %s.service with RestrictAddressFamilies=, "
	    "PrivateNetwork= and IPAddressAllow=",
	    name, program_name(), name, program_name());
}

/* Wait while the workers of a dead master still listen there. */
static int
bind_and_listen(int descriptor, const struct addrinfo *resolved, int backlog)
{
	const int64_t deadline = clock_milliseconds() + WAIT_MILLISECONDS;

	for (;;) {
		if (bind(descriptor, resolved->ai_addr, resolved->ai_addrlen) ==
		    0)
			return listen(descriptor, backlog);
		if (errno != EADDRINUSE || clock_milliseconds() > deadline)
			return -1;
		usleep(PAUSE_MICROSECONDS);
	}
}

static int
bind_resolved(const char *name, int backlog, const struct addrinfo *resolved,
    const struct tcp_socket_options *options, struct gantry_error *error)
{
	int descriptor, on = 1;

	if (!options->public && !tcp_socket_is_loopback(resolved->ai_addr))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s is not a loopback address: anyone who can reach it "
		    "could send any request; --bind-public allows it",
		    name);
	descriptor = socket(resolved->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (descriptor == -1)
		return fail_to_create(name, error);
	setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (options->reuse_port)
		setsockopt(
		    descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
	if (bind_and_listen(descriptor, resolved, backlog) == 0)
		return descriptor;
	gantry_error_system(error, "cannot listen on %s", name);
	close(descriptor);
	return -1;
}

int
tcp_socket_bind(const char *name, int backlog,
    const struct tcp_socket_options *options, struct gantry_error *error)
{
	struct addrinfo *resolved;
	int descriptor;

	if (resolve(name, &resolved, error) == -1)
		return -1;
	descriptor = bind_resolved(name, backlog, resolved, options, error);
	freeaddrinfo(resolved);
	return descriptor;
}

static bool
is_same(const struct sockaddr *one, const struct sockaddr *other)
{
	const struct sockaddr_in *v4[] = { (const void *)one,
		(const void *)other };
	const struct sockaddr_in6 *v6[] = { (const void *)one,
		(const void *)other };

	if (one->sa_family != other->sa_family)
		return false;
	if (one->sa_family == AF_INET)
		return v4[0]->sin_port == v4[1]->sin_port &&
		    v4[0]->sin_addr.s_addr == v4[1]->sin_addr.s_addr;
	return v6[0]->sin6_port == v6[1]->sin6_port &&
	    IN6_ARE_ADDR_EQUAL(&v6[0]->sin6_addr, &v6[1]->sin6_addr);
}

bool
tcp_socket_names(const char *name, const struct sockaddr *bound)
{
	struct gantry_error error;
	struct addrinfo *resolved;
	bool same;

	if ((bound->sa_family != AF_INET && bound->sa_family != AF_INET6) ||
	    resolve(name, &resolved, &error) == -1)
		return false;
	same = is_same(resolved->ai_addr, bound);
	freeaddrinfo(resolved);
	return same;
}
