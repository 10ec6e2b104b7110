/*
 * The main loop of the master.  It sleeps in poll(2) until a signal arrives, a
 * worker changes its state, a client connects or a second has passed.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/master/health.h"
#include "serve/master/master.h"
#include "serve/master/master_commands.h"
#include "serve/master/notify.h"
#include "serve/master/pid_file.h"
#include "serve/master/reload.h"
#include "serve/master/supervisor.h"
#include "serve/master/transfers.h"
#include "serve/signals.h"
#include "serve/socket/inherited_sockets.h"
#include "serve/socket/upgrade.h"

/* The interval between two checks of the workers. */
#define MAINTAIN_MILLISECONDS 1000

/* The least between two while workers only log, and only wake the master. */
#define LINES_MILLISECONDS 100
#define WOKEN_MILLISECONDS 10

/* Lines gather meanwhile, so a flood of them leaves the master time. */
#define PAUSE_MICROSECONDS 1000

/* The scoreboard has room for old and new workers at the same time. */
#define SLOTS_MIN 64

/* Between two attempts to pass the connections that are held. */
#define HELD_MILLISECONDS 50

/* The first descriptors to wait for, and the most. */
enum {
	WAITED_SIGNALS,
	WAITED_RELAYS,
	WAITED_UPGRADE,
	WAITED_TRANSFERS,
	WAITED_FIRST = WAITED_TRANSFERS + TRANSFERS_POLLED,
};
#define WAITED_MAX                                                 \
	(WAITED_FIRST + LISTENERS_MAX * SCORE_POOLS + SCORE_JOBS + \
	    ADMIN_POLL_MAX)

static void
in_child(void *owner)
{
	struct master *master = owner;

	close(master->signals);
	if (master->upgrade != -1)
		close(master->upgrade);
	admin_forget(master->admin);
	job_table_forget(master->jobs);
	upgrade_forget();
}

/* As process 1 the master inherits orphans, too; they need no handling. */
static void
reap_children(struct master *master)
{
	siginfo_t ended = { .si_pid = 0 };
	pid_t process;
	int status;

	while (waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	    ended.si_pid != 0) {
		/* It can be found while it is not reaped. */
		worker_table_hear(master->workers);
		process = waitpid(ended.si_pid, &status, 0);
		if (process > 0 &&
		    !job_table_reap(master->jobs, process, status))
			supervisor_reap(master, process, status);
		ended.si_pid = 0;
	}
}

/* After each event, and at least once a second. */
static void
maintain(struct master *master)
{
	master->maintained = clock_milliseconds();
	master->woken = false;
	worker_table_update(master->workers);
	if (!master->stopping)
		job_table_note_requests(master->jobs);
	reap_children(master);
	worker_table_check(master->workers);
	supervisor_take_lost(master);
	job_table_check(master->jobs);
	transfers_run(master);
	master_send_statsd(master, false);
	if (master->stopping)
		return;
	health_check(master);
	job_table_start_requested(
	    master->jobs, &master->snapshot->pools[0].jobs);
	if (master->pending != NULL)
		reload_check(master);
	if (!master->suspended)
		supervisor_maintain(master);
	reload_free_retired(master);
}

/* The smaller of two times; -1 means no limit. */
static int
sooner(int a, int b)
{
	if (a == -1 || b == -1)
		return a == -1 ? b : a;
	return a < b ? a : b;
}

/* When the next worker of any pool is due; 0: none waits. */
static int64_t
next_start(const struct master *master)
{
	const struct snapshot *snapshot = master->snapshot;
	int64_t first = 0, after;
	size_t i;

	for (i = 0; i < snapshot->pool_count; i++) {
		after = snapshot->pools[i].state.start_after;
		if (after != 0 && (first == 0 || after < first))
			first = after;
	}
	return first;
}

/* The time-out of poll(2); WATCHDOG: until the next keep-alive, or -1. */
static int
poll_timeout(const struct master *master, int watchdog)
{
	int64_t left = next_start(master) - clock_milliseconds();
	int longest = sooner(watchdog, admin_timeout(master->admin));

	if (!master->stopping)
		longest = sooner(longest, job_table_timeout(master->jobs));
	if (worker_table_waits(master->workers))
		longest = sooner(longest, 1);
	if (transfers_hold_any(master->transfers))
		longest = sooner(longest, HELD_MILLISECONDS);
	longest = sooner(longest,
	    master->woken ? WOKEN_MILLISECONDS : MAINTAIN_MILLISECONDS);
	return left > 0 && left < longest ? (int)left + 1 : longest;
}

/* RELAYED: nothing has happened but that workers wrote to their relays. */
static void
maintain_if_due(struct master *master, bool relayed)
{
	const int64_t since = clock_milliseconds() - master->maintained;

	if (!relayed ||
	    since >= (master->woken ? WOKEN_MILLISECONDS : LINES_MILLISECONDS))
		maintain(master);
}

/* Add the sockets of POOL while a connection makes another worker start. */
static size_t
poll_pool(const struct pool *pool, struct pollfd *waited)
{
	const struct listeners *listeners = &pool->listeners;
	int descriptor;
	size_t i;

	if (!pool->state.watches_listeners)
		return 0;
	for (i = 0; i < listeners->count; i++) {
		descriptor = listeners->descriptors[i];
		/* poll(2) ignores -1. */
		if (listener_is_dead(descriptor))
			descriptor = -1;
		waited[i] = (struct pollfd){ descriptor, POLLIN, 0 };
	}
	return listeners->count;
}

static size_t
poll_listeners(const struct master *master, struct pollfd *waited)
{
	const struct snapshot *snapshot = master->snapshot;
	size_t count = 0, i;

	if (master->suspended || master->stopping)
		return 0;
	for (i = 0; i < snapshot->pool_count; i++)
		count += poll_pool(&snapshot->pools[i], waited + count);
	return count;
}

/* What the master waits for all the time. */
static void
poll_own(const struct master *master, struct pollfd *waited)
{
	int transfers[TRANSFERS_POLLED], i;

	waited[WAITED_SIGNALS] = (struct pollfd){ master->signals, POLLIN, 0 };
	waited[WAITED_RELAYS] =
	    (struct pollfd){ worker_table_descriptor(master->workers), POLLIN,
		    0 };
	waited[WAITED_UPGRADE] = (struct pollfd){ master->upgrade, POLLIN, 0 };
	transfers_poll(master, transfers);
	for (i = 0; i < TRANSFERS_POLLED; i++)
		waited[WAITED_TRANSFERS + i] =
		    (struct pollfd){ transfers[i], POLLIN, 0 };
}

static bool
is_running(const struct master *master)
{
	return !master->stopping || supervisor_has_workers(master) ||
	    worker_table_reports_stacks(master->workers) ||
	    job_table_has_running(master->jobs) ||
	    transfers_are_pending(master);
}

static void
supervise(struct master *master)
{
	struct pollfd waited[WAITED_MAX];
	size_t count, first;
	int timeout, ready;
	bool relayed, waits;

	while (is_running(master)) {
		poll_own(master, waited);
		count = WAITED_FIRST;
		count += poll_listeners(master, waited + count);
		count += job_table_poll(master->jobs, waited + count);
		first = count;
		count +=
		    admin_poll(master->admin, waited + first, ADMIN_POLL_MAX);
		timeout = poll_timeout(master, notify_watchdog());
		waits = worker_table_waits(master->workers);
		ready = poll(waited, count, timeout);
		relayed = waited[WAITED_RELAYS].revents != 0 || waits;
		if (relayed && worker_table_relay(master->workers))
			master->woken = true;
		if (ready > (waited[WAITED_RELAYS].revents != 0))
			relayed = false;
		if (ready > 0) {
			if (waited[WAITED_SIGNALS].revents != 0)
				master_handle_signals(master);
			if (waited[WAITED_UPGRADE].revents != 0)
				master_end_upgrade(master);
		}
		admin_handle(master->admin, waited + first, count - first);
		job_table_log(master->jobs);
		maintain_if_due(master, relayed);
		if (relayed && ready > 0)
			usleep(PAUSE_MICROSECONDS);
	}
}

/* Returns 0, or -1 with ERROR filled. */
static int
prepare(struct master *master, struct gantry_error *error)
{
	const unsigned wanted = snapshot_workers(master->snapshot) * 4;
	const unsigned slots = wanted > SLOTS_MIN ? wanted : SLOTS_MIN;
	sigset_t signals;

	signals_block();
	signals_fill(&signals);
	master->board = scoreboard_new(slots);
	master->signals = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (master->board == NULL || master->signals == -1)
		return gantry_error_system(error, "cannot start the master");
	if (snapshot_number_pools(master->snapshot, master->board, error) == -1)
		return -1;
	master->workers = worker_table_new(master->board, in_child, master);
	master->jobs = job_table_new(master->board);
	master->transfers = transfers_new();
	if (master->workers == NULL || master->jobs == NULL ||
	    master->transfers == NULL)
		return gantry_error_system(error, "cannot start the master");
	job_table_register(master->jobs, &master->snapshot->pools[0].jobs);
	return 0;
}

static void
clean_up(struct master *master)
{
	log_report_losses(INT64_MAX);
	master_send_statsd(master, true);
	statsd_close(&master->statsd);
	admin_stop_listening(master->admin);
	if (master->pid_file != NULL && !master->upgraded)
		pid_file_remove(master->pid_file);
	free(master->pid_file);
	/* The client may now start another gantry with the same files. */
	admin_done(master->admin, ADMIN_STOP, true, "stopped");
	admin_close(master->admin);
	transfers_free(master->transfers);
	reload_free_retired(master);
	master->source->close(master->snapshot, NULL);
	master->source->free(master->snapshot);
	worker_table_free(master->workers);
	job_table_free(master->jobs);
	scoreboard_free(master->board);
	close(master->signals);
}

int
master_run(const struct snapshot_source *source)
{
	struct master master = {
		.source = source,
		.upgrade = -1,
		.started = clock_milliseconds(),
	};
	struct admin_actions actions;
	struct gantry_error error;

	/*
	 * Standard error may be a socket that it shares with its workers, any
	 * of which could shut it down, or a pipe whose reader has gone.
	 */
	signal(SIGPIPE, SIG_IGN);
	if (log_never_wait(&error) == -1) {
		log_error("cannot start the master: %s", error.text);
		return 1;
	}
	master.snapshot = source->load(source->owner, NULL, &error);
	if (master.snapshot != NULL)
		master.admin = admin_open(&master.snapshot->admin, &error);
	if (master.admin == NULL) {
		log_error("%s", error.text);
		if (master.snapshot != NULL) {
			source->close(master.snapshot, NULL);
			source->free(master.snapshot);
		}
		return error.code == GANTRY_ERROR_INPUT ? 2 : 1;
	}
	inherited_sockets_close_rest();
	master.snapshot->generation = 1;
	if (prepare(&master, &error) == -1) {
		log_error("%s", error.text);
		return 1;
	}
	master_fill_actions(&actions, &master);
	admin_attach(master.admin, &actions, master.board);
	maintain(&master);
	supervise(&master);
	if (!master.upgraded && health_is_failing(&master))
		master.status = 1;
	clean_up(&master);
	return master.status;
}
