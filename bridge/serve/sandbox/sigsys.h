#ifndef SERVE_SANDBOX_SIGSYS_H
#define SERVE_SANDBOX_SIGSYS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "gantry/error.h"

/*
 * Counting what the sandbox denies.  The seccomp filter raises SIGSYS for a
 * system call that it does not allow, and the handler makes the call fail with
 * EPERM.
 *
 * Landlock does not report denials.  So the filter raises SIGSYS for each open,
 * too. The handler repeats the call with a cookie in an unused argument, which
 * the filter lets pass, and sees whether Landlock denies it.  Workers rarely
 * open files.  The cookie is not a secret: it only skips the counting.
 */

/* Does the handler support this processor? */
bool sigsys_is_possible(void);

/* Install the handler and choose the cookie, which is the sixth argument. */
int sigsys_catch(uint64_t *cookie, struct gantry_error *error);

/* Also count in VIOLATIONS. */
void sigsys_count_in(atomic_int_least64_t *violations);

/* Log the notes that were not logged yet; NAME returns the name of a call. */
void sigsys_report(const char *(*name)(int number));

#endif
