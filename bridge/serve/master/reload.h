#ifndef SERVE_MASTER_RELOAD_H
#define SERVE_MASTER_RELOAD_H

#include "serve/master/master_state.h"

/*
 * Replacing the snapshot of a running master.  At most one new snapshot is on
 * trial at a time.  The log, the service manager and waiting clients of the
 * control socket are told the result.
 */

/*
 * Load a snapshot and start its first workers; a trial in progress fails.
 * Returns 0, or -1 with ERROR filled and no snapshot on trial.
 */
int reload_begin(struct master *master, struct gantry_error *error);

/* During a trial: adopt the snapshot if it is ready, fail if it is late. */
void reload_check(struct master *master);

/* During a trial: fail for REASON and stop the new workers. */
void reload_fail(struct master *master, const char *reason);

/* Free the retired snapshots whose workers have all exited. */
void reload_free_retired(struct master *master);

#endif
