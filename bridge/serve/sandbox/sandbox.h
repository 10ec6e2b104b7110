#ifndef SERVE_SANDBOX_H
#define SERVE_SANDBOX_H

#include <stdatomic.h>
#include <stdint.h>

#include "gantry/error.h"
#include "serve/sandbox/sandbox_options.h"

/*
 * The sandbox of a worker, which it enters after opening its applications.  The
 * worker may serve connections and do what the rights of its applications
 * allow, and nothing else.  The programs that it runs are in the sandbox, too.
 *
 * The sandbox is made of no_new_privs, Landlock for files (with newer kernels
 * also for TCP, signals and abstract sockets) and a seccomp filter for system
 * calls. Denied calls fail with EACCES or EPERM and are counted; the first
 * denial of each kind is logged with the right that allows it.
 */

/*
 * In the master: warn if a part of the sandbox is missing.  With
 * SANDBOX_REQUIRE that is an error.  Load the library that each worker needs
 * before it enters the sandbox.  Returns 0, or -1 with ERROR filled.
 */
int sandbox_probe(
    const struct sandbox_options *options, struct gantry_error *error);

/*
 * In a worker, before it has other threads: count denied calls in VIOLATIONS,
 * too, which must stay mapped.
 */
void sandbox_count_in(atomic_int_least64_t *violations);

/*
 * Enter the sandbox permanently; OPTIONS may be NULL.  Threads started later
 * are in it, too.  Threads that applications have started before are only in a
 * part of it: files are not restricted for them.  That is a warning, or an
 * error with SANDBOX_REQUIRE.  Returns 0, or -1 with ERROR filled, also if a
 * part that the kernel supports fails.
 */
int sandbox_enter(
    const struct sandbox_options *options, struct gantry_error *error);

/*
 * Enter the sandbox of a job permanently, in a process that is about to run its
 * program.  Missing folders in WRITES are made before.  The job has no other
 * files than those of RIGHTS and what programs read when they start, and no
 * calls that no job needs.  Returns 0, or -1 with ERROR filled, also when MODE
 * is SANDBOX_REQUIRE and a part is missing.
 */
int sandbox_enter_job(enum sandbox_mode mode,
    const struct sandbox_rights *rights, struct gantry_error *error);

/*
 * Log the system calls that were denied for the first time in this process
 * since the last call.  Call it from time to time and before exit.
 */
void sandbox_report(void);

/*
 * In the handler of a fatal signal: write what sandbox_report would log to
 * DESCRIPTOR, briefly.
 */
void sandbox_write_report(int descriptor);

#endif
