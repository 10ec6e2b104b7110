#ifndef SERVE_MASTER_WORKERS_WORKER_EXIT_H
#define SERVE_MASTER_WORKERS_WORKER_EXIT_H

#include "serve/observe/scoreboard.h"

/*
 * The worker of SLOT exited with STATUS (waitpid(2)) and was not expected to:
 * log why, with the request that a signal interrupted, and count it on BOARD.
 */
void worker_exit_report(struct scoreboard *board, const struct score_slot *slot,
    int status, bool was_ready);

#endif
