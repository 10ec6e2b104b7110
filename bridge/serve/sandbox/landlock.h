#ifndef SERVE_SANDBOX_LANDLOCK_H
#define SERVE_SANDBOX_LANDLOCK_H

#include "gantry/error.h"

/* Landlock restricts the files that the threads of this process may open. */

/* The version of the interface of the kernel; 0: none. */
int landlock_abi(void);

/*
 * Restrict this thread, and those that it starts, to reading the files READS
 * and their folders, writing in the folders WRITES, /dev/null and /dev/urandom.
 * READS and WRITES may be NULL and end with NULL.  A path that does not exist
 * is logged and stays closed.  Returns 0, or -1 with ERROR filled.
 */
int landlock_enter(const char *const *reads, const char *const *writes,
    struct gantry_error *error);

#endif
