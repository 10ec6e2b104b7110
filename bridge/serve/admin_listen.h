#ifndef SERVE_ADMIN_LISTEN_H
#define SERVE_ADMIN_LISTEN_H

#include <stdbool.h>

#include "gantry/error.h"

/*
 * The listening sockets of the admin servers, which do not block.  INHERITED is
 * one of an earlier process, or 0 to make one.  Each returns the descriptor, or
 * -1 with ERROR filled.
 */

/* A unix socket at PATH of mode 0600. */
int admin_listen_control(
    const char *path, int inherited, struct gantry_error *error);

/* HOST:PORT, a loopback address unless PUBLIC. */
int admin_listen_http(const char *address, bool public, int inherited,
    struct gantry_error *error);

#endif
