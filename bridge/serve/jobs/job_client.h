#ifndef SERVE_JOBS_JOB_CLIENT_H
#define SERVE_JOBS_JOB_CLIENT_H

#include "gate/jobs.h"
#include "serve/observe/master_page.h"

/*
 * How a worker asks the master, in its page, to run a job.  The page of the
 * master has the answer.
 */

struct job_client {
	const struct master_page *master;
	struct score_page *page; /* of this worker */
	int wake; /* a byte written here wakes the master */
};

/* CLIENT must outlive the runner. */
struct job_runner job_client_runner(struct job_client *client);

#endif
