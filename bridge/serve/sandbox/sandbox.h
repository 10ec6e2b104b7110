#ifndef SERVE_SANDBOX_H
#define SERVE_SANDBOX_H

#include <stdatomic.h>
#include <stdint.h>

#include "gantry/error.h"

/*
 * What a worker may do once its applications are open, whatever a request makes
 * of it: read below the folders of the files that its applications named, write
 * below a few, serve the connections that come, and nothing else.
 *
 * Three things of Linux make it: no new privileges, Landlock for files (and, by
 * newer kernels, for TCP, signals and abstract sockets), and a seccomp filter
 * for system calls.  What is denied fails with EACCES or EPERM; it is counted,
 * and the first of its kind is logged.
 */

enum sandbox_mode {
	SANDBOX_ON, /* as far as the kernel can; a warning says what it lacks */
	SANDBOX_OFF,
	SANDBOX_REQUIRE, /* all of it, or no start */
};

struct sandbox_options {
	enum sandbox_mode mode;
	/*
	 * Files to be read, though perhaps not there yet: the folder of each
	 * may be read, and that of what it links to now.  Ended by NULL.
	 */
	const char *const *reads;
	const char *const *writes; /* folders to make files in; by NULL */
};

/*
 * In the master: can the sandbox be had?  What is missing is logged, or with
 * SANDBOX_REQUIRE is an error: returns 0, or -1 with ERROR filled.
 */
int sandbox_probe(
    const struct sandbox_options *options, struct gantry_error *error);

/*
 * In a worker, before it has other threads: count what is denied here, too.
 * VIOLATIONS must stay mapped.
 */
void sandbox_count_in(atomic_int_least64_t *violations);

/*
 * Enter the sandbox, for ever; OPTIONS may be NULL.  Threads that are started
 * later are in it.  Returns 0, or -1 with ERROR filled when a part of it that
 * the kernel has failed.
 */
int sandbox_enter(
    const struct sandbox_options *options, struct gantry_error *error);

/*
 * Log what was denied since the last call: a line for the first time that a
 * system call is denied in this process.  To be called now and then, and at the
 * end.
 */
void sandbox_report(void);

#endif
