#ifndef SERVE_JOBS_JOB_TABLE_H
#define SERVE_JOBS_JOB_TABLE_H

#include <poll.h>

#include "gate/gate.h"
#include "serve/observe/scoreboard.h"
#include "serve/sandbox/privileges.h"
#include "serve/sandbox/sandbox.h"

/*
 * Running the jobs of applications (gantry/contract.h) in the master.  Each job
 * is on the scoreboard for as long as the master runs.  Workers request it in
 * their pages, and read its state in the page of the master.
 *
 * A job that is requested too often starts later: at most once a second, after
 * a few starts in a row.  The master calls no function of an application; the
 * arguments of the program are made in the new process.
 */

struct job_table;

/* The configured jobs, and the user that runs them. */
struct jobs_config {
	const struct gate_options *gate; /* its mounts have the jobs */
	const struct privileges *privileges; /* NULL: unchanged */
	enum sandbox_mode sandbox; /* of the jobs, as of workers */
	const char *const *environment; /* "NAME=VALUE", to be set */
	size_t environment_count;
	unsigned pool; /* the number of the pool that may request them */
	const struct jobs_config *next; /* of another pool, or NULL */
};

/* BOARD must outlive the result.  NULL if memory ran out. */
struct job_table *job_table_new(struct scoreboard *board);
void job_table_free(struct job_table *jobs);

/*
 * Add the jobs of CONFIG and those after it to the scoreboard, before its
 * workers start.  Jobs that do not fit are logged and cannot run.
 */
void job_table_register(
    struct job_table *jobs, const struct jobs_config *config);

/* Note which jobs workers request; a job that runs is not requested. */
void job_table_note_requests(struct job_table *jobs);

/* Start the jobs that are requested, as CONFIG and those after it have them. */
void job_table_start_requested(
    struct job_table *jobs, const struct jobs_config *config);

/* The milliseconds until a requested job may start; -1: none is requested. */
int job_table_timeout(const struct job_table *jobs);

/*
 * Fill WAITED, of size SCORE_JOBS, with the pipes of jobs.  Returns their
 * number.
 */
size_t job_table_poll(const struct job_table *jobs, struct pollfd *waited);

/* Log the output of jobs, line by line. */
void job_table_log(struct job_table *jobs);

/* PROCESS exited with STATUS (waitpid(2)).  False: it was not a job. */
bool job_table_reap(struct job_table *jobs, pid_t process, int status);

/*
 * Stop all jobs: with SIGTERM, then SIGKILL after some seconds.  If SIGNAL is
 * not SIGTERM, with SIGKILL immediately.
 */
void job_table_end(struct job_table *jobs, int signal);

/* About once a second: kill jobs that did not end in time. */
void job_table_check(struct job_table *jobs);

bool job_table_has_running(const struct job_table *jobs);

/* In a worker after fork: close the pipes of the master. */
void job_table_forget(struct job_table *jobs);

#endif
