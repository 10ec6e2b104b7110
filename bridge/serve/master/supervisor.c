/*
 * Keeping the number of workers that scaling.c decides.  A worker that exits is
 * replaced; when workers exit soon after their start, the delay before the next
 * one doubles.
 */
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/master/notify.h"
#include "serve/master/pid_file.h"
#include "serve/master/reload.h"
#include "serve/master/supervisor.h"
#include "serve/master/transfers.h"
#include "serve/socket/upgrade.h"

/* A worker that exits earlier than this delays the next start. */
#define YOUNG_MILLISECONDS		 5000
#define RESTART_DELAY_FIRST_MILLISECONDS 100
#define RESTART_DELAY_MAX_MILLISECONDS	 30000

/* A reload does not move the file. */
static void
write_pid_file(struct master *master)
{
	const char *path = master->snapshot->pid_file;

	if (path != NULL && pid_file_write(path) == 0)
		master->pid_file = strdup(path);
}

static void
announce_ready(struct master *master, const struct worker_counts *counts)
{
	if (master->ready)
		return;
	master->ready = true;
	write_pid_file(master);
	upgrade_done();
	notify_ready("serving");
	log_info("ready: %u workers, %u threads each", counts->serving,
	    master->snapshot->worker.loop.threads);
}

static bool
has_waiting_connections(const struct snapshot *snapshot)
{
	struct pollfd waited[LISTENERS_MAX];
	size_t i;
	int descriptor;

	for (i = 0; i < snapshot->listeners.count; i++) {
		descriptor = snapshot->listeners.descriptors[i];
		/* poll(2) ignores -1. */
		waited[i] = (struct pollfd){
			.fd = listener_is_dead(descriptor) ? -1 : descriptor,
			.events = POLLIN,
		};
	}
	return poll(waited, snapshot->listeners.count, 0) > 0;
}

void
supervisor_maintain(struct master *master)
{
	const struct scaling_options *pool = &master->snapshot->scaling;
	int64_t now = clock_milliseconds();
	struct worker_counts counts;
	struct scaling_state state;
	int decision;

	worker_table_count(master->workers, master->snapshot, &counts);
	state = (struct scaling_state){
		.starting = counts.starting,
		.serving = counts.serving,
		.idle = counts.idle,
		.waiting = pool->kind == SCALING_ON_DEMAND &&
		    (has_waiting_connections(master->snapshot) ||
			transfers_have_input(master->transfers)),
	};
	if (!scaling_has_spare(pool, &state))
		master->spare_since = 0;
	else if (master->spare_since == 0)
		master->spare_since = now;
	state.spare_since = master->spare_since;
	decision = scaling_decide(pool, &state, now);
	if (decision < 0) {
		master->spare_since = 0;
		worker_table_end(master->workers, master->snapshot,
		    (unsigned)-decision, SIGTERM);
	}
	for (; decision > 0 && now >= master->start_after; decision--)
		if (worker_table_start(master->workers, master->snapshot) == -1)
			master->start_after =
			    now + RESTART_DELAY_FIRST_MILLISECONDS;
	if (counts.starting == 0 && scaling_decide(pool, &state, now) <= 0)
		announce_ready(master, &counts);
}

/* Delay the next start, twice as long each time. */
static void
back_off(struct master *master, const struct worker_exit *ended)
{
	if (ended->age >= YOUNG_MILLISECONDS) {
		master->restart_delay = 0;
		return;
	}
	master->restart_delay = master->restart_delay == 0
	    ? RESTART_DELAY_FIRST_MILLISECONDS
	    : master->restart_delay * 2;
	if (master->restart_delay > RESTART_DELAY_MAX_MILLISECONDS)
		master->restart_delay = RESTART_DELAY_MAX_MILLISECONDS;
	master->start_after = clock_milliseconds() + master->restart_delay;
	log_warning("the next worker starts in %d ms", master->restart_delay);
}

static void
handle_exit(struct master *master, const struct worker_exit *ended)
{
	if (master->stopping || ended->expected)
		return;
	if (ended->snapshot == master->pending) {
		reload_fail(master, "a new worker exited before it was ready");
		return;
	}
	if (!ended->was_ready && !master->ready) {
		log_error("no worker could start; shutting down");
		master->status = 1;
		kill(getpid(), SIGTERM);
		return;
	}
	back_off(master, ended);
}

void
supervisor_reap(struct master *master, pid_t process, int status)
{
	struct worker_exit ended;

	if (worker_table_reap(master->workers, process, status, &ended))
		handle_exit(master, &ended);
}

bool
supervisor_has_workers(const struct master *master)
{
	struct worker_counts counts;

	worker_table_count(master->workers, NULL, &counts);
	return counts.starting + counts.serving + counts.draining > 0;
}
