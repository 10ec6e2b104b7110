#ifndef SERVE_JOBS_JOB_PROCESS_H
#define SERVE_JOBS_JOB_PROCESS_H

#include "serve/sandbox/privileges.h"

/* A process that is about to do a job. */

struct job_process {
	char *const *arguments; /* the program's path first */
	const struct privileges *privileges; /* NULL: as it is */
	int output; /* a descriptor for what it prints; -1: that is dropped */
	int kept; /* one that stays open in it; -1: none */
	bool ends_with_parent;
};

/*
 * Become the program, in a child that has made a process group or a session of
 * its own: with the lowest priority, umask 022, nothing open but the above and
 * no signal blocked, and with the environment but for what is gantry's and the
 * service manager's.  When that fails, a line of the output says why, and the
 * exit status is 127.
 */
_Noreturn void job_process_become(const struct job_process *process);

#endif
