#ifndef SERVE_JOBS_H
#define SERVE_JOBS_H

#include <poll.h>

#include "gate/gate.h"
#include "serve/observe/scoreboard.h"
#include "serve/sandbox/privileges.h"

/*
 * The jobs of applications (gantry/contract.h) as the master runs them.  Each
 * has a place on the scoreboard, by its name and for as long as the master
 * lives: a worker asks there, and sees there what became of it.
 */

struct jobs;

/* Which jobs there are, and as whom they run. */
struct jobs_config {
	const struct gate_options *gate; /* its mounts name them */
	const struct privileges *privileges; /* NULL: as it is */
};

/* BOARD must outlive it.  NULL when memory ran out. */
struct jobs *jobs_new(struct scoreboard *board);
void jobs_free(struct jobs *jobs);

/*
 * Give the jobs of CONFIG's applications places, before it has workers.  When
 * there are too many, which is logged, some cannot be done.
 */
void jobs_learn(struct jobs *jobs, const struct jobs_config *config);

/* Start those that workers asked for, as CONFIG has them. */
void jobs_start_asked(struct jobs *jobs, const struct jobs_config *config);

/* Fill WAITED, of SCORE_JOBS, with what jobs print to; return how many. */
size_t jobs_poll(const struct jobs *jobs, struct pollfd *waited);

/* Log what they have printed, a line at a time. */
void jobs_log(struct jobs *jobs);

/* PROCESS ended with STATUS (waitpid(2)).  False: it was no job. */
bool jobs_bury(struct jobs *jobs, pid_t process, int status);

/*
 * End all: by SIGTERM, and SIGKILL when that does not help within seconds, or
 * at once if SIGNAL is not SIGTERM.
 */
void jobs_end(struct jobs *jobs, int signal);

/* Kill those that did not end in time; to be called about once a second. */
void jobs_check(struct jobs *jobs);

bool jobs_live(const struct jobs *jobs);

/* In a worker: close what is the master's. */
void jobs_forget(struct jobs *jobs);

#endif
