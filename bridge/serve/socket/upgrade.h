#ifndef SERVE_SOCKET_UPGRADE_H
#define SERVE_SOCKET_UPGRADE_H

#include "serve/socket/listener.h"

/*
 * Replacing the running program by a new one without closing a socket.  The old
 * program starts the new one with its listening sockets and serves until the
 * new one is ready.  If that never happens, nothing has changed.
 */

/* Remember how this program was started; the first call in main. */
void upgrade_note(char *const arguments[]);

/* Two descriptors, which the caller closes. */
struct upgrade_started {
	/*
	 * Readable when the new program serves or has exited before; see
	 * upgrade_is_served.
	 */
	int ready;
	/* A socket for connections that the new program takes over. */
	int connections;
};

/*
 * Start the program again, from the file that it was started from, with the
 * sockets of all LISTENERS, which NULL ends.  Returns the process, or -1 with
 * ERROR filled.
 */
pid_t upgrade_start(const struct listeners *const *listeners,
    struct upgrade_started *started, struct gantry_error *error);

/*
 * Once READY is readable: does the new program serve?  *TAKES: it also takes
 * connections over.
 */
bool upgrade_is_served(int ready, bool *takes);

/*
 * In the new program: the socket for connections of the old one, which the
 * caller owns, or -1.
 */
int upgrade_take_predecessor(void);

/* In a worker of the new program: close what only its master may write to. */
void upgrade_forget(void);

/* In the new program: tell the old one, if there is one, that this one serves.
 */
void upgrade_done(void);

#endif
