#ifndef SERVE_ADMIN_LISTEN_H
#define SERVE_ADMIN_LISTEN_H

#include "serve/socket/listener.h"

/*
 * Open the listening socket of an admin server, or take the one that the old
 * program handed over (serve/socket/inherited_sockets.h).  Both functions
 * return 0, or -1 with ERROR filled and LISTENERS empty.
 */

/* A unix socket at PATH of mode 0600. */
int admin_listen_control(
    struct listeners *listeners, const char *path, struct gantry_error *error);

/* ADDRESS is HOST:PORT; without PUBLIC it must be a loopback address. */
int admin_listen_http(struct listeners *listeners, const char *address,
    bool public, struct gantry_error *error);

#endif
