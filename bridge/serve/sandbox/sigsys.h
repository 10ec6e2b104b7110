#ifndef SERVE_SANDBOX_SIGSYS_H
#define SERVE_SANDBOX_SIGSYS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "gantry/error.h"

/*
 * What the sandbox denies, counted.  The filter raises SIGSYS for a system call
 * that it does not allow, and the handler here makes the call fail with EPERM.
 *
 * Whether a file may be opened is Landlock's to say, which tells no one when it
 * says no.  So the filter sends each open here first; the handler repeats the
 * call with a cookie in an argument that the call does not have, by which the
 * filter lets it pass, and sees what Landlock answers.  Opens are rare in a
 * worker.  The cookie is no secret to protect: it only skips the counting.
 */

/* Can the handler do that, on this kind of processor? */
bool sigsys_is_possible(void);

/* Is it a call that is sent here to be repeated? */
bool sigsys_repeats(int number);

/* Take SIGSYS, and choose the cookie, of the sixth argument. */
int sigsys_catch(uint64_t *cookie, struct gantry_error *error);

/* Count in VIOLATIONS, too. */
void sigsys_count_in(atomic_int_least64_t *violations);

/* How many there were in this process. */
int64_t sigsys_count(void);

/* Log those that were noted, and not logged yet; NAME puts one into words. */
void sigsys_report(const char *(*name)(int number));

#endif
