#ifndef SERVE_SANDBOX_LANDLOCK_H
#define SERVE_SANDBOX_LANDLOCK_H

#include "serve/sandbox/sandbox.h"

/* Landlock: which files the threads of this process may open. */

/* The version of the kernel's interface; 0 for none. */
int landlock_abi(void);

/*
 * Confine this thread, and those that it starts, to what OPTIONS name, and to
 * /dev/null and /dev/urandom.  A folder that is not there is logged.  Returns
 * 0, or -1 with ERROR filled.
 */
int landlock_enter(
    const struct sandbox_options *options, struct gantry_error *error);

#endif
