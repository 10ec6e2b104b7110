/*
 * Carrying out signals and the commands of the control socket.
 */
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/master/health.h"
#include "serve/master/master_commands.h"
#include "serve/master/notify.h"
#include "serve/master/reload.h"
#include "serve/master/supervisor.h"
#include "serve/master/transfers.h"
#include "serve/socket/upgrade.h"

static void
reload(struct master *master)
{
	struct gantry_error error;

	if (reload_begin(master, &error) == -1)
		log_error("%s", error.text);
}

static void
stop(struct master *master, int signal)
{
	if (!master->stopping || signal != SIGTERM)
		log_info(signal == SIGTERM
			? "stopping; waiting for running requests"
			: "stopping immediately");
	if (!master->stopping && !master->upgraded)
		notify_stopping();
	if (!master->stopping)
		listeners_unlink(&master->snapshot->listeners);
	master->stopping = true;
	transfers_publish(master);
	worker_table_end(master->workers, NULL, UINT32_MAX, signal);
	job_table_end(master->jobs, signal);
}

static void
upgrade(struct master *master)
{
	const struct listeners *const listeners[] = {
		&master->snapshot->listeners, admin_control(master->admin),
		admin_http(master->admin), NULL
	};
	struct upgrade_started started;
	struct gantry_error error;
	pid_t process;

	if (master->upgrade != -1) {
		log_warning("an upgrade is already in progress");
		return;
	}
	/* The others of its PID namespace end with process 1. */
	if (getpid() == 1) {
		log_error("upgrade refused: this is process 1, whose end would "
			  "end the new program, too; start a new container "
			  "with the new program, then stop this one, or run "
			  "gantry below an init (docker run --init)");
		return;
	}
	process = upgrade_start(listeners, &started, &error);
	if (process == -1) {
		log_error("upgrade failed: %s", error.text);
		return;
	}
	master->successor = process;
	master->upgrade = started.ready;
	transfers_set_successor(master->transfers, started.connections);
	log_info("upgrading: started process %ld", (long)process);
}

void
master_end_upgrade(struct master *master)
{
	bool takes;
	bool serves = upgrade_is_served(master->upgrade, &takes);

	close(master->upgrade);
	master->upgrade = -1;
	if (!takes)
		transfers_set_successor(master->transfers, -1);
	if (!serves) {
		log_error("upgrade failed: the new program exited before it "
			  "was ready; the old workers keep serving");
		return;
	}
	log_info("upgraded: the new program serves now");
	notify_replaced_by(master->successor);
	master->upgraded = true;
	listeners_disown(&master->snapshot->listeners);
	admin_hand_over(master->admin);
	stop(master, SIGTERM);
}

static void
change_workers(struct master *master, int by)
{
	struct scaling_options *pool = &master->snapshot->scaling;

	if (by < 0 && pool->workers == 1)
		return;
	pool->workers += (unsigned)by;
	if (pool->workers > master->board->slot_count / 2)
		pool->workers = master->board->slot_count / 2;
	if (pool->workers_min > pool->workers)
		pool->workers_min = pool->workers;
	log_info("workers: %u", pool->workers);
}

/* At a terminal WINCH only means that the window changed its size. */
static void
suspend(struct master *master)
{
	if (isatty(STDIN_FILENO) || isatty(STDERR_FILENO))
		return;
	log_info("stopping all workers until the next reload");
	master->suspended = true;
	transfers_publish(master);
	worker_table_end(master->workers, NULL, UINT32_MAX, SIGTERM);
}

/*
 * Only the master can open log files, also for workers of an older snapshot.
 * Returns 0, or -1 if one could not be opened, which is logged.
 */
static int
reopen_logs(struct master *master)
{
	const struct snapshot *snapshot = master->retired;
	int result = log_reopen();

	for (; snapshot != NULL; snapshot = snapshot->next)
		result |= request_observer_reopen_files(
		    &snapshot->worker.loop.observer);
	if (master->pending != NULL)
		result |= request_observer_reopen_files(
		    &master->pending->worker.loop.observer);
	result |= request_observer_reopen_files(
	    &master->snapshot->worker.loop.observer);
	worker_table_hand_logs(master->workers);
	return result;
}

static void
handle_signal(struct master *master, int signal)
{
	switch (signal) {
	case SIGHUP:
		reload(master);
		break;
	case SIGUSR1:
		reopen_logs(master);
		break;
	case SIGUSR2:
		upgrade(master);
		break;
	case SIGTTIN:
		change_workers(master, 1);
		break;
	case SIGTTOU:
		change_workers(master, -1);
		break;
	case SIGWINCH:
		suspend(master);
		break;
	case SIGCHLD:
		break;
	default:
		stop(master, signal);
		break;
	}
}

/* Requests that still run write to the logs. */
static bool
acts_while_stopping(uint32_t signal)
{
	return signal == SIGINT || signal == SIGQUIT || signal == SIGUSR1;
}

void
master_handle_signals(struct master *master)
{
	struct signalfd_siginfo information;

	while (read(master->signals, &information, sizeof(information)) ==
	    (ssize_t)sizeof(information))
		if (!master->stopping ||
		    acts_while_stopping(information.ssi_signo))
			handle_signal(master, (int)information.ssi_signo);
}

static void
describe(void *owner, struct status_master *status)
{
	const struct master *master = owner;
	struct worker_counts counts;

	worker_table_count(master->workers, NULL, &counts);
	status->started = master->started;
	status->generation = master->snapshot->generation;
	status->listeners = &master->snapshot->listeners;
	if (master->stopping)
		status->phase = STATUS_STOPPING;
	else if (master->suspended)
		status->phase = supervisor_has_workers(master) ? STATUS_DRAINING
							       : STATUS_STOPPED;
	else if (!master->ready ||
	    (counts.serving == 0 &&
		master->snapshot->scaling.kind != SCALING_ON_DEMAND))
		status->phase = STATUS_STARTING;
	else
		status->phase =
		    master->pending != NULL ? STATUS_RELOADING : STATUS_READY;
	if (status->phase == STATUS_READY || status->phase == STATUS_RELOADING)
		health_find_problem(
		    master, status->problem, sizeof(status->problem));
}

void
master_send_statsd(struct master *master, bool ends)
{
	const struct statsd_options *options = &master->snapshot->statsd;
	struct status_master own = { 0 };
	struct status status;

	if (master->statsd_generation != master->snapshot->generation) {
		statsd_open(&master->statsd, options);
		master->statsd_generation = master->snapshot->generation;
	}
	if (!statsd_is_due(&master->statsd, options,
		ends ? INT64_MAX : clock_milliseconds()))
		return;
	describe(master, &own);
	if (status_collect(&status, &own, master->board) == -1)
		return;
	statsd_send(&master->statsd, options, &status);
	status_clear(&status);
}

static enum admin_result
reject_while_stopping(struct gantry_error *error)
{
	gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE, "gantry is stopping");
	return ADMIN_FAILED;
}

static enum admin_result
reload_command(void *owner, struct gantry_error *error)
{
	struct master *master = owner;

	if (master->stopping)
		return reject_while_stopping(error);
	if (reload_begin(master, error) == 0)
		return ADMIN_LATER;
	log_error("%s", error->text);
	error->code = GANTRY_ERROR_SYSTEM; /* the command itself was valid */
	return ADMIN_FAILED;
}

static enum admin_result
stop_command(void *owner, struct gantry_error *error)
{
	(void)error;
	stop(owner, SIGTERM);
	return ADMIN_LATER;
}

static enum admin_result
scale_command(void *owner, unsigned workers, struct gantry_error *error)
{
	struct master *master = owner;
	const unsigned most = master->board->slot_count / 2;

	if (master->stopping)
		return reject_while_stopping(error);
	if (workers > most) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "too many workers (limit %u); restart with --workers for "
		    "more",
		    most);
		return ADMIN_FAILED;
	}
	change_workers(
	    master, (int)workers - (int)master->snapshot->scaling.workers);
	gantry_error_set(error, GANTRY_ERROR_NONE,
	    "workers: %u, until the next reload",
	    master->snapshot->scaling.workers);
	return ADMIN_DONE;
}

static enum admin_result
reopen_command(void *owner, struct gantry_error *error)
{
	struct master *master = owner;

	if (reopen_logs(master) == 0)
		return ADMIN_DONE;
	gantry_error_set(error, GANTRY_ERROR_SYSTEM,
	    "not every log could be opened anew; gantry still writes to the "
	    "old files, and its error log has the reason");
	return ADMIN_FAILED;
}

void
master_fill_actions(struct admin_actions *actions, struct master *master)
{
	*actions = (struct admin_actions){
		.owner = master,
		.describe = describe,
		.reload = reload_command,
		.stop = stop_command,
		.scale = scale_command,
		.reopen = reopen_command,
	};
}
