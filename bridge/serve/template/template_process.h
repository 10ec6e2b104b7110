#ifndef SERVE_TEMPLATE_PROCESS_H
#define SERVE_TEMPLATE_PROCESS_H

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

/* Which applications are preloaded (preloaded.c). */

/*
 * Does one of the mounts have a setting "preload" that is yes?  Also in the
 * master, where no application is loaded.
 */
bool preloaded_is_any(const struct gate_options *options);

/* Load the applications of those mounts.  Returns 0, or -1 with ERROR filled.
 */
int preloaded_load(
    const struct gate_options *options, struct gantry_error *error);

/* Tell each application of the mounts, once, about a fork. */
void preloaded_tell(const struct gate_options *options, enum gantry_fork when);

#endif
