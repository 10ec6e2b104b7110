#ifndef SERVE_MASTER_WORKERS_SNAPSHOT_H
#define SERVE_MASTER_WORKERS_SNAPSHOT_H

#include "serve/admin/admin.h"
#include "serve/admin/statsd.h"
#include "serve/jobs/job_table.h"
#include "serve/pool/crash_table.h"
#include "serve/pool/restarts.h"
#include "serve/pool/scaling.h"
#include "serve/worker/worker.h"

/*
 * The configuration as read once, in the form that the master and its workers
 * use.  A reload creates another one; this one is freed when its last worker
 * has exited.
 */

#define POOL_FAULT_SIZE 256

/* How far the preparation of a pool is (struct gantry_application). */
enum preparation {
	PREPARATION_DUE,
	PREPARATION_RUNS,
	PREPARATION_DONE,
};

/* What the master keeps of a pool while it serves. */
struct pool_state {
	bool was_ready; /* all of its first workers were, once */
	bool is_failing; /* no worker of it could start yet */
	enum preparation preparation; /* before its first worker */
	struct restarts restarts; /* of its positions */
	struct crash_table crashes; /* of paths */
	int64_t restart_logged; /* when the rate of restarts was logged last */
	int64_t start_after; /* when the next worker is due; 0: none waits */
	int64_t spare_since; /* see struct scaling_state */
	bool watches_listeners; /* a connection needs another worker */
	unsigned dead_listeners; /* a bit for each that was logged as dead */
};

/*
 * A pool of workers, with its own sockets, mounts, user and limits.  Without
 * sections [pool NAME] there is one.
 */
struct pool {
	const char *name;
	struct snapshot *snapshot; /* that it is part of */
	unsigned number; /* of the same name on the scoreboard */
	struct worker_config worker;
	struct jobs_config jobs;
	struct scaling_options scaling;
	struct crash_limit crash_limit; /* of each path or client */
	struct listeners listeners;
	int boot_timeout; /* milliseconds until a new worker must be ready */
	bool needs_preparation; /* an application has a prepare */
	int prepare_timeout; /* milliseconds for it */
	/* Why it has no workers although others serve; "": nothing is wrong. */
	char fault[POOL_FAULT_SIZE];
	struct pool_state state;
};

struct snapshot {
	struct snapshot *next; /* in the list of retired ones */
	unsigned generation; /* 1, then 1 more for each reload */
	struct pool *pools;
	size_t pool_count; /* at least 1 */
	bool has_sections; /* of pools, so output names them */
	struct admin_options
	    admin; /* only those of the first snapshot are used */
	struct statsd_options statsd;
	const char *pid_file; /* NULL: none */
};

/* The pool of SNAPSHOT, which may be NULL, called NAME; or NULL. */
struct pool *snapshot_find_pool(
    const struct snapshot *snapshot, const char *name);

/* The pool of SNAPSHOT with NUMBER; or NULL. */
struct pool *snapshot_pool_of_number(
    const struct snapshot *snapshot, unsigned number);

/*
 * Give each pool of SNAPSHOT, and its jobs, the number that its name has on
 * BOARD.  Returns 0, or -1 with ERROR filled: there are too many pools.
 */
int snapshot_number_pools(struct snapshot *snapshot, struct scoreboard *board,
    struct gantry_error *error);

/* The most workers of all pools. */
unsigned snapshot_workers(const struct snapshot *snapshot);

/* Could the pool not start, or no worker of it yet? */
bool pool_is_failing(const struct pool *pool);

/* Where snapshots come from. */
struct snapshot_source {
	void *owner;
	/*
	 * Read the configuration and open its sockets, sharing those of BEFORE
	 * unless that is NULL.  Returns NULL with ERROR filled.
	 */
	struct snapshot *(*load)(
	    void *owner, struct snapshot *before, struct gantry_error *error);
	/* SNAPSHOT, made by a reload, is used from now on. */
	void (*adopt)(struct snapshot *snapshot);
	/* Close the sockets of SNAPSHOT that KEPT does not share. */
	void (*close)(struct snapshot *snapshot, const struct snapshot *kept);
	/* Free the rest. */
	void (*free)(struct snapshot *snapshot);
};

#endif
