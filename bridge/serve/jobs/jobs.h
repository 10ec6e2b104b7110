#ifndef SERVE_JOBS_H
#define SERVE_JOBS_H

#include <poll.h>

#include "gate/gate.h"
#include "serve/observe/scoreboard.h"
#include "serve/sandbox/privileges.h"

/*
 * Running the jobs of applications (gantry/contract.h) in the master.  Each job
 * has a slot on the scoreboard for as long as the master runs.  Workers request
 * the job and read its result there.
 */

struct jobs;

/* The configured jobs, and the user that runs them. */
struct jobs_config {
	const struct gate_options *gate; /* its mounts have the jobs */
	const struct privileges *privileges; /* NULL: unchanged */
};

/* BOARD must outlive the result.  NULL if memory ran out. */
struct jobs *jobs_new(struct scoreboard *board);
void jobs_free(struct jobs *jobs);

/*
 * Add the jobs of CONFIG to the scoreboard, before its workers start.  Jobs
 * that do not fit are logged and cannot run.
 */
void jobs_register(struct jobs *jobs, const struct jobs_config *config);

/* Start the jobs that workers requested, as configured in CONFIG. */
void jobs_start_requested(struct jobs *jobs, const struct jobs_config *config);

/* Fill WAITED, of size SCORE_JOBS, with the pipes of jobs.  Returns their
 * number. */
size_t jobs_poll(const struct jobs *jobs, struct pollfd *waited);

/* Log the output of jobs, line by line. */
void jobs_log(struct jobs *jobs);

/* PROCESS exited with STATUS (waitpid(2)).  False: it was not a job. */
bool jobs_reap(struct jobs *jobs, pid_t process, int status);

/*
 * Stop all jobs: with SIGTERM, then SIGKILL after some seconds.  If SIGNAL is
 * not SIGTERM, with SIGKILL immediately.
 */
void jobs_end(struct jobs *jobs, int signal);

/* About once a second: kill jobs that did not end in time. */
void jobs_check(struct jobs *jobs);

bool jobs_are_running(const struct jobs *jobs);

/* In a worker after fork: close the pipes of the master. */
void jobs_forget(struct jobs *jobs);

#endif
