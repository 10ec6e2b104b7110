#ifndef SERVE_MASTER_WORKER_TABLE_H
#define SERVE_MASTER_WORKER_TABLE_H

#include "serve/master/snapshot.h"
#include "serve/observe/scoreboard.h"

/*
 * The worker processes: starting them from a snapshot, telling them to end,
 * killing those that do not, and reaping them.  Their states are on the
 * scoreboard.
 */

struct worker_table;

/* How a worker exited. */
struct worker_exit {
	struct snapshot *snapshot; /* of its configuration */
	bool was_ready;
	bool expected; /* it was told to end, or had drained on its own */
	int64_t age; /* milliseconds */
};

/* The numbers of workers of a snapshot. */
struct worker_counts {
	unsigned starting, serving, draining;
	unsigned idle; /* of those serving */
};

/*
 * WAKE is the pipe by which workers wake the master.  Each child calls IN_CHILD
 * first.  NULL with errno set on failure.
 */
struct worker_table *worker_table_new(struct scoreboard *board,
    const int wake[2], void (*in_child)(void *owner), void *owner);
void worker_table_free(struct worker_table *workers);

/* Start a worker of SNAPSHOT.  Returns 0, or -1: no free slot, or no fork. */
int worker_table_start(struct worker_table *workers, struct snapshot *snapshot);

/* Count the workers of SNAPSHOT; NULL: of all snapshots. */
void worker_table_count(const struct worker_table *workers,
    const struct snapshot *snapshot, struct worker_counts *counts);

/*
 * Tell up to MOST starting or serving workers of SNAPSHOT (NULL: of all
 * snapshots) to end, idle ones first: by SIGTERM gracefully, by SIGQUIT
 * immediately.
 */
void worker_table_end(struct worker_table *workers,
    const struct snapshot *snapshot, unsigned most, int signal);

/* Send SIGNAL to every worker. */
void worker_table_signal(const struct worker_table *workers, int signal);

/*
 * About once a second: kill workers that did not end in time or have no
 * heartbeat.
 */
void worker_table_check(struct worker_table *workers);

/* PROCESS exited with STATUS (waitpid(2)).  False: it was not a worker. */
bool worker_table_reap(struct worker_table *workers, pid_t process, int status,
    struct worker_exit *ended);

#endif
