#ifndef SERVE_LISTENER_H
#define SERVE_LISTENER_H

#include <stdbool.h>
#include <stddef.h>

#include "gantry/error.h"

/* The sockets that a web server connects to. */

#define LISTENERS_MAX 8

struct listeners {
	int descriptors[LISTENERS_MAX];
	/* What to unlink at the end; NULL for TCP and inherited sockets. */
	const char *paths[LISTENERS_MAX];
	size_t count;
};

/* Is DESCRIPTOR a listening socket? */
bool listener_is(int descriptor);

/*
 * Take over the sockets that were handed to this process: descriptor 0
 * (FastCGI specification 1.0, section 2.2) and those of LISTEN_FDS (systemd's
 * sd_listen_fds(3)).  Returns how many were added.
 */
size_t listeners_inherit(struct listeners *listeners);

/*
 * Listen on ADDRESS: "unix:PATH", made with mode 0660, or "HOST:PORT" or
 * "[HOST]:PORT", which must be a loopback address unless PUBLIC.  A socket file
 * that no one listens on any more is replaced.  ADDRESS must outlive LISTENERS.
 * Returns 0, or -1 with ERROR filled.
 */
int listeners_bind(struct listeners *listeners, const char *address,
    bool public, struct gantry_error *error);

/* Close all of them. */
void listeners_close(struct listeners *listeners);

/*
 * Remove the files of unix sockets that this process made.  Once only: what
 * lies there afterwards may be someone else's.
 */
void listeners_unlink(struct listeners *listeners);

#endif
