#ifndef SERVE_SOCKET_UNIX_SOCKET_H
#define SERVE_SOCKET_UNIX_SOCKET_H

#include <stdbool.h>
#include <sys/types.h>

#include "gantry/error.h"

/*
 * The files of unix sockets.  Root makes them only in folders that
 * base/files/folder.h permits.
 */

/* Whose socket file to make, and its mode. */
struct unix_socket_options {
	mode_t mode;
	bool has_user, has_group; /* change the owner */
	uid_t user;
	gid_t group;
};

/* A socket file that this process made; { 0 }: none. */
struct unix_socket {
	bool is_made;
	dev_t device;
	ino_t inode;
	bool is_inherited; /* another process made it for this one */
};

/*
 * Bind a new socket to PATH, whose file has the owner and mode of OPTIONS
 * before anyone can open it.  A socket file that a dead process left is
 * replaced.  Returns the socket, which does not listen yet, with *MADE filled,
 * or -1 with ERROR filled and no file left behind.
 */
int unix_socket_bind(const char *path,
    const struct unix_socket_options *options, struct unix_socket *made,
    struct gantry_error *error);

/* Fill *MADE from the file PATH of a socket that was handed to this process. */
void unix_socket_find(const char *path, struct unix_socket *made);

/* Is the file PATH still the socket MADE? */
bool unix_socket_is_there(const char *path, const struct unix_socket *made);

/*
 * Give the file PATH, if it is the socket MADE, the mode and the owner of
 * OPTIONS.  Returns 1 if that changed something, 0 if it had them, or -1 with
 * ERROR filled.
 */
int unix_socket_change(const char *path, const struct unix_socket *made,
    const struct unix_socket_options *options, struct gantry_error *error);

/*
 * Remove the file PATH if it is still the socket MADE, and forget it.  Anything
 * else that has this name by now is left.
 */
void unix_socket_remove(const char *path, struct unix_socket *made);

#endif
