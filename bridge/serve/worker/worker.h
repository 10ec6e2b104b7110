#ifndef SERVE_WORKER_H
#define SERVE_WORKER_H

#include <sys/types.h>

#include "serve/observe/master_page.h"
#include "serve/worker/loop_options.h"

/* The exit status of a worker that could not begin to serve. */
#define WORKER_EXIT_BOOT 3

/* How each worker is configured. */
struct worker_config {
	struct loop_options loop;
	int graceful_timeout; /* milliseconds for requests to finish */
	unsigned max_requests; /* before it is replaced; 0: any number */
	unsigned max_requests_jitter; /* up to so many more, at random */
	int64_t max_rss; /* bytes; 0: any number */
	bool preloads; /* a template process forks it (template.h) */
	const char *const *environment; /* "NAME=VALUE", to be set */
	size_t environment_count;
};

struct worker_options {
	pid_t parent; /* the master */
	/*
	 * It was forked from a template (serve/template/template_process.h):
	 * the descriptors of that to close, ended by -1.  NULL: from the
	 * master.
	 */
	const int *inherited;
	const struct worker_config *config;
	struct score_page *page; /* of this worker */
	const struct master_page *master;
	const struct master_page_pool *pool; /* of this worker, there */
	unsigned slot; /* of this worker, in the master's page */
	/*
	 * A pipe to the master: log lines, and a byte that wakes it
	 * (base/log/log_relay.h).
	 */
	int relay;
	int handover; /* log files that were opened anew (log_handover.h) */
	int transfer; /* connections (connection_transfer.h) */
};

/*
 * Prepare a generation instead of serving: call the prepare of each application
 * as the workers' user, in their sandbox.  The page's OPENED tells whether all
 * have succeeded.  SIGTERM, SIGINT and SIGQUIT end it.  Returns the exit
 * status.
 */
int worker_prepare(const struct worker_options *options);

/*
 * Set the variables that applications are to have.  Returns 0, or -1 with ERROR
 * filled.
 */
int worker_set_environment(
    const struct worker_config *config, struct gantry_error *error);

/*
 * Run a worker.  It serves until SIGTERM, which lets requests finish; until
 * SIGINT or SIGQUIT, which do not; until it has served max_requests or uses
 * more than max_rss; or until a request hangs.  Its state is in its page,
 * and the master is woken when that changes.  Returns the exit status.
 */
int worker_run(const struct worker_options *options);

#endif
