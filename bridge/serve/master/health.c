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
#include "serve/master/supervisor.h"

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
find_dead(const struct master *master, char *text, size_t size)
{
	const struct listeners *listeners = &master->snapshot->listeners;
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
find_unavailable(const struct master *master, char *text, size_t size)
{
	const struct gate_options *gate = master->snapshot->worker.loop.gate;
	const size_t number =
	    worker_table_unavailable(master->workers, master->snapshot);

	if (number == 0)
		return false;
	snprintf(text, size,
	    "the application '%s' has no data yet; the log says why",
	    mount_name(&gate->mounts[number - 1]));
	return true;
}

bool
health_find_problem(const struct master *master, char *text, size_t size)
{
	text[0] = '\0';
	if (find_dead(master, text, size) ||
	    find_unavailable(master, text, size))
		return true;
	/* A connection starts the first one. */
	if (master->snapshot->scaling.kind == SCALING_ON_DEMAND &&
	    !supervisor_has_workers(master))
		return false;
	if (worker_table_has_alive(
		master->workers, clock_milliseconds() - LIFE_MILLISECONDS))
		return false;
	snprintf(text, size, "no worker has shown life for %d s",
	    LIFE_MILLISECONDS / 1000);
	return true;
}

void
health_check(struct master *master)
{
	const struct listeners *listeners = &master->snapshot->listeners;
	char name[160];
	unsigned bit;
	size_t i;

	if (master->dead_generation != master->snapshot->generation)
		master->dead_listeners = 0;
	master->dead_generation = master->snapshot->generation;
	for (i = 0; i < listeners->count; i++) {
		bit = 1U << i;
		if ((master->dead_listeners & bit) != 0 ||
		    !listener_is_dead(listeners->descriptors[i]))
			continue;
		master->dead_listeners |= bit;
		listener_name(listeners->descriptors[i], name, sizeof(name));
		log_error("%s accepts no connections: a process that holds it, "
			  "such as a worker, has shut it down; %s",
		    name, find_remedy(listeners, i));
	}
}
