#ifndef SERVE_JOBS_JOB_CLIENT_H
#define SERVE_JOBS_JOB_CLIENT_H

#include "gate/jobs.h"
#include "serve/observe/scoreboard.h"

/* How a worker asks the master, on the scoreboard, to run a job. */

struct job_client {
	struct scoreboard *board;
	int wake; /* a byte written here wakes the master */
};

/* CLIENT must outlive the runner. */
struct job_runner job_client_runner(struct job_client *client);

#endif
