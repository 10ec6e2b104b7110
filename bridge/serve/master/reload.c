/*
 * A reload loads another snapshot and starts workers for it.  When they are
 * ready, the new snapshot replaces the old one; otherwise the reload fails. The
 * other snapshot is freed when its last worker has exited.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/master/health.h"
#include "serve/master/notify.h"
#include "serve/master/reload.h"
#include "serve/master/transfers.h"

/* The number of workers of POOL that must be ready before it is used. */
static unsigned
first_workers(const struct pool *pool)
{
	const struct scaling_options *scaling = &pool->scaling;

	if (scaling->kind == SCALING_ON_DEMAND)
		return 1;
	return scaling->kind == SCALING_STATIC ? scaling->workers
					       : scaling->workers_min;
}

static void
retire(struct master *master, struct snapshot *snapshot)
{
	size_t i;

	for (i = 0; i < snapshot->pool_count; i++)
		worker_table_end(
		    master->workers, &snapshot->pools[i], UINT32_MAX, SIGTERM);
	snapshot->next = master->retired;
	master->retired = snapshot;
}

void
reload_fail(struct master *master, const char *reason)
{
	struct snapshot *pending = master->pending;
	char text[512];

	snprintf(text, sizeof(text),
	    "reload failed: %s; the old workers keep serving", reason);
	log_error("%s", text);
	notify_ready(NULL);
	notify_status("the last reload failed: %s", reason);
	admin_done(master->admin, ADMIN_RELOAD, false, text);
	master->pending = NULL;
	master->source->close(pending, master->snapshot);
	retire(master, pending);
}

/* Forget who was refused: the reload may have mended an application. */
static void
forget_refusals(struct master *master)
{
	unsigned pool, i;

	for (pool = 0; pool < SCORE_POOLS; pool++)
		for (i = 0; i < MASTER_REFUSALS; i++)
			master_page_refuse(
			    scoreboard_page_of(master->board, pool), i, 0, 0);
}

/*
 * Does the reload go on although POOL of it cannot start?  Only if that was so
 * before: no pool that serves is lost.
 */
static bool
may_fail(const struct master *master, const struct pool *pool)
{
	const struct pool *now =
	    snapshot_find_pool(master->snapshot, pool->name);

	return now != NULL && !now->state.was_ready && pool_is_failing(now);
}

/* The address that a server of the master listens on, or NULL. */
static const char *
address_of(const struct listeners *listeners)
{
	return listeners->count > 0 ? listeners->addresses[0] : NULL;
}

/* KEY had the value BEFORE at the start, and would now have AFTER. */
static void
warn_if_changed(const char *key, const char *before, const char *after)
{
	if (before == NULL && after == NULL)
		return;
	if (before == NULL || after == NULL || strcmp(before, after) != 0)
		log_warning("%s is still %s: changing it to %s takes a restart",
		    key, before != NULL ? before : "none",
		    after != NULL ? after : "none");
}

static void
warn_of_control(struct master *master)
{
	const struct admin_options *options = &master->snapshot->admin;
	const struct listeners *control = admin_control(master->admin);
	const char *before = address_of(control);

	/* The path, after "unix:". */
	if (before != NULL)
		before += strlen("unix:");
	if (before == NULL && options->control_is_optional)
		return; /* the start has warned */
	warn_if_changed("control-socket", before, options->control);
	if (before != NULL && control->files[0].is_made &&
	    !unix_socket_is_there(before, &control->files[0]))
		log_warning("the file of the control socket %s was removed: "
			    "making it anew takes a restart",
		    before);
}

/* What a reload has read and cannot change, each by its name. */
static void
warn_of_restarts(struct master *master)
{
	const struct snapshot *snapshot = master->snapshot;

	warn_of_control(master);
	warn_if_changed("admin", address_of(admin_http(master->admin)),
	    snapshot->admin.http);
	warn_if_changed("pid-file", master->pid_file, snapshot->pid_file);
}

/* All pools of the snapshot serve, but for those that are known to fail. */
static void
note_pools(struct master *master)
{
	struct pool *pool = master->snapshot->pools;
	size_t i;

	for (i = 0; i < master->snapshot->pool_count; i++, pool++) {
		pool->state.was_ready = !pool_is_failing(pool);
		if (!pool->state.was_ready)
			log_warning("the pool %s cannot start: %s", pool->name,
			    pool->fault[0] != '\0'
				? pool->fault
				: "no worker of it could start");
	}
}

static void
adopt_pending(struct master *master)
{
	struct snapshot *old = master->snapshot;
	char text[64];

	master->snapshot = master->pending;
	master->pending = NULL;
	master->suspended = false;
	forget_refusals(master);
	master->source->close(old, master->snapshot);
	master->source->adopt(master->snapshot);
	warn_of_restarts(master);
	note_pools(master);
	transfers_move(master);
	transfers_publish(master);
	retire(master, old);
	notify_ready(NULL);
	if (health_is_failing(master))
		health_notify_ready(master, NULL);
	else
		notify_status(
		    "serving generation %u", master->snapshot->generation);
	snprintf(text, sizeof(text),
	    "reloaded: serving generation %u of the configuration",
	    master->snapshot->generation);
	log_info("%s", text);
	admin_done(master->admin, ADMIN_RELOAD, true, text);
}

static int
start_first(struct master *master, struct pool *pool)
{
	unsigned count = pool->fault[0] != '\0' ? 0 : first_workers(pool);

	for (; count > 0; count--)
		if (worker_table_start(master->workers, pool, count - 1) == -1)
			return -1;
	return 0;
}

/* The workers of the pending snapshot have so long from now on. */
static void
set_deadline(struct master *master)
{
	const struct pool *pool = master->pending->pools;
	int longest = 0;
	size_t i;

	for (i = 0; i < master->pending->pool_count; i++, pool++)
		if (pool->boot_timeout > longest)
			longest = pool->boot_timeout;
	master->pending_deadline = clock_milliseconds() + longest;
}

/* POOL is prepared, or failed to be. */
static void
handle_prepared(struct master *master, const struct worker_exit *ended)
{
	char reason[POOL_FAULT_SIZE];

	set_deadline(master);
	if (ended->was_ready && start_first(master, ended->pool) == 0)
		return;
	snprintf(reason, sizeof(reason),
	    ended->was_ready ? "cannot start a worker%s%s"
			     : "an application could not be prepared%s%s",
	    master->pending->has_sections ? " for the pool " : "",
	    master->pending->has_sections ? ended->pool->name : "");
	reload_fail(master, reason);
}

void
reload_handle_exit(struct master *master, const struct worker_exit *ended)
{
	struct pool *pool = ended->pool;
	char reason[POOL_FAULT_SIZE];

	if (!ended->was_ready && may_fail(master, pool)) {
		pool->state.is_failing = true;
		return;
	}
	if (ended->prepares) {
		handle_prepared(master, ended);
		return;
	}
	if (ended->was_ready &&
	    worker_table_start(master->workers, pool, ended->position) == 0)
		return;
	snprintf(reason, sizeof(reason),
	    ended->was_ready ? "cannot start a worker%s%s"
			     : "a new worker%s%s exited before it was ready",
	    master->pending->has_sections ? " of the pool " : "",
	    master->pending->has_sections ? pool->name : "");
	reload_fail(master, reason);
}

/* Is POOL ready to be used, or known to fail? */
static bool
is_ready(const struct master *master, const struct pool *pool)
{
	struct worker_counts counts;

	if (pool_is_failing(pool))
		return true;
	worker_table_count(master->workers, pool, &counts);
	return counts.serving >= first_workers(pool);
}

/* Does a pool of the pending snapshot prepare? */
static bool
is_preparing(const struct snapshot *pending)
{
	size_t i;

	for (i = 0; i < pending->pool_count; i++)
		if (pending->pools[i].state.preparation == PREPARATION_RUNS)
			return true;
	return false;
}

void
reload_check(struct master *master)
{
	struct snapshot *pending = master->pending;
	size_t i = 0;

	while (i < pending->pool_count && is_ready(master, &pending->pools[i]))
		i++;
	if (i == pending->pool_count)
		adopt_pending(master);
	else if (!is_preparing(pending) &&
	    clock_milliseconds() > master->pending_deadline)
		reload_fail(master,
		    "the new workers were not ready within the boot timeout");
}

/* Load what is to be the pending snapshot.  Returns NULL with ERROR filled. */
static struct snapshot *
load(struct master *master, struct gantry_error *error)
{
	const unsigned most = master->board->slot_count / 2;
	struct snapshot *loaded = master->source->load(
	    master->source->owner, master->snapshot, error);

	if (loaded == NULL)
		return NULL;
	if (snapshot_workers(loaded) > most)
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "too many workers (limit %u); restart for more", most);
	else if (snapshot_number_pools(loaded, master->board, error) == 0)
		return loaded;
	master->source->close(loaded, master->snapshot);
	master->source->free(loaded);
	return NULL;
}

/* Give up what cannot be reloaded, unless it could not start before. */
static int
check_faults(const struct master *master, struct gantry_error *error)
{
	const struct pool *pool = master->pending->pools;
	size_t i;

	for (i = 0; i < master->pending->pool_count; i++, pool++)
		if (pool->fault[0] != '\0' && !may_fail(master, pool))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the pool %s: %s", pool->name, pool->fault);
	return 0;
}

/* Prepare POOL, which starts its first workers later, or start them now. */
static int
begin_pool(struct master *master, struct pool *pool)
{
	if (pool->fault[0] != '\0' || !pool->needs_preparation)
		return start_first(master, pool);
	pool->state.preparation = PREPARATION_RUNS;
	return worker_table_prepare(master->workers, pool);
}

static int
start_pending(struct master *master, struct gantry_error *error)
{
	struct snapshot *pending = master->pending;
	size_t i;

	set_deadline(master);
	for (i = 0; i < pending->pool_count; i++)
		if (begin_pool(master, &pending->pools[i]) == -1) {
			reload_fail(master, "cannot start a worker");
			return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
			    "reload failed: cannot start a worker; the old "
			    "workers keep serving");
		}
	return 0;
}

int
reload_begin(struct master *master, struct gantry_error *error)
{
	if (master->pending != NULL)
		reload_fail(master, "another reload was requested");
	master->pending = load(master, error);
	if (master->pending == NULL)
		return gantry_error_prefix(error, "reload failed");
	if (check_faults(master, error) == -1) {
		master->source->close(master->pending, master->snapshot);
		master->source->free(master->pending);
		master->pending = NULL;
		return gantry_error_prefix(error, "reload failed");
	}
	master->pending->generation = master->snapshot->generation + 1;
	job_table_register(master->jobs, &master->pending->pools[0].jobs);
	log_info(
	    "reloading: starting generation %u", master->pending->generation);
	notify_reloading();
	return start_pending(master, error);
}

/* Does a worker of SNAPSHOT run? */
static bool
has_workers(const struct master *master, const struct snapshot *snapshot)
{
	struct worker_counts counts;
	size_t i;

	for (i = 0; i < snapshot->pool_count; i++) {
		worker_table_count(
		    master->workers, &snapshot->pools[i], &counts);
		if (counts.starting + counts.serving + counts.draining > 0)
			return true;
	}
	return false;
}

/* Is the pool number NUMBER part of any snapshot? */
static bool
is_used(const struct master *master, unsigned number)
{
	const struct snapshot *retired = master->retired;

	if (snapshot_pool_of_number(master->snapshot, number) != NULL ||
	    (master->pending != NULL &&
		snapshot_pool_of_number(master->pending, number) != NULL))
		return true;
	while (
	    retired != NULL && snapshot_pool_of_number(retired, number) == NULL)
		retired = retired->next;
	return retired != NULL;
}

static void
free_numbers(struct master *master)
{
	unsigned number;

	for (number = 0; number < SCORE_POOLS; number++)
		if (master->board->pools[number].name[0] != '\0' &&
		    !is_used(master, number))
			scoreboard_remove_pool(master->board, number);
}

void
reload_free_retired(struct master *master)
{
	struct snapshot **at = &master->retired, *snapshot;
	bool is_any = false;

	while ((snapshot = *at) != NULL) {
		if (has_workers(master, snapshot)) {
			at = &snapshot->next;
			continue;
		}
		*at = snapshot->next;
		master->source->free(snapshot);
		is_any = true;
	}
	if (is_any)
		free_numbers(master);
}
