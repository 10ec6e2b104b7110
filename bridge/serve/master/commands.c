/*
 * What signals and the admin's clients ask of the master.
 */
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/log/log.h"
#include "serve/master/commands.h"
#include "serve/master/notify.h"
#include "serve/master/reload.h"
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
	if (!master->stopping)
		log_info(signal == SIGTERM ? "stopping; requests may finish"
					   : "stopping at once");
	if (!master->stopping && !master->upgraded)
		notify_stopping();
	if (!master->stopping)
		listeners_unlink(&master->snapshot->listeners);
	master->stopping = true;
	worker_table_end(master->workers, NULL, UINT32_MAX, signal);
	jobs_end(master->jobs, signal);
}

static void
upgrade(struct master *master)
{
	const struct listeners *const listeners[] = {
		&master->snapshot->listeners, admin_control(master->admin),
		admin_http(master->admin), NULL
	};
	struct gantry_error error;
	pid_t process;

	if (master->upgrade != -1) {
		log_warning("another program is about to take over already");
		return;
	}
	process = upgrade_start(listeners, &master->upgrade, &error);
	if (process == -1)
		log_error("no upgrade: %s", error.text);
	else
		log_info("upgrading: process %ld starts", (long)process);
}

/* The new program serves, or it never will. */
void
commands_end_upgrade(struct master *master)
{
	char byte;
	bool serves = read(master->upgrade, &byte, 1) == 1;

	close(master->upgrade);
	master->upgrade = -1;
	if (!serves) {
		log_error("upgrade given up: the new program ended before it "
			  "served; the old workers stay");
		return;
	}
	log_info("upgraded: another process serves now");
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
	if (pool->workers > master->board->workers / 2)
		pool->workers = master->board->workers / 2;
	if (pool->workers_min > pool->workers)
		pool->workers_min = pool->workers;
	log_info("workers: %u", pool->workers);
}

/* A window that changes its size is not meant. */
static void
hide(struct master *master)
{
	if (isatty(STDIN_FILENO) || isatty(STDERR_FILENO))
		return;
	log_info("the workers end until the next reload");
	master->hidden = true;
	worker_table_end(master->workers, NULL, UINT32_MAX, SIGTERM);
}

static void
obey(struct master *master, int signal)
{
	switch (signal) {
	case SIGHUP:
		reload(master);
		break;
	case SIGUSR1:
		request_observer_reopen_logs(
		    &master->snapshot->worker.loop.observer);
		worker_table_signal(master->workers, SIGUSR1);
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
		hide(master);
		break;
	case SIGCHLD:
		break;
	default:
		stop(master, signal);
		break;
	}
}

void
commands_take_signals(struct master *master)
{
	struct signalfd_siginfo information;

	while (read(master->signals, &information, sizeof(information)) ==
	    (ssize_t)sizeof(information))
		if (!master->stopping || information.ssi_signo == SIGINT ||
		    information.ssi_signo == SIGQUIT)
			obey(master, (int)information.ssi_signo);
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
	else if (!master->ready || master->hidden ||
	    (counts.serving == 0 &&
		master->snapshot->scaling.kind != SCALING_ON_DEMAND))
		status->phase = STATUS_STARTING;
	else
		status->phase =
		    master->trial != NULL ? STATUS_RELOADING : STATUS_READY;
}

static enum admin_result
refuse_at_end(struct gantry_error *said)
{
	gantry_error_set(
	    said, GANTRY_ERROR_UNAVAILABLE, "gantry is about to end");
	return ADMIN_FAILED;
}

static enum admin_result
reload_by_order(void *owner, struct gantry_error *said)
{
	struct master *master = owner;

	if (master->stopping)
		return refuse_at_end(said);
	if (reload_begin(master, said) == 0)
		return ADMIN_LATER;
	log_error("%s", said->text);
	said->code = GANTRY_ERROR_SYSTEM; /* the order made sense */
	return ADMIN_FAILED;
}

static enum admin_result
stop_by_order(void *owner, struct gantry_error *said)
{
	(void)said;
	stop(owner, SIGTERM);
	return ADMIN_LATER;
}

static enum admin_result
scale_by_order(void *owner, unsigned workers, struct gantry_error *said)
{
	struct master *master = owner;
	const unsigned most = master->board->workers / 2;

	if (master->stopping)
		return refuse_at_end(said);
	if (workers > most) {
		gantry_error_set(said, GANTRY_ERROR_INPUT,
		    "there is room for %u workers; more need a restart with "
		    "--workers",
		    most);
		return ADMIN_FAILED;
	}
	change_workers(
	    master, (int)workers - (int)master->snapshot->scaling.workers);
	gantry_error_set(said, GANTRY_ERROR_NONE,
	    "workers: %u, until the next reload",
	    master->snapshot->scaling.workers);
	return ADMIN_DONE;
}

static enum admin_result
reopen_by_order(void *owner, struct gantry_error *said)
{
	struct master *master = owner;

	if (master->stopping)
		return refuse_at_end(said);
	obey(master, SIGUSR1);
	return ADMIN_DONE;
}

void
commands_fill(struct admin_actions *actions, struct master *master)
{
	*actions = (struct admin_actions){
		.owner = master,
		.describe = describe,
		.reload = reload_by_order,
		.stop = stop_by_order,
		.scale = scale_by_order,
		.reopen = reopen_by_order,
	};
}
