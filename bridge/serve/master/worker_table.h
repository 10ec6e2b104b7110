#ifndef SERVE_MASTER_WORKER_TABLE_H
#define SERVE_MASTER_WORKER_TABLE_H

#include "serve/master/snapshot.h"
#include "serve/observe/scoreboard.h"

/*
 * The worker processes as their master sees them: started from a snapshot, told
 * to end, killed when they do not, and buried.  The scoreboard says what each
 * is at; a worker that drains by itself is no longer counted on.
 */

struct worker_table;

/* What became of a worker, for the master to act on. */
struct worker_death {
	struct snapshot *snapshot; /* that it was started from */
	bool served; /* before it died */
	bool asked; /* it was to end, or ended by itself */
	int64_t age; /* milliseconds */
};

/* How many there are of a snapshot. */
struct worker_counts {
	unsigned starting, serving, draining;
	unsigned idle; /* of those that serve */
};

/* WAKE is for their worker_options.  NULL with errno set on failure. */
struct worker_table *worker_table_new(struct scoreboard *board,
    const int wake[2], void (*in_child)(void *owner), void *owner);
void worker_table_free(struct worker_table *workers);

/* Start one of SNAPSHOT.  Returns 0, or -1: no place is left, or fork failed.
 */
int worker_table_start(struct worker_table *workers, struct snapshot *snapshot);

/* Count those of SNAPSHOT, or of all snapshots for NULL. */
void worker_table_count(const struct worker_table *workers,
    const struct snapshot *snapshot, struct worker_counts *counts);

/*
 * Tell up to MOST of SNAPSHOT's (NULL: of all snapshots) that serve or start to
 * end by SIGTERM, or by SIGQUIT at once; idle ones first.
 */
void worker_table_end(struct worker_table *workers,
    const struct snapshot *snapshot, unsigned most, int signal);

/* Send SIGNAL to each. */
void worker_table_signal(const struct worker_table *workers, int signal);

/*
 * Kill those that did not end in time, or whose main thread keeps no time; to
 * be called about once a second.
 */
void worker_table_check(struct worker_table *workers);

/* PROCESS ended with STATUS (waitpid(2)).  False: it was no worker. */
bool worker_table_bury(struct worker_table *workers, pid_t process, int status,
    struct worker_death *death);

#endif
