#ifndef SERVE_MASTER_WORKERS_WORKER_TABLE_H
#define SERVE_MASTER_WORKERS_WORKER_TABLE_H

#include <poll.h>

#include "serve/master/workers/snapshot.h"
#include "serve/observe/scoreboard.h"
#include "serve/worker/connection_transfer.h"

/*
 * The worker processes: starting them for a pool, telling them to end,
 * killing those that do not, and reaping them.  What is known of each is on the
 * scoreboard.
 */

struct worker_table;

/* How a worker exited. */
struct worker_exit {
	struct pool *pool; /* as it was configured then */
	unsigned position; /* in the pool */
	bool was_ready; /* or about to serve */
	const struct score_crash *crash; /* NULL: no signal killed it */
	bool prepares; /* it prepared the pool; WAS_READY: and succeeded */
	bool expected; /* it was told to end, or had drained on its own */
};

/* The numbers of workers of a pool. */
struct worker_counts {
	unsigned starting, serving, draining;
	unsigned idle; /* of those serving */
	unsigned free; /* threads without a request, of those not idle */
	unsigned queued; /* requests that wait for a thread */
};

/*
 * Each worker calls IN_CHILD first.  BOARD must outlive the result.  NULL with
 * errno set on failure.
 */
struct worker_table *worker_table_new(
    struct scoreboard *board, void (*in_child)(void *owner), void *owner);
void worker_table_free(struct worker_table *workers);

/*
 * Start a worker of POOL at POSITION.  Returns 0, or -1: no
 * free slot, or no fork.
 */
int worker_table_start(
    struct worker_table *workers, struct pool *pool, unsigned position);

/*
 * Start the process that prepares POOL.  It counts as a worker that drains.
 * Returns as worker_table_start.
 */
int worker_table_prepare(struct worker_table *workers, struct pool *pool);

/*
 * The first position from FIRST on at which no worker of POOL starts or serves.
 */
unsigned worker_table_find_position(const struct worker_table *workers,
    const struct pool *pool, unsigned first);

/* Note the states of the workers. */
void worker_table_update(struct worker_table *workers);

/*
 * Count the workers of POOL; NULL: of all pools and snapshots.  One that has
 * exited is draining until its log lines are written.
 */
void worker_table_count(const struct worker_table *workers,
    const struct pool *pool, struct worker_counts *counts);

/* Is the stack of a worker being looked up? */
bool worker_table_reports_stacks(const struct worker_table *workers);

/*
 * Is there a serving worker of POOL, by its number, also in other snapshots,
 * whose main thread has shown life SINCE, clock_milliseconds()?
 */
bool worker_table_has_alive(
    const struct worker_table *workers, const struct pool *pool, int64_t since);

/*
 * A mount of POOL without its data, as a serving worker says, from 1; 0:
 * none.
 */
size_t worker_table_unavailable(
    const struct worker_table *workers, const struct pool *pool);

/*
 * Tell up to MOST starting or serving workers of POOL (NULL: of all pools and
 * snapshots) to end, idle ones first: by SIGTERM gracefully, by SIGQUIT
 * immediately.
 */
void worker_table_end(struct worker_table *workers, const struct pool *pool,
    unsigned most, int signal);

/* A descriptor that is readable when worker_table_relay has something to do. */
int worker_table_descriptor(const struct worker_table *workers);

/* Is a log daemon slow, so that worker_table_relay must be called in a moment?
 */
bool worker_table_waits(const struct worker_table *workers);

/*
 * Write lines of workers to log daemons (worker_logs.h).  True: a worker has
 * changed its state or wants a job.
 */
bool worker_table_relay(struct worker_table *workers);

/*
 * The log files were opened anew: hand them to every worker.  The logs of all
 * snapshots that have workers were reopened before.
 */
void worker_table_hand_logs(struct worker_table *workers);

/*
 * A descriptor that is readable when worker_table_take_connection may have one.
 */
int worker_table_transfers(const struct worker_table *workers);

/*
 * Receive a connection that a worker passes on.  A worker that sends anything
 * else, or too many, is not listened to any more.  *POOL becomes that of the
 * worker.  Returns false if there is none.
 */
bool worker_table_take_connection(struct worker_table *workers,
    struct transferred *connection, const struct pool **pool);

/*
 * Let the workers know how busy those of POOL are that serve (struct
 * master_page_pool).
 */
void worker_table_show_load(
    struct worker_table *workers, const struct pool *pool);

/*
 * Pass CONNECTION, which stays open here, to a serving worker of POOL: of
 * those with a free thread, or else of all, the one that has the fewest.
 * Returns 0, or -1: none takes it now.
 */
int worker_table_pass_connection(struct worker_table *workers,
    const struct pool *pool, const struct transferred *connection);

/*
 * Kill workers that did not end in time or have no heartbeat.  Once a second,
 * note how much memory each uses.
 */
void worker_table_check(struct worker_table *workers);

/*
 * Before a child is reaped: note the workers that templates have forked
 * (templates.h), of which it may be one.
 */
void worker_table_hear(struct worker_table *workers);

/* A worker that was ordered from a template will not start.  False: none. */
bool worker_table_take_lost(
    struct worker_table *workers, struct worker_exit *ended);

/* PROCESS exited with STATUS (waitpid(2)).  False: it was not a worker. */
bool worker_table_reap(struct worker_table *workers, pid_t process, int status,
    struct worker_exit *ended);

#endif
