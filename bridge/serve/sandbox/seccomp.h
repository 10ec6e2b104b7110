#ifndef SERVE_SANDBOX_SECCOMP_H
#define SERVE_SANDBOX_SECCOMP_H

#include <stdbool.h>

#include "gantry/error.h"

/* seccomp restricts the system calls of the threads of this process. */

/* Does the kernel support it, and was gantry built with libseccomp? */
bool seccomp_filter_is_possible(void);

/*
 * From now on, allow all threads only the calls that serving needs.  Returns 0,
 * or -1 with ERROR filled.
 */
int seccomp_filter_enter(struct gantry_error *error);

/* The name of a system call; valid until the next call. */
const char *seccomp_filter_call_name(int number);

#endif
