#ifndef SERVE_SANDBOX_LANDLOCK_H
#define SERVE_SANDBOX_LANDLOCK_H

#include "gantry/error.h"
#include "serve/sandbox/sandbox_options.h"

/* Landlock restricts the files that the threads of this process may open. */

/* The version of the interface of the kernel; 0: none. */
int landlock_abi(void);

/*
 * Restrict this thread, and those that it starts, to RIGHTS and what libraries
 * open on their own.  What does not exist is logged and stays closed.  Returns
 * 0, or -1 with ERROR filled.
 */
int landlock_enter(
    const struct sandbox_rights *rights, struct gantry_error *error);

#endif
