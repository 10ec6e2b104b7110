/*
 * A worker shares its listening sockets with all others and with the master, so
 * one of them can shut a socket down for all.  Where seccomp is not available,
 * nothing prevents that; here it is noticed.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "gate/environ/mount.h"
#include "serve/master/health.h"
#include "serve/master/notify.h"

/* A worker shows life every second, unless the machine is very busy. */
#define LIFE_MILLISECONDS 5000

/* What opens a dead socket again: a reload, if the master has bound it. */
static const char *
find_remedy(const struct listeners *listeners, size_t at)
{
	return strncmp(listeners->addresses[at], "inherited:", 10) == 0
	    ? "restart what has opened it, and gantry"
	    : "reload gantry to open it again";
}

static bool
find_dead(const struct pool *pool, char *text, size_t size)
{
	const struct listeners *listeners = &pool->listeners;
	char name[160];
	size_t i;

	for (i = 0; i < listeners->count; i++) {
		if (!listener_is_dead(listeners->descriptors[i]))
			continue;
		listener_name(listeners->descriptors[i], name, sizeof(name));
		snprintf(text, size, "%s was shut down; %s", name,
		    find_remedy(listeners, i));
		return true;
	}
	return false;
}

/* An application answers 503 until its data is there. */
static bool
find_unavailable(const struct master *master, const struct pool *pool,
    char *text, size_t size)
{
	const struct gate_options *gate = pool->worker.loop.gate;
	const size_t number = worker_table_unavailable(master->workers, pool);

	if (number == 0)
		return false;
	snprintf(text, size,
	    "the application '%s' has no data yet; the log says why",
	    mount_name(&gate->mounts[number - 1]));
	return true;
}

/* Does no worker of POOL run? */
static bool
has_no_workers(const struct master *master, const struct pool *pool)
{
	struct worker_counts counts;

	worker_table_count(master->workers, pool, &counts);
	return counts.starting + counts.serving + counts.draining == 0;
}

bool
health_find_pool_problem(const struct master *master, const struct pool *pool,
    char *text, size_t size)
{
	text[0] = '\0';
	if (pool->fault[0] != '\0') {
		snprintf(text, size, "it cannot start: %s", pool->fault);
		return true;
	}
	if (pool->state.is_failing) {
		snprintf(text, size,
		    "no worker of it could start yet; the log "
		    "says why");
		return true;
	}
	if (find_dead(pool, text, size) ||
	    find_unavailable(master, pool, text, size))
		return true;
	/* A connection starts the first one. */
	if (pool->scaling.kind == SCALING_ON_DEMAND &&
	    has_no_workers(master, pool))
		return false;
	if (worker_table_has_alive(master->workers, pool,
		clock_milliseconds() - LIFE_MILLISECONDS))
		return false;
	snprintf(text, size, "no worker has shown life for %d s",
	    LIFE_MILLISECONDS / 1000);
	return true;
}

bool
health_find_problem(const struct master *master, char *text, size_t size)
{
	const struct snapshot *snapshot = master->snapshot;
	char problem[256];
	size_t i;

	text[0] = '\0';
	for (i = 0; i < snapshot->pool_count; i++) {
		if (!health_find_pool_problem(
			master, &snapshot->pools[i], problem, sizeof(problem)))
			continue;
		snprintf(text, size, "%s%s%s%s",
		    snapshot->has_sections ? "pool " : "",
		    snapshot->has_sections ? snapshot->pools[i].name : "",
		    snapshot->has_sections ? ": " : "", problem);
		return true;
	}
	return false;
}

static void
check_pool(struct pool *pool)
{
	const struct listeners *listeners = &pool->listeners;
	char name[160];
	unsigned bit;
	size_t i;

	for (i = 0; i < listeners->count; i++) {
		bit = 1U << i;
		if ((pool->state.dead_listeners & bit) != 0 ||
		    !listener_is_dead(listeners->descriptors[i]))
			continue;
		pool->state.dead_listeners |= bit;
		listener_name(listeners->descriptors[i], name, sizeof(name));
		log_error("%s accepts no connections: a process that holds it, "
			  "such as a worker, has shut it down; %s",
		    name, find_remedy(listeners, i));
	}
}

void
health_check(struct master *master)
{
	size_t i;

	for (i = 0; i < master->snapshot->pool_count; i++)
		check_pool(&master->snapshot->pools[i]);
}

/* Why POOL has no workers, for people. */
static const char *
fault_of(const struct pool *pool)
{
	return pool->fault[0] != '\0' ? pool->fault
				      : "no worker of it could start";
}

/* The first pool that cannot serve, or NULL. */
static const struct pool *
find_failing(const struct master *master)
{
	size_t i;

	for (i = 0; i < master->snapshot->pool_count; i++)
		if (pool_is_failing(&master->snapshot->pools[i]))
			return &master->snapshot->pools[i];
	return NULL;
}

bool
health_is_failing(const struct master *master)
{
	return find_failing(master) != NULL;
}

void
health_notify_ready(const struct master *master, const char *text)
{
	const struct pool *failing = find_failing(master);

	notify_ready(failing == NULL ? text : NULL);
	if (failing != NULL)
		notify_status("serving, but the pool %s cannot start: %s",
		    failing->name, fault_of(failing));
}
