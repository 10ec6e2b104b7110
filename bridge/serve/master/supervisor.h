#ifndef SERVE_MASTER_SUPERVISOR_H
#define SERVE_MASTER_SUPERVISOR_H

#include "serve/master/master_state.h"

/* Starting and stopping workers: scaling.h decides, worker_table.h acts. */

/*
 * Start or stop workers of the current snapshot.  When all pools that can start
 * are ready for the first time, announce it to the log, the service manager and
 * the old program of an upgrade.
 */
void supervisor_maintain(struct master *master);

/*
 * PROCESS exited with STATUS (waitpid(2)).  If it is a worker of a reload, that
 * fails.  If no worker of its pool has ever been ready, the others serve; if
 * there are none, the master stops.
 */
void supervisor_reap(struct master *master, pid_t process, int status);

/* The same for workers that a template was to fork, and will not. */
void supervisor_take_lost(struct master *master);

/* Is there a worker of any snapshot? */
bool supervisor_has_workers(const struct master *master);

#endif
