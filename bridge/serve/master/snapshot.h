#ifndef SERVE_MASTER_SNAPSHOT_H
#define SERVE_MASTER_SNAPSHOT_H

#include "serve/admin/admin.h"
#include "serve/admin/statsd.h"
#include "serve/jobs/job_table.h"
#include "serve/master/crash_table.h"
#include "serve/pool/scaling.h"
#include "serve/worker/worker.h"

/*
 * The configuration as read once, in the form that the master and its workers
 * use.  A reload creates another one; this one is freed when its last worker
 * has exited.
 */

struct snapshot {
	struct snapshot *next; /* in the list of retired ones */
	unsigned generation; /* 1, then 1 more for each reload */
	struct worker_config worker;
	struct jobs_config jobs;
	struct scaling_options scaling;
	struct crash_limit crash_limit; /* of each path or client */
	struct admin_options
	    admin; /* only those of the first snapshot are used */
	struct statsd_options statsd;
	struct listeners listeners;
	int boot_timeout; /* milliseconds until a new worker must be ready */
	const char *pid_file; /* NULL: none */
};

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
