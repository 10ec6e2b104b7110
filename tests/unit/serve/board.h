#ifndef UNIT_SERVE_BOARD_H
#define UNIT_SERVE_BOARD_H

#include "serve/admin/status.h"

/*
 * The scoreboard of a busy gantry with three slots of two threads.  Slot 0 is
 * this process and serves: one request hangs for 12.3 s, and an idle thread has
 * served three.  Three seconds ago, signal 11 hit the request that hangs.  Slot
 * 1 is draining a request of 1.5 s.  Slot 2 is free.
 */
struct scoreboard *board_new(void);

/* One worker of THREADS threads, which serves and has no request. */
struct scoreboard *board_of_one_worker(unsigned threads);

/* Its master, which started 90 s ago and has no sockets. */
struct status_master board_master(void);

/* Collect the status of BOARD. */
void board_collect(struct status *status, struct scoreboard *board);

#endif
