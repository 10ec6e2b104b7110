/*
 * Keeping the number of workers that scaling.c decides.  A worker that exits is
 * replaced when restarts.c allows it.
 */
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/admin/listen_queue.h"
#include "serve/master/notify.h"
#include "serve/master/pid_file.h"
#include "serve/master/reload.h"
#include "serve/master/supervisor.h"
#include "serve/master/transfers.h"
#include "serve/socket/upgrade.h"

/* Between two lines about the rate of restarts. */
#define LOG_MILLISECONDS 10000

/* A reload does not move the file. */
static void
write_pid_file(struct master *master)
{
	const char *path = master->snapshot->pid_file;

	if (path != NULL && pid_file_write(path) == 0)
		master->pid_file = strdup(path);
}

static void
announce_ready(struct master *master, unsigned serving)
{
	if (master->ready)
		return;
	master->ready = true;
	write_pid_file(master);
	upgrade_done();
	notify_ready("serving");
	log_info("ready: %u workers, %u threads each", serving,
	    master->snapshot->worker.loop.threads);
}

static bool
is_readable(int listener)
{
	struct pollfd waited = { .fd = listener, .events = POLLIN };

	return poll(&waited, 1, 0) == 1;
}

/* How many connections wait to be accepted? */
static unsigned
count_waiting(const struct snapshot *snapshot)
{
	int64_t waiting, most;
	unsigned sum = 0;
	size_t i;
	int descriptor;

	for (i = 0; i < snapshot->listeners.count; i++) {
		descriptor = snapshot->listeners.descriptors[i];
		if (listener_is_dead(descriptor) || !is_readable(descriptor))
			continue;
		listen_queue_read(descriptor, &waiting, &most);
		/* At least one, if the kernel does not say how many. */
		sum += waiting > 1 ? (unsigned)waiting : 1;
	}
	return sum;
}

static void
fill_state(struct master *master, struct scaling_state *state)
{
	const struct scaling_options *pool = &master->snapshot->scaling;
	struct worker_counts counts;

	worker_table_count(master->workers, master->snapshot, &counts);
	*state = (struct scaling_state){
		.starting = counts.starting,
		.serving = counts.serving,
		.idle = counts.idle,
		.free = counts.free,
		.waiting = counts.queued,
	};
	if (scaling_can_grow(pool, state))
		state->waiting += count_waiting(master->snapshot) +
		    (transfers_have_input(master->transfers) ? 1 : 0);
	if (!scaling_has_spare(pool, state))
		master->spare_since = 0;
	else if (master->spare_since == 0)
		master->spare_since = clock_milliseconds();
	state->spare_since = master->spare_since;
}

/* Start COUNT workers at free positions whose delay is over. */
static void
start_workers(struct master *master, int count, int64_t now)
{
	const unsigned positions = master->snapshot->scaling.workers;
	unsigned position = 0;

	while (count > 0) {
		position = worker_table_find_position(
		    master->workers, master->snapshot, position);
		if (position >= positions)
			return;
		if (restarts_is_due(&master->restarts, position, now,
			&master->start_after)) {
			count--;
			if (worker_table_start(master->workers,
				master->snapshot, position) == -1)
				restarts_failed(
				    &master->restarts, position, now);
		}
		position++;
	}
}

void
supervisor_maintain(struct master *master)
{
	const struct scaling_options *pool = &master->snapshot->scaling;
	const int64_t now = clock_milliseconds();
	struct scaling_state state;
	int decision;

	fill_state(master, &state);
	decision = scaling_decide(pool, &state, now);
	master->start_after = 0;
	if (decision < 0) {
		master->spare_since = 0;
		worker_table_end(master->workers, master->snapshot,
		    (unsigned)-decision, SIGTERM);
	}
	start_workers(master, decision, now);
	fill_state(master, &state);
	master->watches_listeners = scaling_can_grow(pool, &state) &&
	    state.starting == 0 && state.idle == 0 && state.free == 0 &&
	    master->start_after == 0;
	scoreboard_set_growing(master->board, scaling_can_grow(pool, &state));
	if (state.starting == 0 && scaling_decide(pool, &state, now) <= 0)
		announce_ready(master, state.serving);
}

/* Not for each crash of a storm. */
static void
log_rate(struct master *master, int delay)
{
	const int64_t now = clock_milliseconds();

	if (delay == 0 ||
	    (master->restart_logged != 0 &&
		now - master->restart_logged < LOG_MILLISECONDS))
		return;
	master->restart_logged = now;
	log_warning("workers crash often: at most %d a second are replaced",
	    1000 / RESTARTS_INTERVAL_MILLISECONDS);
}

static void
delay_restart(struct master *master, const struct worker_exit *ended)
{
	const int64_t now = clock_milliseconds();

	if (ended->snapshot != master->snapshot)
		return;
	if (ended->was_ready)
		log_rate(master,
		    restarts_crashed(&master->restarts, ended->position, now));
	else
		log_warning("another worker starts in its place in %d ms",
		    restarts_failed(&master->restarts, ended->position, now));
}

static void
handle_exit(struct master *master, const struct worker_exit *ended)
{
	if (master->stopping || ended->expected)
		return;
	if (ended->snapshot == master->pending) {
		if (!ended->was_ready)
			reload_fail(
			    master, "a new worker exited before it was ready");
		else if (worker_table_start(master->workers, master->pending,
			     ended->position) == -1)
			reload_fail(master, "cannot start a worker");
		return;
	}
	if (!ended->was_ready && !master->ready) {
		log_error("no worker could start; shutting down");
		master->status = 1;
		kill(getpid(), SIGTERM);
		return;
	}
	delay_restart(master, ended);
}

/* COUNT crashes are too many. */
static void
log_refused(const struct snapshot *snapshot, const struct score_crash *crash,
    unsigned count)
{
	const enum crash_limit_kind kind = snapshot->worker.loop.crash_limit;
	const bool has_client = kind != CRASH_LIMIT_PATH;
	const bool has_path = kind != CRASH_LIMIT_CLIENT;

	log_warning("requests%s%s%s%s crashed %u workers: they get 503 for "
		    "%d s",
	    has_client ? " of the client " : "",
	    has_client ? crash->texts.client : "",
	    has_path ? " for the path of " : "",
	    has_path ? crash->texts.target : "", count,
	    snapshot->crash_limit.time / 1000);
}

/* Refuse what crashed workers again and again. */
static void
limit_crashes(struct master *master, const struct score_crash *crash)
{
	const struct crash_limit *limit = &master->snapshot->crash_limit;
	const int64_t now = clock_milliseconds();
	const int index =
	    crash_table_add(&master->crashes, limit, crash->route, now);

	if (index == -1)
		return;
	scoreboard_refuse(
	    master->board, (unsigned)index, crash->route, now + limit->time);
	log_refused(
	    master->snapshot, crash, master->crashes.paths[index].count);
}

void
supervisor_reap(struct master *master, pid_t process, int status)
{
	struct worker_exit ended;

	if (!worker_table_reap(master->workers, process, status, &ended))
		return;
	/* One that was told to end may have been killed while it was slow. */
	if (ended.crash != NULL && !ended.expected)
		limit_crashes(master, ended.crash);
	handle_exit(master, &ended);
}

bool
supervisor_has_workers(const struct master *master)
{
	struct worker_counts counts;

	worker_table_count(master->workers, NULL, &counts);
	return counts.starting + counts.serving + counts.draining > 0;
}
