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

#include "gate/module/module.h"
#include "gate/rights/rights.h"
#include "serve/jobs/job_process.h"

#define EXIT_NOT_RUN 127

/* ioprio_set(2): the lowest level of the best-effort class. */
#define IO_OF_PROCESS 1
#define IO_LOWEST     (2 << 13 | 7)

/* oom_score_adj, -1000 to 1000: jobs are killed before workers. */
#define MEMORY_SCORE "500"

#define MEBIBYTE ((rlim_t)1 << 20)
#define HOUR	 ((rlim_t)3600)

/*
 * Far above what drawing the images of a large cache takes, so that a job that
 * runs wild does not take the machine with it.  gantry(8) has the list.
 */
static const struct {
	int resource;
	rlim_t most;
} limits[] = {
	{ RLIMIT_CORE, 0 },
	{ RLIMIT_NOFILE, 1024 },
	{ RLIMIT_DATA, 4096 * MEBIBYTE },
	{ RLIMIT_FSIZE, 16384 * MEBIBYTE },
	{ RLIMIT_CPU, 12 * HOUR },
};

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

/* Keep only standard input, output, error, the lock and the module. */
static void
arrange_descriptors(const struct job_process *process)
{
	/* Move them above the numbers that are replaced below. */
	int null = fcntl(open("/dev/null", O_RDWR), F_DUPFD, 10);
	int output =
	    process->output == -1 ? null : fcntl(process->output, F_DUPFD, 10);
	int kept = process->kept == -1 ? -1 : fcntl(process->kept, F_DUPFD, 10);
	struct module *module = process->job->mount->module;
	unsigned last = kept == -1 ? STDERR_FILENO : STDERR_FILENO + 1;

	if (module != NULL && module->descriptor != -1)
		module->descriptor = fcntl(module->descriptor, F_DUPFD, 10);

	put_at(null, STDIN_FILENO);
	put_at(output, STDOUT_FILENO);
	put_at(output, STDERR_FILENO);
	if (kept != -1)
		put_at(kept, STDERR_FILENO + 1);
	/* It is closed when it was loaded. */
	if (module != NULL && module->descriptor != -1) {
		put_at(module->descriptor, (int)++last);
		module->descriptor = (int)last;
	}
	close_range(last + 1, ~0U, 0);
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

/* A limit that is lower already stays. */
static void
limit_resources(void)
{
	struct rlimit limit;
	size_t i;

	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		if (getrlimit(limits[i].resource, &limit) == -1)
			give_up("the job");
		if (limit.rlim_max > limits[i].most)
			limit.rlim_max = limits[i].most;
		if (limit.rlim_cur > limit.rlim_max)
			limit.rlim_cur = limit.rlim_max;
		if (setrlimit(limits[i].resource, &limit) == -1)
			give_up("the job with limits");
	}
}

/* Also as the workers' user, so that missing folders become that user's. */
static void
enter_sandbox(const struct job_process *process, const char *program)
{
	struct rights rights = { 0 };
	struct gantry_error error;
	struct sandbox_rights own;

	if (rights_add_job(&rights, process->job, &error) == 0 &&
	    rights_add(&rights, RIGHT_RUNS, program, &error) == 0) {
		own = (struct sandbox_rights){
			.reads = rights_list(&rights, RIGHT_READS),
			.replaced = rights_list(&rights, RIGHT_REPLACED),
			.writes = rights_list(&rights, RIGHT_WRITES),
			.connects = rights_list(&rights, RIGHT_CONNECTS),
			.runs = rights_list(&rights, RIGHT_RUNS),
		};
		if (sandbox_enter_job(process->sandbox, &own, &error) == 0)
			return;
	}
	dprintf(STDERR_FILENO, "cannot enter the sandbox: %s\n", error.text);
	_exit(EXIT_NOT_RUN);
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
	signal(SIGXFSZ, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	arguments = process->arguments;
	if (arguments == NULL)
		arguments = job_arguments(process->job, &error);
	if (arguments == NULL) {
		dprintf(STDERR_FILENO, "%s\n", error.text);
		_exit(EXIT_NOT_RUN);
	}
	limit_resources();
	enter_sandbox(process, arguments[0]);
	execv(arguments[0], arguments);
	give_up(arguments[0]);
}
