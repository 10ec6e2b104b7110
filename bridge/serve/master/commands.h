#ifndef SERVE_MASTER_COMMANDS_H
#define SERVE_MASTER_COMMANDS_H

#include "serve/master/master_state.h"

/*
 * The orders that a running master obeys; master.h lists the signals and
 * admin.h the requests.
 */

/* Obey the signals that came; one that ends already heeds but INT and QUIT. */
void commands_take_signals(struct master *master);

/*
 * The program started by USR2 has sent its word, or ended without: leave
 * everything to it, or go on.
 */
void commands_end_upgrade(struct master *master);

/* Fill ACTIONS with what the admin may ask of MASTER, which must outlive it. */
void commands_fill(struct admin_actions *actions, struct master *master);

#endif
