#ifndef SERVE_MASTER_RELOAD_H
#define SERVE_MASTER_RELOAD_H

#include "serve/master/master_state.h"

/*
 * Replacing the master's plan while it serves.  At most one other plan is on
 * trial at a time; what becomes of it is logged, and said to the service
 * manager and to the admin's clients that wait for it.
 */

/*
 * Load a plan and start its first workers; one that is on trial is given up.
 * Returns 0, or -1 with ERROR filled: nothing is on trial then.
 */
int reload_begin(struct master *master, struct gantry_error *error);

/* With a plan on trial: adopt it if it serves, give it up if it is late. */
void reload_check(struct master *master);

/* With a plan on trial: end its workers for REASON. */
void reload_give_up(struct master *master, const char *reason);

/* Free the plans that have no workers left. */
void reload_free_retired(struct master *master);

#endif
