#ifndef SERVE_SOCKET_LISTENER_H
#define SERVE_SOCKET_LISTENER_H

#include <stdbool.h>
#include <stddef.h>

#include <sys/types.h>

#include "gantry/error.h"
#include "serve/socket/peers.h"

/* The sockets that a web server connects to. */

#define LISTENERS_MAX 8

struct listeners {
	int descriptors[LISTENERS_MAX];
	char *addresses[LISTENERS_MAX]; /* as given; "inherited:N" */
	/* What to unlink at the end; NULL for TCP and inherited sockets. */
	const char *paths[LISTENERS_MAX]; /* inside the addresses */
	size_t count;
	const struct peers *peers; /* who may connect; NULL: everyone */
};

/* How to make sockets; all zeros are the defaults. */
struct listener_options {
	bool public; /* TCP on more than loopback addresses */
	/*
	 * SO_REUSEPORT on TCP sockets: another gantry, of the same user, may
	 * listen at the same address, and the kernel deals out connections
	 * between them.  The workers of one share one socket all the same: one
	 * of a worker's own would take the connections that wait in it down
	 * with that worker.
	 */
	bool reuse_port;
	mode_t mode; /* of unix sockets; 0: 0660 */
	bool has_user, has_group; /* to give unix sockets to */
	uid_t user;
	gid_t group;
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
 * Listen on ADDRESS: "unix:PATH", or "HOST:PORT" or "[HOST]:PORT", which must
 * be a loopback address unless OPTIONS say otherwise.  A socket file that no
 * one listens on any more is replaced.  A socket that another program has
 * handed over for the address (serve/socket/upgrade.h) is taken.  Returns 0, or
 * -1 with ERROR filled.
 */
int listeners_bind(struct listeners *listeners, const char *address,
    const struct listener_options *options, struct gantry_error *error);

/* May the peer of the accepted connection DESCRIPTOR stay
 * (serve/socket/peers.h)? */
bool listener_admits(const struct listeners *listeners, int descriptor);

/*
 * Take the socket for ADDRESS, or all of them for NULL, from FROM, which keeps
 * it, too.  Returns 0, or -1 with ERROR filled, when there is none.
 */
int listeners_share(struct listeners *listeners, const struct listeners *from,
    const char *address, struct gantry_error *error);

/*
 * Close those that are not in KEPT, which may be NULL, and remove the files
 * that belong to them.
 */
void listeners_close_unshared(
    struct listeners *listeners, const struct listeners *kept);

/* Another program has the files of the sockets now: never remove them. */
void listeners_disown(struct listeners *listeners);

/* Close all of them, and leave their files. */
void listeners_close(struct listeners *listeners);

/* Free the memory, and forget the sockets without closing them. */
void listeners_clear(struct listeners *listeners);

/*
 * Remove the files of unix sockets that this process made.  Once only: what
 * lies there afterwards may be someone else's.
 */
void listeners_unlink(struct listeners *listeners);

#endif
