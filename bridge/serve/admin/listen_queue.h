#ifndef SERVE_ADMIN_LISTEN_QUEUE_H
#define SERVE_ADMIN_LISTEN_QUEUE_H

#include <stdint.h>

/* The length of the accept queue of a listening socket. */

/*
 * Read how many connections wait on the listening socket DESCRIPTOR, and how
 * many may wait.  Linux tells this by TCP_INFO for TCP and by sock_diag(7) for
 * unix sockets, if the kernel has CONFIG_UNIX_DIAG.  Both are -1 if unknown.
 */
void listen_queue_read(int descriptor, int64_t *waiting, int64_t *most);

#endif
