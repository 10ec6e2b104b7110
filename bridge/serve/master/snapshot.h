#ifndef SERVE_MASTER_SNAPSHOT_H
#define SERVE_MASTER_SNAPSHOT_H

#include "serve/admin/admin.h"
#include "serve/jobs/jobs.h"
#include "serve/master/scaling.h"
#include "serve/worker/worker.h"

/*
 * One reading of the configuration as the master and its workers need it.  A
 * reload makes another one; this one lives until its last worker has ended.
 */

struct snapshot {
	struct snapshot *next; /* for the master: retired after this one */
	unsigned generation; /* 1, and one more with each reload */
	struct worker_config worker;
	struct jobs_config jobs;
	struct scaling_options scaling;
	struct admin_options admin; /* the first snapshot's counts */
	struct listeners listeners;
	int boot_timeout; /* milliseconds until a new worker must serve */
	const char *pid_file; /* NULL: none */
};

/* Where snapshots come from. */
struct snapshot_source {
	void *owner;
	/*
	 * Read the configuration and open its sockets; those that BEFORE, which
	 * may be NULL, has are shared.  NULL with ERROR filled.
	 */
	struct snapshot *(*load)(
	    void *owner, struct snapshot *before, struct gantry_error *error);
	/* Close those sockets of SNAPSHOT that KEPT does not share. */
	void (*close)(struct snapshot *snapshot, const struct snapshot *kept);
	/* Free what is left of it. */
	void (*free)(struct snapshot *snapshot);
};

#endif
