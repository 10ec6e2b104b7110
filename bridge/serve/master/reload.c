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
#include "serve/master/notify.h"
#include "serve/master/reload.h"
#include "serve/master/transfers.h"

/* The number of workers that must be ready before a snapshot is used. */
static unsigned
first_workers(const struct snapshot *snapshot)
{
	const struct scaling_options *pool = &snapshot->scaling;

	if (pool->kind == SCALING_ON_DEMAND)
		return 1;
	return pool->kind == SCALING_STATIC ? pool->workers : pool->workers_min;
}

static void
retire(struct master *master, struct snapshot *snapshot)
{
	worker_table_end(master->workers, snapshot, UINT32_MAX, SIGTERM);
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

/* It may have mended an application. */
static void
forget_crashes(struct master *master)
{
	unsigned i;

	memset(&master->restarts, 0, sizeof(master->restarts));
	crash_table_clear(&master->crashes);
	for (i = 0; i < MASTER_REFUSALS; i++)
		scoreboard_refuse(master->board, i, 0, 0);
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

static void
adopt_pending(struct master *master)
{
	struct snapshot *old = master->snapshot;
	char text[64];

	master->snapshot = master->pending;
	master->pending = NULL;
	master->suspended = false;
	forget_crashes(master);
	master->source->close(old, master->snapshot);
	master->source->adopt(master->snapshot);
	warn_of_restarts(master);
	transfers_publish(master);
	retire(master, old);
	notify_ready(NULL);
	notify_status("serving generation %u", master->snapshot->generation);
	snprintf(text, sizeof(text),
	    "reloaded: serving generation %u of the configuration",
	    master->snapshot->generation);
	log_info("%s", text);
	admin_done(master->admin, ADMIN_RELOAD, true, text);
}

void
reload_check(struct master *master)
{
	struct worker_counts counts;

	worker_table_count(master->workers, master->pending, &counts);
	if (counts.serving >= first_workers(master->pending))
		adopt_pending(master);
	else if (clock_milliseconds() > master->pending_deadline)
		reload_fail(master,
		    "the new workers were not ready within the boot timeout");
}

int
reload_begin(struct master *master, struct gantry_error *error)
{
	const unsigned most = master->board->slot_count / 2;
	unsigned count;

	if (master->pending != NULL)
		reload_fail(master, "another reload was requested");
	master->pending = master->source->load(
	    master->source->owner, master->snapshot, error);
	if (master->pending == NULL)
		return gantry_error_prefix(error, "reload failed");
	if (master->pending->scaling.workers > most) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "reload failed: too many workers (limit %u); restart for "
		    "more",
		    most);
		master->source->close(master->pending, master->snapshot);
		master->source->free(master->pending);
		master->pending = NULL;
		return -1;
	}
	master->pending->generation = master->snapshot->generation + 1;
	job_table_register(master->jobs, &master->pending->jobs);
	log_info(
	    "reloading: starting generation %u", master->pending->generation);
	notify_reloading();
	master->pending_deadline =
	    clock_milliseconds() + master->pending->boot_timeout;
	for (count = first_workers(master->pending); count > 0; count--)
		if (worker_table_start(
			master->workers, master->pending, count - 1) == -1) {
			reload_fail(master, "cannot start a worker");
			return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
			    "reload failed: cannot start a worker; the old "
			    "workers keep serving");
		}
	return 0;
}

void
reload_free_retired(struct master *master)
{
	struct snapshot **at = &master->retired, *snapshot;
	struct worker_counts counts;

	while ((snapshot = *at) != NULL) {
		worker_table_count(master->workers, snapshot, &counts);
		if (counts.starting + counts.serving + counts.draining > 0) {
			at = &snapshot->next;
			continue;
		}
		*at = snapshot->next;
		master->source->free(snapshot);
	}
}
