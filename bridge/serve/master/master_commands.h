#ifndef SERVE_MASTER_COMMANDS_H
#define SERVE_MASTER_COMMANDS_H

#include "serve/master/master_state.h"

/*
 * The commands that a running master carries out; master.h lists the signals
 * and admin.h the requests.
 */

/* Handle pending signals.  While stopping, only INT and QUIT have an effect. */
void master_handle_signals(struct master *master);

/*
 * The program that USR2 started is ready or has exited: leave everything to it,
 * or keep serving.
 */
void master_end_upgrade(struct master *master);

/* Send metrics to statsd if that is due, or if the master ENDS. */
void master_send_statsd(struct master *master, bool ends);

/* Fill ACTIONS with the commands for MASTER, which must outlive it. */
void master_fill_actions(struct admin_actions *actions, struct master *master);

#endif
