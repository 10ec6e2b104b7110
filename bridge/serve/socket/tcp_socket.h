#ifndef SERVE_SOCKET_TCP_SOCKET_H
#define SERVE_SOCKET_TCP_SOCKET_H

#include <stdbool.h>
#include <sys/socket.h>

#include "gantry/error.h"

/* TCP addresses as text, HOST:PORT or [HOST]:PORT, and sockets bound to them.
 */

struct tcp_socket_options {
	bool public; /* allow other than loopback addresses */
	bool reuse_port; /* SO_REUSEPORT */
};

/*
 * A new socket that listens on NAME with a queue of BACKLOG connections.
 * Returns the socket, or -1 with ERROR filled.  While a process that is ending
 * still listens there, this waits for a second.
 */
int tcp_socket_bind(const char *name, int backlog,
    const struct tcp_socket_options *options, struct gantry_error *error);

/* Is the IP address ADDRESS of this machine alone? */
bool tcp_socket_is_loopback(const struct sockaddr *address);

/* Is NAME the address BOUND?  Port 0 is never the port that it led to. */
bool tcp_socket_names(const char *name, const struct sockaddr *bound);

#endif
