/*
 * The handler of signals only sends them on, so the rest of the worker waits
 * for signals as always.  What the sandbox must permit is what the master found
 * declared, and what open found out.
 */
#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/log/log.h"
#include "gate/rights/rights.h"
#include "serve/signals.h"
#include "serve/worker/worker_foreign.h"

/* The thread that waits for signals, in the process PID. */
static pthread_t waiter;
static pid_t pid;

bool
foreign_is_mounted(const struct gate_options *options)
{
	size_t i;

	for (i = 0; i < options->mount_count; i++)
		if (options->mounts[i].application->foreign)
			return true;
	return false;
}

static void
forward(int number)
{
	const int saved = errno;

	if (getpid() != pid) {
		/* A process that an application has forked: as by default. */
		signal(number, SIG_DFL);
		raise(number);
	} else if (!pthread_equal(pthread_self(), waiter)) {
		pthread_kill(waiter, number);
	} else if (number == SIGINT || number == SIGQUIT) {
		/* It closes the applications, the last that it does. */
		_exit(0);
	}
	errno = saved;
}

void
foreign_forward_signals(pthread_t thread)
{
	static const int numbers[] = { SIGTERM, SIGINT, SIGQUIT, SIGHUP,
		SIGUSR1, SIGUSR2 };
	struct sigaction action = { .sa_handler = forward };
	sigset_t handled;
	size_t i;

	waiter = thread;
	pid = getpid();
	sigemptyset(&action.sa_mask);
	action.sa_flags = SA_RESTART;
	/* A debugger may have one of them. */
	signals_fill(&handled);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (sigismember(&handled, numbers[i]) == 1)
			sigaction(numbers[i], &action, NULL);
}

void
foreign_unblock_signals(void)
{
	sigset_t none;

	sigemptyset(&none);
	pthread_sigmask(SIG_SETMASK, &none, NULL);
}

static void *
end_process(void *argument)
{
	const int milliseconds = *(int *)argument;
	const struct timespec time = {
		.tv_sec = milliseconds / 1000,
		.tv_nsec = milliseconds % 1000 * 1000000,
	};

	while (nanosleep(&time, NULL) == -1)
		continue;
	log_error("the applications were not closed within %d ms "
		  "(graceful-timeout); the worker ends",
	    milliseconds);
	_exit(0);
}

void
foreign_limit_end(int milliseconds)
{
	static int limit;
	pthread_t thread;

	limit = milliseconds;
	if (pthread_create(&thread, NULL, end_process, &limit) == 0)
		pthread_detach(thread);
}

static int
add_list(struct rights *rights, enum right right, const char *const *list,
    struct gantry_error *error)
{
	for (; list != NULL && *list != NULL; list++)
		if (rights_add(rights, right, *list, error) == -1)
			return -1;
	return 0;
}

/* Begin with what was declared. */
static int
add_declared(struct rights *rights, const struct sandbox_rights *declared,
    struct gantry_error *error)
{
	if (add_list(rights, RIGHT_READS, declared->reads, error) == -1 ||
	    add_list(rights, RIGHT_WRITES, declared->writes, error) == -1 ||
	    add_list(rights, RIGHT_CONNECTS, declared->connects, error) == -1 ||
	    add_list(rights, RIGHT_RUNS, declared->runs, error) == -1)
		return -1;
	return 0;
}

/* Ask each application.  Returns how many were asked, or -1. */
static int
ask(struct gantry_rights *rights, const struct gate *gate,
    struct gantry_error *error)
{
	const struct mount *mount = gate->options.mounts;
	int count = 0;
	size_t i;

	for (i = 0; i < gate->opened; i++, mount++) {
		if (mount->application->rights == NULL)
			continue;
		count++;
		if (mount->application->rights(
			gate->states[i], rights, error) == 0)
			continue;
		gantry_error_prefix(
		    error, "application '%s'", mount_name(mount));
		return -1;
	}
	return count;
}

int
foreign_enter_sandbox(const struct sandbox_options *options,
    const struct gate *gate, struct gantry_error *error)
{
	struct gantry_rights found = { .loads = false };
	struct sandbox_options all;
	int result;

	if (options == NULL || options->mode == SANDBOX_OFF)
		return sandbox_enter(options, error);
	all = *options;
	result = add_declared(&found.rights, &options->rights, error);
	if (result == 0)
		result = ask(&found, gate, error);
	if (result > 0) {
		all.rights.reads = rights_list(&found.rights, RIGHT_READS);
		all.rights.writes = rights_list(&found.rights, RIGHT_WRITES);
		all.rights.connects =
		    rights_list(&found.rights, RIGHT_CONNECTS);
		all.rights.runs = rights_list(&found.rights, RIGHT_RUNS);
		all.rights.loads = found.loads;
		all.rights.reloads = found.reloads;
	}
	if (result != -1)
		result = sandbox_enter(&all, error);
	rights_clear(&found.rights);
	return result;
}
