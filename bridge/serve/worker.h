#ifndef SERVE_WORKER_H
#define SERVE_WORKER_H

#include "serve/loop.h"

/* How long a worker waits for its last requests before it gives them up. */
#define WORKER_PATIENCE_MILLISECONDS 30000

/* The exit status of a worker that could not begin to serve. */
#define WORKER_EXIT_BOOT 3

/*
 * Be a worker: serve until SIGTERM, which lets requests finish, or SIGINT or
 * SIGQUIT, which do not.  A byte is written to READY, which is then closed,
 * when the applications are open.  Returns the exit status.
 */
int worker_run(const struct loop_options *options, int ready);

#endif
