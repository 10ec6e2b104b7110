#ifndef SERVE_JOBS_DETACHED_H
#define SERVE_JOBS_DETACHED_H

#include "gate/jobs.h"
#include "serve/sandbox/sandbox.h"

/*
 * Jobs without a master, for a CGI process that answers one request and exits.
 * Each job runs in its own session and holds a lock on a file in FOLDER, so
 * that at most one runs at a time.  The file stays; its modification time is
 * the last start of the job.  The exit status is not known.
 */

struct jobs_detached {
	const char *folder; /* writable */
	enum sandbox_mode sandbox; /* of the jobs; the process has none */
};

/* DETACHED must outlive the runner. */
struct job_runner jobs_detached_runner(struct jobs_detached *detached);

#endif
