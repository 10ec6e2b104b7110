#ifndef SERVE_SANDBOX_SECCOMP_H
#define SERVE_SANDBOX_SECCOMP_H

#include <stdbool.h>

#include "gantry/error.h"

/* seccomp: which system calls the threads of this process may make. */

/* Does the kernel have it, and was gantry built with libseccomp? */
bool seccomp_filter_is_possible(void);

/*
 * Allow from now on, in all threads, what serving takes alone.  Returns 0, or
 * -1 with ERROR filled.
 */
int seccomp_filter_enter(struct gantry_error *error);

/* The name of a system call; good until the next call. */
const char *seccomp_filter_call_name(int number);

#endif
