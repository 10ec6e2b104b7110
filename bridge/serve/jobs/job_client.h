#ifndef SERVE_JOBS_JOB_CLIENT_H
#define SERVE_JOBS_JOB_CLIENT_H

#include "gate/jobs.h"
#include "serve/observe/scoreboard.h"

/* How a worker asks its master for a job: on the scoreboard. */

struct job_client {
	struct scoreboard *board;
	int wake; /* a byte written here wakes the master */
};

/* ASKING must outlive whoever has the runner. */
struct job_runner job_client_runner(struct job_client *asking);

#endif
