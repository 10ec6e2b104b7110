#ifndef SERVE_SOCKET_UPGRADE_H
#define SERVE_SOCKET_UPGRADE_H

#include "serve/socket/listener.h"

/*
 * Another binary takes over: it is started with the listening sockets, and says
 * when it serves.  Both processes live until then; if it never says so, nothing
 * has changed.
 */

/* Note how this program was started; to be called first in main. */
void upgrade_note(char *const arguments[]);

/*
 * Start the program anew, from the file that it was started from, with the
 * sockets of all of LISTENERS, ended by NULL.  *READY
 * becomes a descriptor from which a byte can be read when it serves, and the
 * end when it never will.  Returns its process, or -1 with ERROR filled.
 */
pid_t upgrade_start(const struct listeners *const *listeners, int *ready,
    struct gantry_error *error);

/* In the new program: the descriptor for ADDRESS that was handed over, or -1.
 */
int upgrade_take(const char *address);

/* In the new program: close what was handed over and not taken. */
void upgrade_close_rest(void);

/* In a worker of the new program: this is not its word to give. */
void upgrade_forget(void);

/* In the new program: tell the old one to end.  Returns whether there is one.
 */
bool upgrade_done(void);

#endif
