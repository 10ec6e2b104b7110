#ifndef SERVE_MASTER_RELOAD_H
#define SERVE_MASTER_RELOAD_H

#include "serve/master/master_state.h"

/*
 * Replacing the snapshot of a running master.  At most one new snapshot is
 * pending at a time.  The log, the service manager and waiting clients of the
 * control socket are told the result.
 */

/*
 * Load a snapshot and start its first workers; a pending one fails.
 * Returns 0, or -1 with ERROR filled and no snapshot pending.
 */
int reload_begin(struct master *master, struct gantry_error *error);

/* Adopt the pending snapshot if it is ready; fail if it timed out. */
void reload_check(struct master *master);

/* A worker of the pending snapshot has ended. */
void reload_handle_exit(struct master *master, const struct worker_exit *ended);

/* Give the pending snapshot up for REASON and stop its workers. */
void reload_fail(struct master *master, const char *reason);

/* Free the retired snapshots whose workers have all exited. */
void reload_free_retired(struct master *master);

#endif
