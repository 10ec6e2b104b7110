#ifndef SERVE_ADMIN_LISTEN_QUEUE_H
#define SERVE_ADMIN_LISTEN_QUEUE_H

#include <stddef.h>
#include <stdint.h>

/* A listening socket's name, and how many connections wait to be accepted. */

/* "unix:PATH", "HOST:PORT" or "[HOST]:PORT"; cut at SIZE. */
void listen_queue_name(int descriptor, char *name, size_t size);

/*
 * How many connections wait on the listening socket DESCRIPTOR, and how many
 * may.  Linux tells it of TCP by TCP_INFO and of unix sockets by sock_diag(7),
 * where that is built in (CONFIG_UNIX_DIAG); both are -1 where it does not.
 */
void listen_queue_read(int descriptor, int64_t *waiting, int64_t *most);

#endif
