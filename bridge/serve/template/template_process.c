/*
 * The template has one thread, so that what it forks has all of its threads.
 * Its signals are blocked but while it loads: the end of its orders ends it.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log/log.h"
#include "serve/observe/backtrace.h"
#include "serve/signals.h"
#include "serve/template/template_orders.h"
#include "serve/template/template_process.h"
#include "serve/worker/log_handover.h"
#include "serve/worker/start_signals.h"
#include "serve/worker/worker_descriptors.h"
#include "serve/worker/worker_foreign.h"

/* Between two looks whether the process in between has ended. */
#define LOOK_NANOSECONDS 100000

/* Returns 0, or -1 with ERROR filled. */
static int
become_template(
    const struct template_options *options, struct gantry_error *error)
{
	static atomic_int crashed;
	struct loop_options loop = options->config->loop;

	loop.transfer = options->orders;
	/* First, since dropping privileges clears PR_SET_PDEATHSIG. */
	if (worker_set_environment(options->config, error) == -1 ||
	    privileges_drop(loop.privileges, error) == -1 ||
	    worker_descriptors_keep(
		&loop, options->relay, options->handover, error) == -1)
		return -1;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != options->parent)
		return gantry_error_set(
		    error, GANTRY_ERROR_UNAVAILABLE, "its master has ended");
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	backtrace_prepare(&crashed, sandbox_write_report, NULL);
	backtrace_prepare_thread();
	return 0;
}

/* How many entries of the folder PATH are accepted, which may be all. */
static unsigned
count_entries(const char *path, bool (*accepts)(int folder, const char *name))
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	unsigned count = 0;

	while (folder != NULL && (entry = readdir(folder)) != NULL)
		if (entry->d_name[0] != '.' &&
		    (accepts == NULL || accepts(dirfd(folder), entry->d_name)))
			count++;
	if (folder != NULL)
		closedir(folder);
	return count;
}

static bool
is_socket(int folder, const char *name)
{
	struct stat status;

	return fstatat(folder, name, &status, 0) == 0 &&
	    S_ISSOCK(status.st_mode);
}

/* What workers cannot have, or had better not. */
static void
warn_of_rest(unsigned sockets)
{
	const unsigned threads = count_entries("/proc/self/task", NULL);
	const unsigned now = count_entries("/proc/self/fd", is_socket);

	if (threads > 1)
		log_warning("preload: %u threads were started while the "
			    "applications were loaded; they are not in the "
			    "workers",
		    threads - 1);
	if (now > sockets)
		log_warning("preload: %u sockets were opened while the "
			    "applications were loaded; all workers share "
			    "them.  Open connections in each worker instead",
		    now - sockets);
}

/* An application may take long, and must not hold up the end. */
static int
load(const struct gate_options *gate, struct gantry_error *error)
{
	const bool is_foreign = foreign_is_mounted(gate);
	const unsigned sockets = count_entries("/proc/self/fd", is_socket);
	pthread_t thread;
	int result;

	if (start_signals_watch(&thread, error) == -1)
		return -1;
	if (is_foreign) {
		foreign_forward_signals(thread);
		foreign_unblock_signals();
	}
	result = preloaded_load(gate, error);
	signals_block();
	if (is_foreign)
		foreign_forward_signals(pthread_self());
	start_signals_ignore(thread);
	if (result == 0)
		warn_of_rest(sockets);
	return result;
}

/* Wait until the master has inherited this process from BETWEEN. */
static void
wait_for_parent(pid_t between)
{
	const struct timespec pause = { .tv_nsec = LOOK_NANOSECONDS };

	while (getppid() == between)
		nanosleep(&pause, NULL);
	/* Before code of applications runs; worker_run looks at the parent. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
}

_Noreturn static void
be_worker(const struct template_options *options, struct template_order *order)
{
	const struct loop_options *loop = &options->config->loop;
	const int own[] = { options->relay, options->handover, -1 };
	struct worker_options worker = {
		.parent = options->parent,
		.inherited = own,
		.config = options->config,
		.master = options->master,
		.pool = options->pool,
		.slot = order->slot,
		.relay = order->descriptors[TEMPLATE_RELAY],
		.handover = order->descriptors[TEMPLATE_HANDOVER],
		.transfer = order->descriptors[TEMPLATE_TRANSFER],
		.page = score_page_join(
		    order->descriptors[TEMPLATE_PAGE], loop->threads),
	};

	if (worker.page == NULL) {
		log_error("worker cannot start: cannot map memory: %s",
		    strerror(errno));
		exit(WORKER_EXIT_BOOT);
	}
	close(order->descriptors[TEMPLATE_PAGE]);
	preloaded_tell(loop->gate, GANTRY_FORK_CHILD);
	exit(worker_run(&worker));
}

/* In the process between the template and the worker. */
_Noreturn static void
fork_again(const struct template_options *options, struct template_order *order)
{
	const pid_t between = getpid();
	const pid_t process = fork();

	if (process != 0)
		_exit(process == -1);
	wait_for_parent(between);
	if (template_report_send(options->orders, order->slot, false) == -1)
		_exit(WORKER_EXIT_BOOT);
	close(options->orders);
	be_worker(options, order);
}

static void
fork_worker(
    const struct template_options *options, struct template_order *order)
{
	const struct gate_options *gate = options->config->loop.gate;
	int status = 0;
	pid_t process;

	preloaded_tell(gate, GANTRY_FORK_BEFORE);
	fflush(NULL);
	process = fork();
	if (process == 0)
		fork_again(options, order);
	preloaded_tell(gate, GANTRY_FORK_PARENT);
	while (process != -1 && waitpid(process, &status, 0) == -1 &&
	    errno == EINTR)
		continue;
	if (process != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return;
	log_error("cannot start a worker: the template cannot fork");
	template_report_send(options->orders, order->slot, true);
}

/* Returns 1; 0: there will be no more; or -1. */
static int
take_order(const struct template_options *options)
{
	struct template_order order;
	const int result = template_orders_receive(options->orders, &order);

	if (result == 1) {
		fork_worker(options, &order);
		template_order_close(&order);
	} else if (result == -1) {
		log_error("cannot start a worker: %s", strerror(errno));
		if (order.slot == UINT_MAX)
			return 0;
		template_report_send(options->orders, order.slot, true);
	}
	return result;
}

/* So that no log file that was moved away stays open, and workers have it. */
static void
take_logs(const struct template_options *options)
{
	struct log_files files;

	if (log_handover_receive(options->handover, &files) != 1)
		return;
	request_observer_replace_files(
	    &options->config->loop.observer, files.descriptors);
	log_files_close(&files);
}

/* Fork workers until the master wants no more. */
static void
serve(const struct template_options *options)
{
	struct pollfd waited[] = {
		{ options->orders, POLLIN, 0 },
		{ options->handover, POLLIN, 0 },
	};

	for (;;) {
		if (poll(waited, 2, -1) == -1)
			continue;
		if (waited[1].revents != 0)
			take_logs(options);
		if (waited[0].revents != 0 && take_order(options) == 0)
			return;
	}
}

int
template_run(const struct template_options *options)
{
	struct gantry_error error;

	if (become_template(options, &error) == -1 ||
	    load(options->config->loop.gate, &error) == -1) {
		log_error(
		    "the template of workers cannot start: %s", error.text);
		_exit(WORKER_EXIT_BOOT);
	}
	serve(options);
	/* What applications close at the end is for workers. */
	_exit(0);
}
