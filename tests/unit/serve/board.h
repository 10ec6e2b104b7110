#ifndef UNIT_SERVE_BOARD_H
#define UNIT_SERVE_BOARD_H

#include "serve/admin/status.h"

/*
 * A scoreboard as a busy gantry has it, three slots of two threads: slot 0
 * serves, is this process, and has one request that hangs for 12.3 s and one
 * idle thread that served three; slot 1 drains and has one request of 1.5 s;
 * slot 2 is free.
 */
struct scoreboard *board_new(void);

/* What a master says of it; it started 90 s ago and listens nowhere. */
struct status_master board_master(void);

/* Take the status of that. */
void board_collect(struct status *status, struct scoreboard *board);

#endif
