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

/*
 * Start the program again, from the file that it was started from, with the
 * sockets of all LISTENERS, which NULL ends.  *READY becomes a descriptor: a
 * byte can be read from it when the new program serves, and its end is reached
 * when the new program exits before that.  Returns the process, or -1 with
 * ERROR filled.
 */
pid_t upgrade_start(const struct listeners *const *listeners, int *ready,
    struct gantry_error *error);

/* In a worker of the new program: close what only its master may write to. */
void upgrade_forget(void);

/* In the new program: tell the old one, if there is one, that this one serves.
 */
void upgrade_done(void);

#endif
