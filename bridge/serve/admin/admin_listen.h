#ifndef SERVE_ADMIN_LISTEN_H
#define SERVE_ADMIN_LISTEN_H

#include "serve/socket/listener.h"

/*
 * The listening sockets of the admin servers, one each, which another program
 * may have handed over (serve/socket/upgrade.h).  Each returns 0, or -1 with
 * ERROR filled and LISTENERS empty.
 */

/* A unix socket at PATH of mode 0600. */
int admin_listen_control(
    struct listeners *listeners, const char *path, struct gantry_error *error);

/* HOST:PORT, a loopback address unless PUBLIC. */
int admin_listen_http(struct listeners *listeners, const char *address,
    bool public, struct gantry_error *error);

#endif
