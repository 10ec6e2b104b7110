#ifndef SERVE_JOBS_JOB_PROCESS_H
#define SERVE_JOBS_JOB_PROCESS_H

#include "gate/jobs.h"
#include "serve/sandbox/privileges.h"
#include "serve/sandbox/sandbox.h"

/* A process that is about to run a job. */

struct job_process {
	const struct job *job; /* whose rights it has in its sandbox */
	enum sandbox_mode sandbox;
	/*
	 * The program's path first.  NULL: the application makes them, in this
	 * process, after privileges were dropped.
	 */
	char *const *arguments;
	const struct privileges *privileges; /* NULL: unchanged */
	int output; /* a descriptor for its output; -1: /dev/null */
	int kept; /* a descriptor that stays open; -1: none */
	bool ends_with_parent;
};

/*
 * Run the program in this process, a child with its own process group or
 * session. It gets the lowest priority, umask 022, no other descriptors, no
 * blocked signals, limits of its resources, a sandbox, and the environment
 * without the variables of gantry and the service manager.  On failure, write
 * the reason to the output and exit with status 127.
 */
_Noreturn void job_process_become(const struct job_process *process);

#endif
