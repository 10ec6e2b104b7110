#ifndef SERVE_MASTER_WORKER_TABLE_H
#define SERVE_MASTER_WORKER_TABLE_H

#include "serve/master/snapshot.h"
#include "serve/observe/scoreboard.h"

/*
 * The worker processes as their master sees them: started from a plan, told to
 * end, killed when they do not, and buried.  The scoreboard says what each is
 * at; a worker that drains by itself is no longer counted on.
 */

struct workers;

/* What became of a worker, for the master to act on. */
struct worker_death {
	struct plan *plan; /* that it was started from */
	bool served; /* before it died */
	bool asked; /* it was to end, or ended by itself */
	int64_t age; /* milliseconds */
};

/* How many there are of a plan. */
struct worker_counts {
	unsigned starting, serving, draining;
	unsigned idle; /* of those that serve */
};

/* WAKE is for their worker_options.  NULL with errno set on failure. */
struct workers *workers_new(struct scoreboard *board, const int wake[2],
    void (*in_child)(void *owner), void *owner);
void workers_free(struct workers *workers);

/* Start one of PLAN.  Returns 0, or -1: no place is left, or fork failed. */
int workers_start(struct workers *workers, struct plan *plan);

/* Count those of PLAN, or of all plans for NULL. */
void workers_count(const struct workers *workers, const struct plan *plan,
    struct worker_counts *counts);

/*
 * Tell up to MOST of PLAN's (NULL: of all plans) that serve or start to end by
 * SIGTERM, or by SIGQUIT at once; idle ones first.
 */
void workers_end(struct workers *workers, const struct plan *plan,
    unsigned most, int signal);

/* Send SIGNAL to each. */
void workers_signal(const struct workers *workers, int signal);

/*
 * Kill those that did not end in time, or whose main thread keeps no time; to
 * be called about once a second.
 */
void workers_check(struct workers *workers);

/* PROCESS ended with STATUS (waitpid(2)).  False: it was no worker. */
bool workers_bury(struct workers *workers, pid_t process, int status,
    struct worker_death *death);

#endif
