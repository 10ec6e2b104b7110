#ifndef SERVE_MASTER_WORKER_TABLE_H
#define SERVE_MASTER_WORKER_TABLE_H

#include <poll.h>

#include "serve/master/snapshot.h"
#include "serve/observe/scoreboard.h"

/*
 * The worker processes: starting them from a snapshot, telling them to end,
 * killing those that do not, and reaping them.  What is known of each is on the
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
 * Each worker calls IN_CHILD first.  BOARD must outlive the result.  NULL with
 * errno set on failure.
 */
struct worker_table *worker_table_new(
    struct scoreboard *board, void (*in_child)(void *owner), void *owner);
void worker_table_free(struct worker_table *workers);

/* Start a worker of SNAPSHOT.  Returns 0, or -1: no free slot, or no fork. */
int worker_table_start(struct worker_table *workers, struct snapshot *snapshot);

/*
 * Fill WAITED, of one entry for each slot of the scoreboard, with the pipes by
 * which workers wake the master.  A worker that has just done so is left out
 * for some milliseconds, so that it cannot keep the master busy.  Returns the
 * number of entries.
 */
size_t worker_table_poll(
    const struct worker_table *workers, struct pollfd *waited);

/* The milliseconds until worker_table_poll has another entry; -1: never. */
int worker_table_timeout(const struct worker_table *workers);

/* After each poll(2): read what workers sent, and note their states. */
void worker_table_update(struct worker_table *workers);

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
 * Kill workers that did not end in time or have no heartbeat.  Once a second,
 * note how much memory each uses.
 */
void worker_table_check(struct worker_table *workers);

/* PROCESS exited with STATUS (waitpid(2)).  False: it was not a worker. */
bool worker_table_reap(struct worker_table *workers, pid_t process, int status,
    struct worker_exit *ended);

#endif
