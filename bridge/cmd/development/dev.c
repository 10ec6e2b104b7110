/*
 * The first process of gantry dev: it starts the master in a process group of
 * its own, so that what is typed at the terminal reaches this process alone,
 * watches files, and ends all when it ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/this_program.h"
#include "cmd/development/change.h"
#include "cmd/development/debugger.h"
#include "cmd/development/dev_config.h"
#include "cmd/development/dev_state.h"

/* A program that was ended by signal N (POSIX, "Exit Status for Commands"). */
#define STATUS_OF_SIGNAL 128

/* After ^C, the master ends within this time, or is killed. */
#define END_MILLISECONDS 5000

static void
fill_signals(sigset_t *signals)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT,
		SIGCHLD };
	size_t i;

	sigemptyset(signals);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		sigaddset(signals, numbers[i]);
}

/* In the process of a master: serve until it is told to stop. */
static int
serve(const struct serve_source *source, const struct config *config,
    const struct options *options, const char *folder)
{
	const struct development_options development =
	    dev_config_options(config, options, folder);
	struct serve_source served = *source;

	served.development = &development;
	return command_serve(&served);
}

/* Open what this process reads.  Returns 0, or -1 with ERROR filled. */
static int
open_all(struct dev *dev, struct gantry_error *error)
{
	sigset_t signals;

	fill_signals(&signals);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	signal(SIGPIPE, SIG_IGN);
	dev->signals = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (dev->signals == -1)
		return gantry_error_system(error, "cannot handle signals");
	dev->lines = state_folder_make(dev->folder, error);
	if (dev->lines == -1)
		return -1;
	if (setenv(DEV_VARIABLE, dev->folder, 1) == -1)
		return gantry_error_memory(error);
	/* The master of a new program becomes a child of this process. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	return 0;
}

/* Start the first master.  Returns 0, or -1 with ERROR filled. */
static int
start_master(
    struct dev *dev, const struct config *config, struct gantry_error *error)
{
	const pid_t parent = getpid();
	sigset_t none;
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) == -1)
		return gantry_error_system(error, "cannot make a pipe");
	fflush(NULL);
	dev->master = fork();
	if (dev->master == -1)
		return gantry_error_system(error, "cannot start a process");
	if (dev->master > 0) {
		dev->group = dev->master;
		close(ends[1]);
		dev->log.descriptor = ends[0];
		return fcntl(ends[0], F_SETFL, O_NONBLOCK);
	}
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(1);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(ends[1], STDERR_FILENO);
	close(dev->signals);
	close(dev->lines);
	exit(serve(dev->source, config, dev->options, dev->folder));
}

static void
copy_path(char path[PATH_MAX], const char *given, const char *folder,
    const char *name)
{
	if (given != NULL)
		snprintf(path, PATH_MAX, "%s", given);
	else
		snprintf(path, PATH_MAX, "%s/%s", folder, name);
}

static void
watch_all(struct dev *dev, const struct config *config)
{
	struct gantry_error error;
	char program[PATH_MAX];
	ssize_t length =
	    readlink("/proc/self/exe", program, sizeof(program) - 1);

	watch_init(&dev->watch);
	if (length > 0) {
		program[length] = '\0';
		watch_add(&dev->watch, program, "program", true, &error);
	}
	dev_config_watch(config, dev->options, &dev->watch, &error);
}

static void
tell_start(const struct dev *dev, const struct config *config)
{
	static const char http[] = "http://";
	const char *address;
	size_t i;

	for (i = 0; i < config->binds.count; i++) {
		address = config->binds.items[i];
		if (strncmp(address, http, strlen(http)) == 0)
			terminal_say("%s/, and the last requests at "
				     "%s/.gantry/",
			    address, address);
		else
			terminal_say("FastCGI on %s", address);
	}
	terminal_say("%u worker%s, %u threads; %s; %zu files are watched",
	    config->workers, config->workers == 1 ? "" : "s", config->threads,
	    config->sandbox == SANDBOX_OFF ? "the sandbox is off (--sandbox on)"
					   : "the sandbox is on",
	    dev->watch.count);
	if (config->bind_public)
		terminal_say("--bind-public: failures and traces are not "
			     "shown in browsers");
	if (dev->options->debugger)
		terminal_say("no time-outs while gdb runs");
	else if (dev_config_is_foreign(config))
		terminal_say("breakpoint() stops in this terminal; no "
			     "time-outs");
}

/* Tell the master to stop; a second time it has to hurry. */
static void
stop(struct dev *dev, int signal)
{
	/* Requests that a debugger has stopped may never finish. */
	if (dev->options->debugger || dev->is_stopping)
		signal = SIGQUIT;
	if (dev->debugger > 0)
		kill(dev->debugger, SIGTERM);
	if (dev->master > 0)
		kill(dev->master, signal);
	/* A debugger that crashed has left the worker stopped. */
	if (dev->group > 0)
		kill(-dev->group, SIGCONT);
	if (signal != SIGTERM)
		dev->deadline = clock_milliseconds() + END_MILLISECONDS;
	dev->is_stopping = true;
}

static void
handle_signal(struct dev *dev, int number)
{
	switch (number) {
	case SIGINT:
		/* gdb stops the worker, and asks what next. */
		if (dev->debugger > 0)
			return;
		dev->status = STATUS_OF_SIGNAL + SIGINT;
		stop(dev, SIGINT);
		break;
	case SIGQUIT:
		if (dev->debugger > 0)
			return;
		dev->status = STATUS_OF_SIGNAL + SIGQUIT;
		stop(dev, SIGQUIT);
		break;
	case SIGTERM:
	case SIGHUP:
		dev->status = number == SIGTERM ? 0 : STATUS_OF_SIGNAL + number;
		stop(dev, SIGTERM);
		break;
	default:
		break;
	}
}

static void
handle_signals(struct dev *dev)
{
	struct signalfd_siginfo information;

	while (read(dev->signals, &information, sizeof(information)) ==
	    (ssize_t)sizeof(information))
		handle_signal(dev, (int)information.ssi_signo);
}

/* The process id in the file that the master writes, or 0. */
static pid_t
read_pid(const struct dev *dev)
{
	FILE *file = fopen(dev->pid_file, "re");
	long process = 0;

	if (file == NULL)
		return 0;
	if (fscanf(file, "%ld", &process) != 1)
		process = 0;
	fclose(file);
	return (pid_t)process;
}

/* The master ended with STATUS: was it replaced by that of a new program? */
static void
end_master(struct dev *dev, int status)
{
	const pid_t successor = read_pid(dev);
	const pid_t ended = dev->master;

	dev->master = 0;
	if (successor > 0 && successor != ended && kill(successor, 0) == 0) {
		dev->master = successor;
		if (dev->is_upgrading)
			change_end_upgrade(dev);
		if (dev->is_stopping)
			kill(successor, SIGTERM);
		return;
	}
	if (!dev->is_stopping)
		dev->status = WIFEXITED(status)
		    ? WEXITSTATUS(status)
		    : STATUS_OF_SIGNAL + WTERMSIG(status);
}

/* Returns whether there are processes left. */
static bool
reap(struct dev *dev)
{
	pid_t process;
	int status;

	while ((process = waitpid(-1, &status, WNOHANG)) > 0) {
		if (process == dev->debugger) {
			dev->debugger = 0;
			if (!dev->is_stopping &&
			    (!WIFEXITED(status) ||
				WEXITSTATUS(status) != DEBUGGER_AGAIN))
				stop(dev, SIGTERM);
		} else if (process == dev->master) {
			end_master(dev, status);
		}
	}
	return process == 0 || errno != ECHILD;
}

/* When the master serves, gdb can attach to its worker. */
static void
start_debugger(struct dev *dev)
{
	struct gantry_error error;

	if (!dev->options->debugger || dev->debugger != 0 || dev->is_stopping ||
	    read_pid(dev) == 0)
		return;
	routes_file_write(dev->options, dev->folder);
	dev->debugger = debugger_start(dev->folder, dev->pid_file, &error);
	if (dev->debugger != -1)
		return;
	terminal_complain("%s", error.text);
	dev->debugger = 0;
	dev->status = 1;
	stop(dev, SIGTERM);
}

static int
poll_timeout(const struct dev *dev)
{
	int timeout = watch_timeout(&dev->watch, clock_milliseconds());

	if (dev->is_stopping || (dev->options->debugger && dev->debugger == 0))
		return 100;
	return timeout;
}

/* Are changes of interest now? */
static bool
watches(const struct dev *dev)
{
	return !dev->is_stopping && dev->master != 0 && !change_is_running(dev);
}

static void
handle_events(struct dev *dev, const struct pollfd *waited)
{
	const bool is_readable = waited[3].revents != 0;

	terminal_copy_log(&dev->log);
	change_note_reload(dev);
	terminal_copy(dev->lines);
	if (waited[4].revents != 0)
		change_read_reload(dev);
	change_check_upgrade(dev);
	handle_signals(dev);
	start_debugger(dev);
	if (watches(dev) &&
	    watch_look(&dev->watch, is_readable, clock_milliseconds()))
		change_begin(dev);
}

/* Until the master and all that it started have ended. */
static void
run(struct dev *dev)
{
	for (;;) {
		struct pollfd waited[] = {
			{ dev->signals, POLLIN, 0 },
			{ dev->lines, POLLIN, 0 },
			{ dev->log.descriptor, POLLIN, 0 },
			{ watches(dev) ? dev->watch.inotify : -1, POLLIN, 0 },
			{ dev->reload, POLLIN, 0 },
		};

		poll(waited, sizeof(waited) / sizeof(waited[0]),
		    poll_timeout(dev));
		handle_events(dev, waited);
		if (!reap(dev))
			break;
		if (waited[2].revents == POLLHUP)
			dev->log.descriptor = -1;
		/* The reader of a pipe has gone. */
		if (!dev->is_stopping && ferror(stdout))
			stop(dev, SIGTERM);
		if (dev->deadline != 0 && clock_milliseconds() > dev->deadline)
			kill(-dev->group, SIGKILL);
	}
	terminal_copy_log(&dev->log);
	terminal_copy(dev->lines);
}

int
command_dev(const struct serve_source *source, const struct config *config,
    const struct options *options)
{
	struct dev dev = { .source = source, .options = options, .reload = -1 };
	const char *folder = getenv(DEV_VARIABLE);
	struct gantry_error error;

	/* The program was started by an upgrade. */
	if (folder != NULL)
		return serve(source, config, options, folder);
	if ((options->debugger && debugger_find(&error) == -1) ||
	    open_all(&dev, &error) == -1) {
		program_print_error("%s", error.text);
		return 1;
	}
	copy_path(dev.control, config->control_socket, dev.folder, "control");
	copy_path(dev.pid_file, config->pid_file, dev.folder, "pid");
	watch_all(&dev, config);
	tell_start(&dev, config);
	if (start_master(&dev, config, &error) == -1) {
		program_print_error("%s", error.text);
		dev.status = 1;
	} else {
		run(&dev);
	}
	watch_clear(&dev.watch);
	gantry_buffer_clear(&dev.answer);
	gantry_buffer_clear(&dev.log.part);
	gantry_buffer_clear(&dev.log.reasons);
	state_folder_remove(dev.folder);
	return dev.status;
}
