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

struct scoreboard {
	unsigned slot_count;
	/* Of workers that have ended, and what the master counts itself. */
	struct score_sums sums;
	struct route_sums *routes; /* of workers that have ended */
	struct score_crash last_crash; /* signal 0: none */
	struct master_job jobs[SCORE_JOBS]; /* the used ones first */
	struct master_memory memory;
	struct score_slot slots[];
};

/* A scoreboard with SLOTS free slots; NULL with errno set on failure. */
struct scoreboard *scoreboard_new(unsigned slots);
void scoreboard_free(struct scoreboard *board);

/* In the master: add one to a counter of the master. */
void scoreboard_count(struct scoreboard *board, enum counter_slot counter);

/* In the master: add NUMBER to a counter. */
void scoreboard_add(
    struct scoreboard *board, enum counter_slot counter, int64_t number);

/* The sums of all workers, also of those that have ended. */
void scoreboard_sums(struct scoreboard *board, struct score_sums *sums);

/* Add what all workers have counted by mount and route to SUMS. */
void scoreboard_routes(const struct scoreboard *board, struct route_sums *sums);

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

/* Let the workers refuse ROUTE, number INDEX of a crash_table, UNTIL then. */
void scoreboard_refuse(
    struct scoreboard *board, unsigned index, uint64_t route, int64_t until);

/* Let the workers know whether another one could start, or is starting. */
void scoreboard_set_growing(struct scoreboard *board, bool growing);

/* Let the workers know whether others take their connections over. */
void scoreboard_set_takes_connections(struct scoreboard *board, bool takes);

/* Let the workers know how busy the serving ones are (struct master_page). */
void scoreboard_set_load(struct scoreboard *board, int64_t fewest_connections,
    unsigned free_threads);

/* The worker of SLOT uses RSS bytes of memory; let it know. */
void scoreboard_set_rss(
    struct scoreboard *board, struct score_slot *slot, int64_t rss);

#endif
