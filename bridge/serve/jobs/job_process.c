/*
 * Between fork(2) and execv(3).  The parent has one thread, so the child may
 * call any function.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "serve/jobs/job_process.h"

#define EXIT_NOT_RUN 127

/* ioprio_set(2): the lowest level of the best-effort class. */
#define IO_OF_PROCESS 1
#define IO_LOWEST     (2 << 13 | 7)

/* oom_score_adj, -1000 to 1000: jobs are killed before workers. */
#define MEMORY_SCORE "500"

extern char **environ;

_Noreturn static void
give_up(const char *what)
{
	dprintf(STDERR_FILENO, "cannot run %s: %s\n", what, strerror(errno));
	_exit(EXIT_NOT_RUN);
}

static void
put_at(int from, int to)
{
	if (from != to && dup2(from, to) == -1)
		_exit(EXIT_NOT_RUN);
	/* Without dup2 the descriptor still has FD_CLOEXEC. */
	fcntl(to, F_SETFD, 0);
}

/* Keep only standard input, output, error, and the lock. */
static void
arrange_descriptors(const struct job_process *process)
{
	/* Move them above the numbers that are replaced below. */
	int null = fcntl(open("/dev/null", O_RDWR), F_DUPFD, 10);
	int output =
	    process->output == -1 ? null : fcntl(process->output, F_DUPFD, 10);
	int kept = process->kept == -1 ? -1 : fcntl(process->kept, F_DUPFD, 10);

	put_at(null, STDIN_FILENO);
	put_at(output, STDOUT_FILENO);
	put_at(output, STDERR_FILENO);
	if (kept != -1)
		put_at(kept, STDERR_FILENO + 1);
	close_range(STDERR_FILENO + (kept == -1 ? 1 : 2), ~0U, 0);
}

/* Requests come first.  A failure does not stop the job. */
static void
lower_priority(void)
{
	const struct sched_param none = { 0 };
	int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	setpriority(PRIO_PROCESS, 0, 19);
	sched_setscheduler(0, SCHED_BATCH, &none);
	syscall(SYS_ioprio_set, IO_OF_PROCESS, 0, IO_LOWEST);
	if (file == -1)
		return;
	if (write(file, MEMORY_SCORE, strlen(MEMORY_SCORE)) == -1)
		errno = 0;
	close(file);
}

/* The environment may contain settings, including secrets. */
static void
clean_environment(void)
{
	static const char *const prefixes[] = { "GANTRY_", "LISTEN_",
		"WATCHDOG_", "NOTIFY_", NULL };
	char **from, **to = environ;
	size_t i;

	for (from = environ; *from != NULL; from++) {
		for (i = 0; prefixes[i] != NULL; i++)
			if (strncmp(*from, prefixes[i], strlen(prefixes[i])) ==
			    0)
				break;
		if (prefixes[i] == NULL)
			*to++ = *from;
	}
	*to = NULL;
}

void
job_process_become(const struct job_process *process)
{
	struct gantry_error error;
	char *const *arguments;
	sigset_t none;

	arrange_descriptors(process);
	lower_priority();
	if (process->privileges != NULL &&
	    privileges_drop(process->privileges, &error) == -1) {
		dprintf(STDERR_FILENO, "%s\n", error.text);
		_exit(EXIT_NOT_RUN);
	}
	/* Dropping privileges resets it, so it comes later. */
	if (process->ends_with_parent)
		prctl(PR_SET_PDEATHSIG, SIGTERM);
	umask(022);
	clean_environment();
	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	arguments = process->arguments;
	if (arguments == NULL)
		arguments = job_arguments(process->job, &error);
	if (arguments == NULL) {
		dprintf(STDERR_FILENO, "%s\n", error.text);
		_exit(EXIT_NOT_RUN);
	}
	execv(arguments[0], arguments);
	give_up(arguments[0]);
}
