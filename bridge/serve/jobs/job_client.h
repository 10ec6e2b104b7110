#ifndef SERVE_JOBS_JOB_CLIENT_H
#define SERVE_JOBS_JOB_CLIENT_H

#include "gate/jobs.h"
#include "serve/observe/scoreboard.h"

/* How a worker asks its master for a job: on the scoreboard. */

struct jobs_asking {
	struct scoreboard *board;
	int wake; /* a byte written here wakes the master */
};

/* ASKING must outlive whoever has the runner. */
struct job_runner jobs_asking_runner(struct jobs_asking *asking);

#endif
