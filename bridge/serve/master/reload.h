#ifndef SERVE_MASTER_RELOAD_H
#define SERVE_MASTER_RELOAD_H

#include "serve/master/master_state.h"

/*
 * Replacing the master's snapshot while it serves.  At most one other snapshot
 * is on trial at a time; what becomes of it is logged, and said to the service
 * manager and to the admin's clients that wait for it.
 */

/*
 * Load a snapshot and start its first workers; one that is on trial is given
 * up. Returns 0, or -1 with ERROR filled: nothing is on trial then.
 */
int reload_begin(struct master *master, struct gantry_error *error);

/* With a snapshot on trial: adopt it if it serves, give it up if it is late. */
void reload_check(struct master *master);

/* With a snapshot on trial: end its workers for REASON. */
void reload_give_up(struct master *master, const char *reason);

/* Free the snapshots that have no workers left. */
void reload_free_retired(struct master *master);

#endif
