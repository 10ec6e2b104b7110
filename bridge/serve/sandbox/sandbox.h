#ifndef SERVE_SANDBOX_H
#define SERVE_SANDBOX_H

#include <stdatomic.h>
#include <stdint.h>

#include "gantry/error.h"

/*
 * The sandbox of a worker, which it enters after opening its applications.  The
 * worker may read in the folders of the files that its applications name, write
 * in a few folders, and serve connections, and nothing else.
 *
 * The sandbox is made of no_new_privs, Landlock for files (with newer kernels
 * also for TCP, signals and abstract sockets) and a seccomp filter for system
 * calls. Denied calls fail with EACCES or EPERM and are counted; the first
 * denial of each call is logged.
 */

enum sandbox_mode {
	SANDBOX_ON, /* as far as possible, with a warning */
	SANDBOX_OFF,
	SANDBOX_REQUIRE, /* all of it; otherwise do not start */
};

struct sandbox_options {
	enum sandbox_mode mode;
	/*
	 * Files to read, which need not exist yet.  The folder of each file,
	 * and the folder that a link now leads to, may be read.  Ended by NULL.
	 */
	const char *const *reads;
	const char *const *writes; /* folders to create files in; by NULL */
	/*
	 * The listening sockets have the LISTENERS_COUNT descriptors from
	 * LISTENERS_FIRST on, and no other descriptor ever gets a number from
	 * there on.  A count of 0: there are none.
	 */
	int listeners_first;
	unsigned listeners_count;
};

/*
 * In the master: warn if a part of the sandbox is missing.  With
 * SANDBOX_REQUIRE that is an error.  Returns 0, or -1 with ERROR filled.
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
 * are in it, too.  Returns 0, or -1 with ERROR filled if a part that the kernel
 * supports fails.
 */
int sandbox_enter(
    const struct sandbox_options *options, struct gantry_error *error);

/*
 * Log the system calls that were denied for the first time in this process
 * since the last call.  Call it from time to time and before exit.
 */
void sandbox_report(void);

#endif
