#ifndef SERVE_SOCKET_ACTIVATION_H
#define SERVE_SOCKET_ACTIVATION_H

#include <stdbool.h>
#include <stddef.h>

#include "gantry/buffer.h"
#include "gantry/error.h"

/*
 * Socket activation: the listening sockets that this process was started with.
 * Those of LISTEN_FDS (sd_listen_fds(3)), else descriptor 0 (FastCGI
 * specification 1.0, section 2.2); after an upgrade those that the old program
 * had been given.  They stay open until this process ends, whatever a reload
 * does, since nothing could open them again.  For one thread at a time.
 */

/*
 * Find the sockets; only the first call does something.  Returns 0, or -1 with
 * ERROR filled when what LISTEN_FDS names cannot be listened on.
 */
int activation_find(struct gantry_error *error);

/* How many there are, and the descriptor of each. */
size_t activation_count(void);
int activation_get(size_t index);

/*
 * The name of each: FileDescriptorName= of its socket unit (LISTEN_FDNAMES);
 * "": it has none.
 */
const char *activation_name(size_t index);

/* The number of the socket DESCRIPTOR, or -1 if it is not one of them. */
int activation_index(int descriptor);

/*
 * A netlink socket for sock_diag(7), in the network namespace of the listening
 * sockets, from which this process may be cut off; -1: none was handed over.
 */
int activation_diagnostics(void);

/* For an upgrade: add all to SOCKETS (serve/socket/inherited_sockets.h). */
void activation_export(struct gantry_buffer *sockets);

/*
 * The descriptor of the socket that is bound to ADDRESS (unix:PATH, or
 * HOST:PORT, or http:// and one of these), by whatever name PATH or HOST has
 * there, or that is called NAME (systemd:NAME); -1: none.
 */
int activation_match(const char *address);

#endif
