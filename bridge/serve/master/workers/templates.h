#ifndef SERVE_MASTER_WORKERS_TEMPLATES_H
#define SERVE_MASTER_WORKERS_TEMPLATES_H

#include "serve/master/workers/snapshot.h"
#include "serve/master/workers/worker_logs.h"
#include "serve/template/template_orders.h"

/*
 * The template processes (serve/template/template_process.h) of pools that
 * preload.  A pool of a snapshot gets one when its first worker is to start,
 * and another one if that has ended.  A template may be hostile, as a worker
 * may: worker_table.c, which has ordered the workers, checks what it reports.
 */

/* Of the current snapshot, and of others that end. */
#define TEMPLATES_MAX (2 * SCORE_POOLS)

/* The numbers of their descriptors in the epoll instance begin here. */
#define TEMPLATES_FIRST 0x40000000U

struct template
{
	struct pool *pool; /* as it was configured; NULL: there is none */
	pid_t process;
	int orders; /* -1: it was told to end */
	int64_t deadline; /* to end; 0: none */
	struct worker_logs logs;
};

struct templates {
	pid_t parent; /* the master */
	int relays; /* an epoll instance, for their relays and reports */
	struct master_memory *memory; /* which they join */
	void (*in_child)(void *owner); /* they call it first */
	void *owner;
	struct template all[TEMPLATES_MAX];
};

/*
 * Order a worker of POOL, starting the template if there is none.  ORDER's
 * descriptors stay open here.  Returns 0, or -1 with errno set.
 */
int templates_order(struct templates *templates, struct pool *pool,
    const struct template_order *order);

/* The process of a template of POOL (NULL: any), also of one that ends; 0. */
pid_t templates_process(
    const struct templates *templates, const struct pool *pool);

/* Is PROCESS a template? */
bool templates_has(const struct templates *templates, pid_t process);

/*
 * The next of the reports that have come; *TEMPLATE has received it.  False:
 * there is none now.
 */
bool templates_hear(struct templates *templates,
    const struct template **template, struct template_report *report);

/* Write lines of the template with NUMBER, from TEMPLATES_FIRST on. */
void templates_relay(struct templates *templates, unsigned number);

/* Hand the log files that were opened anew to all of them. */
void templates_hand_logs(struct templates *templates);

/* Tell those of POOL (NULL: all) to end. */
void templates_end(struct templates *templates, const struct pool *pool);

/* Kill those that did not end in time. */
void templates_check(struct templates *templates, int64_t now);

/*
 * If PROCESS, which exited with STATUS, was a template, forget it and return
 * its pool; otherwise NULL.  Its reports were read.
 */
const struct pool *templates_reap(
    struct templates *templates, pid_t process, int status);

#endif
