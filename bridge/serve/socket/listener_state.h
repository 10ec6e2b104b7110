#ifndef SERVE_SOCKET_LISTENER_STATE_H
#define SERVE_SOCKET_LISTENER_STATE_H

#include <stdbool.h>
#include <stddef.h>

/* Listening sockets as the kernel knows them: whether they listen, and where.
 */

#define LISTENERS_MAX	   8 /* of a gantry */
#define LISTENER_NAME_SIZE 160 /* for any name */

/* Is DESCRIPTOR a listening socket? */
bool listener_is(int descriptor);

/*
 * Has the listening socket DESCRIPTOR been shut down, by this process or by
 * another that holds it?  Nobody can connect to it any more.
 */
bool listener_is_dead(int descriptor);

/*
 * Write what DESCRIPTOR is bound to: "unix:PATH", "HOST:PORT" or "[HOST]:PORT",
 * cut at SIZE.
 */
void listener_name(int descriptor, char *name, size_t size);

#endif
