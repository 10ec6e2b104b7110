#ifndef SERVE_JOBS_DETACHED_H
#define SERVE_JOBS_DETACHED_H

#include "gate/jobs.h"

/*
 * Jobs without a master, for a process that answers one request and ends: each
 * is left to itself, in a session of its own, and holds the lock of a file
 * below FOLDER meanwhile, so that at most one runs.  The file's time of change
 * is when it was started last; it stays.  How it ended is not known.
 */

struct jobs_detached {
	const char *folder; /* that can be written */
};

/* DETACHED must outlive whoever has the runner. */
struct job_runner jobs_detached_runner(struct jobs_detached *detached);

#endif
