#ifndef SERVE_SANDBOX_SIGSYS_H
#define SERVE_SANDBOX_SIGSYS_H

#include <stdbool.h>
#include <stdint.h>

#include "gantry/error.h"

/*
 * Noticing what the sandbox denies (denials.h).  The seccomp filter raises
 * SIGSYS for a system call that it does not allow, and the handler makes the
 * call fail with EPERM.
 *
 * Landlock does not report denials.  So the filter also raises SIGSYS for calls
 * that Landlock judges, such as each open.  The handler repeats the call with a
 * cookie in an unused argument, which the filter lets pass, and sees whether
 * Landlock denies it.  Workers rarely open files.  The cookie is not a secret:
 * it only skips the counting.
 */

/* Does the handler support this processor? */
bool sigsys_is_possible(void);

/*
 * Install the handler and choose the cookie, which is the sixth argument.  With
 * RESOLVES, a socket that glibc tries in vain, to ask a name service cache, is
 * not noted.
 */
int sigsys_catch(bool resolves, uint64_t *cookie, struct gantry_error *error);

#endif
