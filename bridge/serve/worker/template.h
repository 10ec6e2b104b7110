#ifndef SERVE_WORKER_TEMPLATE_H
#define SERVE_WORKER_TEMPLATE_H

#include "serve/worker/worker.h"

/*
 * A template process, of a pool whose applications are preloaded.  The master
 * forks it before any worker of the pool.  It gives up what the master may do
 * and has open, as a worker does, loads the applications, and then forks each
 * worker that the master orders (template_orders.h).  It serves no request.
 *
 * A worker is a child of the master, as all workers are, so that the master
 * reaps it and may send it signals: the process in between ends at once, and
 * the master inherits its child (PR_SET_CHILD_SUBREAPER).
 */

struct template_options {
	pid_t parent; /* the master */
	const struct worker_config *config;
	const struct master_page *master;
	const struct master_page_pool *pool;
	int relay; /* of its own, as a worker has */
	int handover; /* likewise */
	int orders; /* from the master */
};

/*
 * Run a template until the master wants no more workers.  Returns the exit
 * status: WORKER_EXIT_BOOT if an application cannot be loaded.
 */
int template_run(const struct template_options *options);

/*
 * In a worker that was forked from a template: give up what that had.  Returns
 * 0, or -1 with ERROR filled.
 */
int template_leave(const struct worker_options *options,
    struct loop_options *loop, struct sandbox_options *sandbox,
    struct gantry_error *error);

#endif
