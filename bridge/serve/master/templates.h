#ifndef SERVE_MASTER_TEMPLATES_H
#define SERVE_MASTER_TEMPLATES_H

#include "serve/master/snapshot.h"
#include "serve/master/worker_logs.h"
#include "serve/worker/template_orders.h"

/*
 * The template processes (serve/worker/template.h) of pools that preload, for
 * worker_table.c.  A pool of a snapshot gets one when its first worker is to
 * start, and another one if that has ended.  A template may be hostile, as a
 * worker may: it can only make its own children workers of its own pool, in
 * slots for which the master has ordered one.
 */

/* Of the current snapshot, and of others that end. */
#define TEMPLATES_MAX (2 * SCORE_POOLS)

/* The numbers of their descriptors in worker_table.relays begin here. */
#define TEMPLATES_FIRST 0x40000000U

struct template {
	struct pool *pool; /* as it was configured; NULL: there is none */
	pid_t process;
	int orders; /* -1: it was told to end */
	int64_t deadline; /* to end; 0: none */
	struct worker_logs logs;
};

struct templates {
	struct template all[TEMPLATES_MAX];
};

struct worker_table;

/*
 * Order a worker of POOL, starting the template if there is none.  ORDER's
 * descriptors stay open here.  Returns 0, or -1 with errno set.
 */
int templates_order(struct worker_table *workers, struct pool *pool,
    const struct template_order *order);

/* The process of a template of POOL, also of one that ends; 0: none. */
pid_t templates_process(
    const struct worker_table *workers, const struct pool *pool);

/*
 * Read the reports of new workers, whose entries then have a process.  A worker
 * that could not be forked is lost.
 */
void templates_hear(struct worker_table *workers);

/* Write lines of the template with NUMBER, from TEMPLATES_FIRST on. */
void templates_relay(struct worker_table *workers, unsigned number);

/* Hand the log files that were opened anew to all of them. */
void templates_hand_logs(struct worker_table *workers);

/* Tell those of POOL (NULL: all) to end. */
void templates_end(struct worker_table *workers, const struct pool *pool);

/* Kill those that did not end in time. */
void templates_check(struct worker_table *workers, int64_t now);

/*
 * PROCESS exited with STATUS: the workers that it was to fork are lost.
 * Returns whether it was a template.
 */
bool templates_reap(struct worker_table *workers, pid_t process, int status);

#endif
