#ifndef SERVE_OBSERVE_SCOREBOARD_H
#define SERVE_OBSERVE_SCOREBOARD_H

#include "serve/observe/master_page.h"
#include "serve/observe/score_routes.h"
#include "serve/observe/score_slot.h"

/*
 * What the master knows of its workers and jobs.  All of it is in memory of the
 * master alone, but for the page of each worker (score_page.h), which that
 * worker writes, and the page of the master (master_page.h), which workers
 * read.
 */

#define SCORE_POOL_NAME_SIZE 64

/*
 * What is known of a pool, by its number, which it has for as long as it is
 * configured or has workers.
 */
struct score_pool {
	char name[SCORE_POOL_NAME_SIZE]; /* "": the number is free */
	/* Of workers that have ended, and what the master counts itself. */
	struct score_sums sums;
};

struct scoreboard {
	unsigned slot_count;
	struct score_sums sums; /* that belong to none of the pools */
	bool names_pools; /* in the log: there are sections of them */
	struct score_pool pools[SCORE_POOLS];
	struct route_sums *routes; /* of workers that have ended */
	struct metric_sums metrics; /* likewise, but gauges */
	struct score_crash last_crash; /* signal 0: none */
	struct master_job jobs[SCORE_JOBS]; /* the used ones first */
	struct master_memory memory;
	struct score_slot slots[];
};

/* A scoreboard with SLOTS free slots; NULL with errno set on failure. */
struct scoreboard *scoreboard_new(unsigned slots);
void scoreboard_free(struct scoreboard *board);

/* In the master: add one to a counter of the pool number POOL. */
void scoreboard_count(
    struct scoreboard *board, unsigned pool, enum counter_slot counter);

/* In the master: add NUMBER to a counter. */
void scoreboard_add(
    struct scoreboard *board, enum counter_slot counter, int64_t number);

/*
 * In the master: LINE is about the stack of the thread TID of WORKER.  If that
 * was the last crash, it is kept there, the first lines only.
 */
void scoreboard_note_stack(
    struct scoreboard *board, pid_t worker, int tid, const char *line);

/* The sums of all workers, also of those that have ended. */
void scoreboard_sums(struct scoreboard *board, struct score_sums *sums);

/* Add what all workers have counted by mount and route to SUMS. */
void scoreboard_routes(const struct scoreboard *board, struct route_sums *sums);

/*
 * Add what the applications of all workers have counted to METRICS.  Call it
 * after scoreboard_sums, which reads the pages.
 */
void scoreboard_metrics(
    const struct scoreboard *board, struct metric_sums *metrics);

/* The sums of the pool number POOL. */
void scoreboard_pool_sums(
    struct scoreboard *board, unsigned pool, struct score_sums *sums);

/*
 * The number of the pool NAME, which gets a free one if it has none; -1: there
 * are too many pools.
 */
int scoreboard_add_pool(struct scoreboard *board, const char *name);

/* The pool number POOL is gone; what it counted stays in the sums of all. */
void scoreboard_remove_pool(struct scoreboard *board, unsigned pool);

/* The worker of SLOT has ended: keep what it counted, and free the slot. */
void scoreboard_end(struct scoreboard *board, struct score_slot *slot);

/* Find or add the job NAME; NULL: the table is full. */
struct master_job *scoreboard_add_job(
    struct scoreboard *board, const char *name);

/* Find the job NAME; NULL: there is none. */
struct master_job *scoreboard_find_job(
    struct scoreboard *board, const char *name);

/* Let the workers see JOB, one of BOARD, as it is now. */
void scoreboard_publish_job(
    struct scoreboard *board, const struct master_job *job);

/* What the workers of the pool number POOL see of it; the master writes it. */
struct master_page_pool *scoreboard_page_of(
    struct scoreboard *board, unsigned pool);

/* The worker of SLOT uses RSS bytes of memory; let it know. */
void scoreboard_set_rss(
    struct scoreboard *board, struct score_slot *slot, int64_t rss);

#endif
