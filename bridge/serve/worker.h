#ifndef SERVE_WORKER_H
#define SERVE_WORKER_H

#include "serve/plan.h"
#include "serve/scoreboard.h"

/* The exit status of a worker that could not begin to serve. */
#define WORKER_EXIT_BOOT 3

/* The exit status of one that gave requests up. */
#define WORKER_EXIT_GIVEN_UP 1

struct worker_options {
	const struct plan *plan;
	struct scoreboard *board;
	unsigned slot; /* on the board */
	int wake; /* a byte written here wakes the master */
};

/*
 * Be a worker: serve until SIGTERM, which lets requests finish, or SIGINT or
 * SIGQUIT, which do not; until as many requests were served, or as much memory
 * is used, as the plan allows; or until a request hangs.  What it is at is in
 * the board's state, and the master is woken when that changes.  Returns the
 * exit status.
 */
int worker_run(const struct worker_options *options);

#endif
