#ifndef SERVE_SOCKET_ACCEPTED_H
#define SERVE_SOCKET_ACCEPTED_H

#include "serve/socket/listener.h"

/*
 * Is DESCRIPTOR, which another process has passed, a connection to one of
 * LISTENERS?  It must be a stream socket that does not listen, and its own
 * address must be that of a listener, or one that a listener for all addresses
 * has.
 */
bool accepted_is_from(const struct listeners *listeners, int descriptor);

/*
 * Does HTTP come on the connection DESCRIPTOR, which one of LISTENERS has
 * accepted, in this process or another?
 */
bool accepted_is_http(const struct listeners *listeners, int descriptor);

/* Is DESCRIPTOR a stream socket that does not listen? */
bool accepted_is_connection(int descriptor);

#endif
