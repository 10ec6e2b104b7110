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
#include "serve/master/health.h"
#include "serve/master/notify.h"
#include "serve/master/pid_file.h"
#include "serve/master/reload.h"
#include "serve/master/supervisor.h"
#include "serve/master/transfers.h"
#include "serve/socket/inherited_sockets.h"
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

/* The threads of the workers of all pools, if those have equally many; or 0. */
static unsigned
threads_of_all(const struct snapshot *snapshot)
{
	const unsigned threads = snapshot->pools[0].worker.loop.threads;
	size_t i;

	for (i = 1; i < snapshot->pool_count; i++)
		if (snapshot->pools[i].worker.loop.threads != threads)
			return 0;
	return threads;
}

/* Serve the pools that can start; the others are failing. */
static void
announce_ready(struct master *master)
{
	const unsigned threads = threads_of_all(master->snapshot);
	struct worker_counts counts;

	master->ready = true;
	write_pid_file(master);
	upgrade_done();
	worker_table_count(master->workers, NULL, &counts);
	health_notify_ready(master, "serving");
	if (threads != 0)
		log_info("ready: %u workers, %u threads each", counts.serving,
		    threads);
	else
		log_info("ready: %u workers", counts.serving);
}

/* All first workers of POOL serve. */
static void
note_ready(struct master *master, struct pool *pool)
{
	struct pool_state *state = &pool->state;

	if (state->is_failing)
		log_info("the pool %s can start now: it serves", pool->name);
	if (state->is_failing && master->ready) {
		state->is_failing = false;
		health_notify_ready(master, "serving");
	}
	state->is_failing = false;
	state->was_ready = true;
}

static bool
is_readable(int listener)
{
	struct pollfd waited = { .fd = listener, .events = POLLIN };

	return poll(&waited, 1, 0) == 1;
}

/* How many connections wait to be accepted? */
static unsigned
count_waiting(const struct pool *pool)
{
	int64_t waiting, most;
	unsigned sum = 0;
	size_t i;
	int descriptor;

	for (i = 0; i < pool->listeners.count; i++) {
		descriptor = pool->listeners.descriptors[i];
		if (listener_is_dead(descriptor) || !is_readable(descriptor))
			continue;
		listen_queue_read(descriptor, &waiting, &most);
		/* At least one, if the kernel does not say how many. */
		sum += waiting > 1 ? (unsigned)waiting : 1;
	}
	return sum;
}

static void
fill_state(
    struct master *master, struct pool *pool, struct scaling_state *state)
{
	const struct scaling_options *scaling = &pool->scaling;
	struct worker_counts counts;

	worker_table_count(master->workers, pool, &counts);
	*state = (struct scaling_state){
		.starting = counts.starting,
		.serving = counts.serving,
		.idle = counts.idle,
		.free = counts.free,
		.waiting = counts.queued,
	};
	if (scaling_can_grow(scaling, state))
		state->waiting += count_waiting(pool) +
		    (transfers_have_input(master->transfers, pool) ? 1 : 0);
	if (!scaling_has_spare(scaling, state))
		pool->state.spare_since = 0;
	else if (pool->state.spare_since == 0)
		pool->state.spare_since = clock_milliseconds();
	state->spare_since = pool->state.spare_since;
}

/* Start COUNT workers at free positions whose delay is over. */
static void
start_workers(struct master *master, struct pool *pool, int count, int64_t now)
{
	struct restarts *restarts = &pool->state.restarts;
	const unsigned positions = pool->scaling.workers;
	unsigned position = 0;

	while (count > 0) {
		position =
		    worker_table_find_position(master->workers, pool, position);
		if (position >= positions)
			return;
		if (restarts_is_due(
			restarts, position, now, &pool->state.start_after)) {
			count--;
			if (worker_table_start(
				master->workers, pool, position) == -1)
				restarts_failed(restarts, position, now);
		}
		position++;
	}
}

/* Is POOL prepared?  If not, that is begun when it is due. */
static bool
is_prepared(struct master *master, struct pool *pool, int64_t now)
{
	struct pool_state *state = &pool->state;

	if (!pool->needs_preparation || state->preparation == PREPARATION_DONE)
		return true;
	state->start_after = 0;
	/* A status is set when it is about to end. */
	if (state->preparation == PREPARATION_RUNS || master->status != 0 ||
	    !restarts_is_due(&state->restarts, 0, now, &state->start_after))
		return false;
	if (worker_table_prepare(master->workers, pool) == 0)
		state->preparation = PREPARATION_RUNS;
	else
		restarts_failed(&state->restarts, 0, now);
	return false;
}

/* Start or stop workers of POOL. */
static void
maintain_pool(struct master *master, struct pool *pool)
{
	const struct scaling_options *scaling = &pool->scaling;
	const int64_t now = clock_milliseconds();
	struct scaling_state state;
	int decision;

	if (!is_prepared(master, pool, now))
		return;
	fill_state(master, pool, &state);
	decision = scaling_decide(scaling, &state, now);
	pool->state.start_after = 0;
	if (decision < 0) {
		pool->state.spare_since = 0;
		worker_table_end(
		    master->workers, pool, (unsigned)-decision, SIGTERM);
	}
	start_workers(master, pool, decision, now);
	fill_state(master, pool, &state);
	pool->state.watches_listeners = scaling_can_grow(scaling, &state) &&
	    state.starting == 0 && state.idle == 0 && state.free == 0 &&
	    pool->state.start_after == 0;
	atomic_store(&scoreboard_page_of(master->board, pool->number)->growing,
	    scaling_can_grow(scaling, &state));
	if (!pool->state.was_ready && state.starting == 0 &&
	    scaling_decide(scaling, &state, now) <= 0)
		note_ready(master, pool);
}

void
supervisor_maintain(struct master *master)
{
	bool is_any_ready = false, is_any_starting = false;
	struct pool *pool = master->snapshot->pools;
	size_t i;

	for (i = 0; i < master->snapshot->pool_count; i++, pool++) {
		if (pool->fault[0] == '\0')
			maintain_pool(master, pool);
		is_any_ready |= pool->state.was_ready;
		is_any_starting |=
		    !pool->state.was_ready && !pool_is_failing(pool);
	}
	/* A status is set when it is about to end. */
	if (!master->ready && master->status == 0 && is_any_ready &&
	    !is_any_starting)
		announce_ready(master);
}

/* Not for each crash of a storm. */
static void
log_rate(struct pool_state *state, int delay)
{
	const int64_t now = clock_milliseconds();

	if (delay == 0 ||
	    (state->restart_logged != 0 &&
		now - state->restart_logged < LOG_MILLISECONDS))
		return;
	state->restart_logged = now;
	log_warning("workers crash often: at most %d a second are replaced",
	    1000 / RESTARTS_INTERVAL_MILLISECONDS);
}

static void
delay_restart(struct master *master, const struct worker_exit *ended)
{
	struct pool_state *state = &ended->pool->state;
	const int64_t now = clock_milliseconds();

	if (ended->pool->snapshot != master->snapshot)
		return;
	if (ended->was_ready)
		log_rate(state,
		    restarts_crashed(&state->restarts, ended->position, now));
	else
		log_warning(ended->prepares
			? "the pool is prepared again in %d ms"
			: "another worker starts in its place in %d ms",
		    restarts_failed(&state->restarts, ended->position, now));
}

/* Could no pool of the snapshot start? */
static bool
are_all_failing(const struct snapshot *snapshot)
{
	size_t i;

	for (i = 0; i < snapshot->pool_count; i++)
		if (!pool_is_failing(&snapshot->pools[i]))
			return false;
	return true;
}

/*
 * A worker of POOL could not start, and no worker of it has before.  Returns
 * whether it is to be tried again.
 */
static bool
note_failing(struct master *master, struct pool *pool)
{
	const bool is_new = !pool->state.is_failing;

	pool->state.is_failing = true;
	/* The old program of an upgrade serves all pools. */
	if (inherited_sockets_are_lent() || are_all_failing(pool->snapshot)) {
		log_error("no worker could start; shutting down");
		master->status = 1;
		kill(getpid(), SIGTERM);
		return false;
	}
	if (is_new)
		log_error("the pool %s cannot start; the other pools serve, "
			  "and it is tried again",
		    pool->name);
	if (is_new && master->ready)
		health_notify_ready(master, "serving");
	return true;
}

static void
handle_exit(struct master *master, const struct worker_exit *ended)
{
	struct pool *pool = ended->pool;

	if (ended->prepares)
		pool->state.preparation =
		    ended->was_ready ? PREPARATION_DONE : PREPARATION_DUE;
	if (master->stopping || ended->expected)
		return;
	if (pool->snapshot == master->pending) {
		reload_handle_exit(master, ended);
		return;
	}
	if (ended->prepares && ended->was_ready)
		return;
	if (pool->snapshot == master->snapshot && !ended->was_ready &&
	    !pool->state.was_ready && !note_failing(master, pool))
		return;
	delay_restart(master, ended);
}

/* COUNT crashes are too many. */
static void
log_refused(
    const struct pool *pool, const struct score_crash *crash, unsigned count)
{
	const enum crash_limit_kind kind = pool->worker.loop.crash_limit;
	const bool has_client = kind != CRASH_LIMIT_PATH;
	const bool has_path = kind != CRASH_LIMIT_CLIENT;

	log_warning("requests%s%s%s%s crashed %u workers: they get 503 for "
		    "%d s",
	    has_client ? " of the client " : "",
	    has_client ? crash->texts.client : "",
	    has_path ? " for the path of " : "",
	    has_path ? crash->texts.target : "", count,
	    pool->crash_limit.time / 1000);
}

/* Refuse what crashed workers of POOL again and again. */
static void
limit_crashes(
    struct master *master, struct pool *pool, const struct score_crash *crash)
{
	const struct crash_limit *limit = &pool->crash_limit;
	struct crash_table *crashes = &pool->state.crashes;
	const int64_t now = clock_milliseconds();
	const int index = crash_table_add(crashes, limit, crash->route, now);

	if (index == -1 || pool->snapshot != master->snapshot)
		return;
	master_page_refuse(scoreboard_page_of(master->board, pool->number),
	    (unsigned)index, crash->route, now + limit->time);
	log_refused(pool, crash, crashes->paths[index].count);
}

void
supervisor_reap(struct master *master, pid_t process, int status)
{
	struct worker_exit ended;

	if (!worker_table_reap(master->workers, process, status, &ended))
		return;
	/* One that was told to end may have been killed while it was slow. */
	if (ended.crash != NULL && !ended.expected)
		limit_crashes(master, ended.pool, ended.crash);
	handle_exit(master, &ended);
}

bool
supervisor_has_workers(const struct master *master)
{
	struct worker_counts counts;

	worker_table_count(master->workers, NULL, &counts);
	return counts.starting + counts.serving + counts.draining > 0;
}

void
supervisor_take_lost(struct master *master)
{
	struct worker_exit ended;

	while (worker_table_take_lost(master->workers, &ended))
		/* All were lost with one template, and the first says so. */
		if (master->status == 0)
			handle_exit(master, &ended);
}
