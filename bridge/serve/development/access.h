#ifndef SERVE_DEVELOPMENT_ACCESS_H
#define SERVE_DEVELOPMENT_ACCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "gate/environ/environ.h"

/*
 * Who may use a development server.  A page of the internet can make a browser
 * send requests to 127.0.0.1 under a name of its own ("DNS rebinding"), and
 * then read the answers; so the host that a request names is checked.
 */

/* The names that requests may use for this server. */
struct access_hosts {
	const char *const *names; /* besides localhost, 127.0.0.1 and [::1] */
	size_t count;
};

/* Is the LENGTH bytes of HOST, with or without a port, one of the names? */
bool access_has_host(
    const struct access_hosts *hosts, const char *host, size_t length);

/* May the request be answered?  One without a Host may. */
bool access_is_allowed(
    const struct access_hosts *hosts, const struct gantry_environ *environ);

/*
 * May the answer show internals?  Only to a client on this machine, that no
 * proxy speaks for, on an address of this machine alone.
 */
bool access_is_local(
    const struct access_hosts *hosts, const struct gantry_environ *environ);

#endif
