#ifndef SERVE_SANDBOX_SECCOMP_H
#define SERVE_SANDBOX_SECCOMP_H

#include <stdbool.h>

#include "gantry/error.h"
#include "serve/sandbox/sandbox_options.h"

/* seccomp restricts the system calls of the threads of this process. */

/* Does the kernel support it, and was gantry built with libseccomp? */
bool seccomp_filter_is_possible(void);

/*
 * From now on, allow all threads only the calls that serving and the rights of
 * OPTIONS need; LANDLOCK is the version of Landlock, which restricts more the
 * newer it is.  Returns 0, or -1 with ERROR filled.
 */
int seccomp_filter_enter(const struct sandbox_options *options, int landlock,
    struct gantry_error *error);

/*
 * From now on, deny a job the calls that no job needs, and sockets unless
 * RIGHTS has addresses.  Returns as seccomp_filter_enter.
 */
int seccomp_filter_enter_job(const struct sandbox_rights *rights, int landlock,
    struct gantry_error *error);

/* The name of a system call; valid until the next call. */
const char *seccomp_filter_call_name(int number);

#endif
