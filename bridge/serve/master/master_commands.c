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
	size_t i;

	if (!master->stopping || signal != SIGTERM)
		log_info(signal == SIGTERM
			? "stopping; waiting for running requests"
			: "stopping immediately");
	if (!master->stopping && !master->upgraded)
		notify_stopping();
	for (i = 0; !master->stopping && i < master->snapshot->pool_count; i++)
		listeners_unlink(&master->snapshot->pools[i].listeners);
	master->stopping = true;
	transfers_publish(master);
	worker_table_end(master->workers, NULL, UINT32_MAX, signal);
	job_table_end(master->jobs, signal);
}

/* Fill LISTENERS with all sockets to hand over, ended by NULL. */
static void
find_listeners(
    struct master *master, const struct listeners *listeners[SCORE_POOLS + 3])
{
	size_t count = 0, i;

	for (i = 0; i < master->snapshot->pool_count; i++)
		listeners[count++] = &master->snapshot->pools[i].listeners;
	listeners[count++] = admin_control(master->admin);
	listeners[count++] = admin_http(master->admin);
	listeners[count] = NULL;
}

static void
upgrade(struct master *master)
{
	const struct listeners *listeners[SCORE_POOLS + 3];
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
	find_listeners(master, listeners);
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
	size_t i;

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
	for (i = 0; i < master->snapshot->pool_count; i++)
		listeners_disown(&master->snapshot->pools[i].listeners);
	admin_hand_over(master->admin);
	stop(master, SIGTERM);
}

/* The most workers that POOL may have beside those of the other pools. */
static unsigned
most_workers(const struct master *master, const struct pool *pool)
{
	const unsigned most = master->board->slot_count / 2;
	const unsigned others =
	    snapshot_workers(master->snapshot) - pool->scaling.workers;

	return others < most ? most - others : 1;
}

static void
change_workers(struct master *master, struct pool *pool, int by)
{
	struct scaling_options *scaling = &pool->scaling;
	const unsigned most = most_workers(master, pool);
	const bool is_named = master->snapshot->has_sections;

	if (by < 0 && scaling->workers == 1)
		return;
	scaling->workers += (unsigned)by;
	if (scaling->workers > most)
		scaling->workers = most;
	if (scaling->workers_min > scaling->workers)
		scaling->workers_min = scaling->workers;
	log_info("workers%s%s: %u", is_named ? " of the pool " : "",
	    is_named ? pool->name : "", scaling->workers);
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

/* The pools of a snapshot write to the same logs. */
static int
reopen_of(const struct snapshot *snapshot)
{
	return request_observer_reopen_files(
	    &snapshot->pools[0].worker.loop.observer);
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
		result |= reopen_of(snapshot);
	if (master->pending != NULL)
		result |= reopen_of(master->pending);
	result |= reopen_of(master->snapshot);
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
		change_workers(master, master->snapshot->pools, 1);
		break;
	case SIGTTOU:
		change_workers(master, master->snapshot->pools, -1);
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

/* The phase of gantry, or of one pool with COUNTS. */
static enum status_phase
phase_of(const struct master *master, bool is_starting)
{
	if (master->stopping)
		return STATUS_STOPPING;
	if (master->suspended)
		return supervisor_has_workers(master) ? STATUS_DRAINING
						      : STATUS_STOPPED;
	if (is_starting)
		return STATUS_STARTING;
	return master->pending != NULL ? STATUS_RELOADING : STATUS_READY;
}

static void
describe_pool(const struct master *master, const struct pool *pool,
    struct status_pool *status)
{
	static const char *const kinds[] = { "static", "dynamic", "ondemand" };
	struct worker_counts counts;

	worker_table_count(master->workers, pool, &counts);
	*status = (struct status_pool){
		.name = pool->name,
		.number = pool->number,
		.listeners = &pool->listeners,
		.kind = kinds[pool->scaling.kind],
		.workers_max = pool->scaling.workers,
		.is_failing = pool_is_failing(pool),
	};
	status->phase = phase_of(master,
	    !pool_is_failing(pool) &&
		(!pool->state.was_ready ||
		    (counts.serving == 0 &&
			pool->scaling.kind != SCALING_ON_DEMAND)));
	if (status->phase == STATUS_READY || status->phase == STATUS_RELOADING)
		health_find_pool_problem(
		    master, pool, status->problem, sizeof(status->problem));
}

/* Does any pool serve, or is any started by a connection? */
static bool
can_serve(const struct master *master)
{
	const struct snapshot *snapshot = master->snapshot;
	struct worker_counts counts;
	size_t i;

	worker_table_count(master->workers, NULL, &counts);
	if (counts.serving > 0)
		return true;
	for (i = 0; i < snapshot->pool_count; i++)
		if (snapshot->pools[i].scaling.kind == SCALING_ON_DEMAND)
			return true;
	return false;
}

static void
describe(void *owner, struct status_master *status)
{
	const struct master *master = owner;
	const struct snapshot *snapshot = master->snapshot;
	size_t i;

	status->started = master->started;
	status->generation = snapshot->generation;
	status->has_sections = snapshot->has_sections;
	status->phase = phase_of(master, !master->ready || !can_serve(master));
	status->pool_count = snapshot->pool_count;
	for (i = 0; i < snapshot->pool_count; i++)
		describe_pool(master, &snapshot->pools[i], &status->pools[i]);
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
scale_command(
    void *owner, const char *name, unsigned workers, struct gantry_error *error)
{
	struct master *master = owner;
	struct pool *pool = master->snapshot->pools;
	unsigned most;

	if (master->stopping)
		return reject_while_stopping(error);
	if (name != NULL)
		pool = snapshot_find_pool(master->snapshot, name);
	if (pool == NULL) {
		gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "no such pool: %s", name);
		return ADMIN_FAILED;
	}
	if (name == NULL && master->snapshot->pool_count > 1) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "there are several pools; name the one to scale, as in "
		    "scale %u %s",
		    workers, pool->name);
		return ADMIN_FAILED;
	}
	most = most_workers(master, pool);
	if (workers > most) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "too many workers (limit %u); restart with --workers for "
		    "more",
		    most);
		return ADMIN_FAILED;
	}
	change_workers(master, pool, (int)workers - (int)pool->scaling.workers);
	gantry_error_set(error, GANTRY_ERROR_NONE,
	    "workers: %u, until the next reload", pool->scaling.workers);
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
