#ifndef SERVE_SOCKET_LISTENER_H
#define SERVE_SOCKET_LISTENER_H

#include <stdbool.h>
#include <stddef.h>

#include <sys/types.h>

#include "gantry/error.h"
#include "serve/socket/listener_state.h"
#include "serve/socket/peers.h"
#include "serve/socket/unix_socket.h"

/* The sockets that web servers connect to. */

struct listeners {
	int descriptors[LISTENERS_MAX];
	char *addresses[LISTENERS_MAX]; /* as configured, or "inherited:N" */
	/* To be removed at the end; none for TCP and inherited sockets. */
	struct unix_socket files[LISTENERS_MAX];
	bool are_http[LISTENERS_MAX]; /* HTTP instead of FastCGI comes */
	size_t count;
	const struct peers *peers; /* that may connect; NULL: all */
};

/* How to open sockets; { 0 } has the defaults. */
struct listener_options {
	bool public; /* allow other than loopback addresses */
	/*
	 * SO_REUSEPORT on TCP sockets: another gantry of the same user may
	 * listen on the same address, and the kernel distributes connections
	 * among them.  The workers of one gantry still share a socket: if each
	 * had its own, waiting connections would be lost with a worker.
	 */
	bool reuse_port;
	mode_t mode; /* of unix sockets; 0: 0660 */
	bool has_user, has_group; /* change the owner of unix sockets */
	uid_t user;
	gid_t group;
};

/*
 * Add the socket INDEX of those that this process was started with
 * (serve/socket/activation.h).  Returns 0, or -1 with ERROR filled.
 */
int listeners_add_activated(
    struct listeners *listeners, size_t index, struct gantry_error *error);

/* Is DESCRIPTOR one of the sockets?  LISTENERS may be NULL. */
bool listeners_have(const struct listeners *listeners, int descriptor);

#define LISTENER_HTTP "http://"

/*
 * Listen on ADDRESS: "unix:PATH", "HOST:PORT" or "[HOST]:PORT", for FastCGI, or
 * LISTENER_HTTP and one of these, for HTTP, or "systemd:NAME" for a socket that
 * this process was started with by that name.  HOST must be a
 * loopback address unless OPTIONS allow others.  A socket file left by a dead
 * process is replaced.  Root refuses a folder that another user could change
 * (base/files/folder.h).  A socket for ADDRESS that the old program handed over
 * (serve/socket/inherited_sockets.h), or that this process was started with
 * (serve/socket/activation.h), is used.  Returns 0, or -1 with ERROR filled.
 */
int listeners_bind(struct listeners *listeners, const char *address,
    const struct listener_options *options, struct gantry_error *error);

/* May the peer of the connection DESCRIPTOR connect (serve/socket/peers.h)? */
bool listener_admits(const struct listeners *listeners, int descriptor);

/*
 * Give the unix sockets that this process made the mode and owner of OPTIONS.
 * Logs what it did, and what failed.
 */
void listeners_change(
    struct listeners *listeners, const struct listener_options *options);

/*
 * Share the socket for ADDRESS, for whichever protocol it was opened, unless it
 * is dead or its file was removed, or
 * for NULL all sockets, with FROM.  Returns 0, or -1 with ERROR filled if there
 * is none.
 */
int listeners_share(struct listeners *listeners, const struct listeners *from,
    const char *address, struct gantry_error *error);

/*
 * Close the sockets that are in none of KEPT, which NULL ends, and remove their
 * files.
 */
void listeners_close_unshared(
    struct listeners *listeners, const struct listeners *const *kept);

/* Leave the socket files to another program: never remove them. */
void listeners_disown(struct listeners *listeners);

/* Close all sockets and keep their files. */
void listeners_close(struct listeners *listeners);

/* Free the memory without closing the sockets. */
void listeners_clear(struct listeners *listeners);

/*
 * Remove the socket files that this process created.  Only the first call has
 * an effect: a later file may belong to another process.
 */
void listeners_unlink(struct listeners *listeners);

#endif
