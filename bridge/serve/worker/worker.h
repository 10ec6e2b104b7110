#ifndef SERVE_WORKER_H
#define SERVE_WORKER_H

#include "serve/observe/scoreboard.h"
#include "serve/worker/loop_options.h"

/* The exit status of a worker that could not begin to serve. */
#define WORKER_EXIT_BOOT 3

/* The exit status of one that gave requests up. */
#define WORKER_EXIT_GIVEN_UP 1

/* What a configuration says of each worker. */
struct worker_config {
	struct loop_options loop;
	int graceful_timeout; /* milliseconds for the last requests */
	unsigned max_requests; /* until it is replaced; 0: any number */
	unsigned max_requests_jitter; /* up to so many more, at random */
	int64_t max_rss; /* bytes; 0: any number */
};

struct worker_options {
	const struct worker_config *config;
	struct scoreboard *board;
	unsigned slot; /* on the board */
	int wake; /* a byte written here wakes the master */
};

/*
 * Be a worker: serve until SIGTERM, which lets requests finish, or SIGINT or
 * SIGQUIT, which do not; until as many requests were served, or as much memory
 * is used, as its configuration allows; or until a request hangs.  What it is
 * at is in the board's state, and the master is woken when that changes.
 * Returns the exit status.
 */
int worker_run(const struct worker_options *options);

#endif
