#ifndef SERVE_MASTER_SUPERVISOR_H
#define SERVE_MASTER_SUPERVISOR_H

#include "serve/master/master_state.h"

/* The master's workers: pool.h says how many, workers.h starts and ends. */

/*
 * Start or end workers of the snapshot as its pool wants it.  Once all serve,
 * the service manager and a program that this one takes over from are told.
 */
void supervisor_keep(struct master *master);

/*
 * A worker PROCESS ended with STATUS (waitpid(2)).  One of a reload's makes
 * that be given up; when none has ever served, the master ends.
 */
void supervisor_bury(struct master *master, pid_t process, int status);

/* Whether there is any worker, of whatever snapshot. */
bool supervisor_lives(const struct master *master);

#endif
