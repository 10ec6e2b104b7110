/*
 * The master takes connections out of the sockets of workers no faster
 * than it can hold them: those that wait there keep their worker alive, which
 * has a deadline.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/master/master_state.h"
#include "serve/master/transfers.h"
#include "serve/socket/accepted.h"
#include "serve/socket/upgrade.h"
#include "serve/worker/driver.h"

/* The most that are held. */
#define HELD_MAX 1024

struct held_connection {
	struct transferred connection;
	unsigned pool; /* the number of the pool that it belongs to */
	int64_t until; /* then it is closed; clock_milliseconds() */
};

struct transfers {
	struct held_connection held[HELD_MAX];
	size_t count; /* of those */
	size_t most; /* that may be held */
	int predecessor; /* the old program of an upgrade; -1: none */
	int successor; /* the new program; -1: none */
};

/* The most that are received in a turn. */
#define TURN_MAX 64

struct transfers *
transfers_new(void)
{
	struct transfers *transfers = calloc(1, sizeof(*transfers));
	struct rlimit limit;

	if (transfers == NULL)
		return NULL;
	transfers->most = HELD_MAX;
	/* The master needs some descriptors for other things. */
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 &&
	    limit.rlim_cur / 2 < HELD_MAX)
		transfers->most = limit.rlim_cur / 2;
	transfers->predecessor = upgrade_take_predecessor();
	transfers->successor = -1;
	return transfers;
}

static void
close_end(int *end)
{
	if (*end != -1)
		close(*end);
	*end = -1;
}

void
transfers_free(struct transfers *transfers)
{
	if (transfers == NULL)
		return;
	while (transfers->count > 0)
		close(
		    transfers->held[--transfers->count].connection.descriptor);
	close_end(&transfers->predecessor);
	close_end(&transfers->successor);
	free(transfers);
}

void
transfers_set_successor(struct transfers *transfers, int successor)
{
	close_end(&transfers->successor);
	transfers->successor = successor;
}

bool
transfers_hold_any(const struct transfers *transfers)
{
	return transfers->count > 0;
}

static bool
is_possible(const struct master *master)
{
	if (master->upgraded)
		return master->transfers->successor != -1;
	return !master->stopping && !master->suspended;
}

/* The pool number NUMBER if it can serve; or NULL. */
static struct pool *
find_pool(const struct master *master, unsigned number)
{
	struct pool *pool = snapshot_pool_of_number(master->snapshot, number);

	return pool != NULL && pool->fault[0] == '\0' ? pool : NULL;
}

/* The pool that listens where DESCRIPTOR was accepted, or NULL. */
static const struct pool *
pool_of(const struct master *master, int descriptor)
{
	const struct snapshot *snapshot = master->snapshot;
	size_t i;

	for (i = 0; i < snapshot->pool_count; i++)
		if (accepted_is_from(&snapshot->pools[i].listeners, descriptor))
			return &snapshot->pools[i];
	return NULL;
}

bool
transfers_publish(struct master *master)
{
	const bool takes = is_possible(master);
	unsigned number;

	for (number = 0; number < SCORE_POOLS; number++)
		atomic_store(&scoreboard_page_of(master->board, number)
				  ->takes_connections,
		    takes &&
			(master->upgraded ||
			    find_pool(master, number) != NULL));
	return takes;
}

void
transfers_poll(const struct master *master, int descriptors[TRANSFERS_POLLED])
{
	const struct transfers *transfers = master->transfers;
	const bool has_room = transfers->count < transfers->most;

	descriptors[0] =
	    has_room ? worker_table_transfers(master->workers) : -1;
	descriptors[1] = has_room ? transfers->predecessor : -1;
}

static bool
receive_from_predecessor(
    struct transfers *transfers, struct transferred *connection)
{
	enum transfer_result result;

	if (transfers->predecessor == -1)
		return false;
	result =
	    connection_transfer_receive(transfers->predecessor, connection);
	if (result == TRANSFER_ENDED || result == TRANSFER_INVALID)
		close_end(&transfers->predecessor);
	return result == TRANSFER_RECEIVED;
}

/* The flags that accept4(2) would have set; the worker cannot set them. */
static void
prepare(const struct pool *pool, int descriptor)
{
	const struct driver *driver =
	    transport_driver(pool->worker.loop.transport);
	int flags = fcntl(descriptor, F_GETFL) & ~O_NONBLOCK;

	if ((driver->accept_flags & SOCK_NONBLOCK) != 0)
		flags |= O_NONBLOCK;
	fcntl(descriptor, F_SETFL, flags);
}

static int
pass_to_successor(
    struct transfers *transfers, const struct transferred *connection)
{
	if (connection_transfer_send(transfers->successor, connection) == 0)
		return 0;
	/* The new program has ended. */
	if (errno == EPIPE || errno == ECONNRESET)
		close_end(&transfers->successor);
	return -1;
}

/* Returns 0, or -1 if nobody takes it now. */
static int
pass(struct master *master, const struct held_connection *held)
{
	const struct pool *pool = find_pool(master, held->pool);

	if (master->upgraded)
		return pass_to_successor(master->transfers, &held->connection);
	if (pool == NULL)
		return -1;
	prepare(pool, held->connection.descriptor);
	return worker_table_pass_connection(
	    master->workers, pool, &held->connection);
}

static void
show_loads(struct master *master)
{
	const struct snapshot *snapshot = master->snapshot;
	size_t i;

	for (i = 0; i < snapshot->pool_count; i++)
		worker_table_show_load(master->workers, &snapshot->pools[i]);
}

/*
 * Pass what is held, in each pool the oldest first; close what has waited too
 * long.
 */
static void
pass_held(struct master *master)
{
	struct transfers *transfers = master->transfers;
	const int64_t now = clock_milliseconds();
	const bool takes = transfers_publish(master);
	bool blocked[SCORE_POOLS] = { false };
	const struct held_connection *held;
	size_t i, kept = 0, dropped = 0;

	for (i = 0; i < transfers->count; i++) {
		held = &transfers->held[i];
		if (!takes ||
		    (!blocked[held->pool] && pass(master, held) == -1))
			blocked[held->pool] = true;
		if (blocked[held->pool] && takes && now < held->until) {
			transfers->held[kept++] = *held;
			continue;
		}
		dropped += blocked[held->pool];
		close(held->connection.descriptor);
	}
	transfers->count = kept;
	show_loads(master);
	if (dropped > 0 && takes)
		log_warning("%zu idle connections closed: no worker took them "
			    "over in time",
		    dropped);
}

void
transfers_move(struct master *master)
{
	struct transfers *transfers = master->transfers;
	const struct pool *pool;
	size_t i, kept = 0;

	for (i = 0; i < transfers->count; i++) {
		pool =
		    pool_of(master, transfers->held[i].connection.descriptor);
		if (pool == NULL) {
			close(transfers->held[i].connection.descriptor);
			continue;
		}
		transfers->held[kept] = transfers->held[i];
		transfers->held[kept++].pool = pool->number;
	}
	transfers->count = kept;
}

/* Does the pool hold its share already?  No pool takes the room of others. */
static bool
is_full(const struct master *master, const struct pool *pool)
{
	const struct transfers *transfers = master->transfers;
	size_t i, count = 0;

	if (master->snapshot->pool_count == 1)
		return false;
	for (i = 0; i < transfers->count; i++)
		count += transfers->held[i].pool == pool->number;
	return count >= transfers->most / master->snapshot->pool_count;
}

/*
 * May the worker of FROM, or the old program if that is NULL, pass on a
 * connection that belongs to TO?  A reload may have moved the socket.
 */
static bool
may_pass(const struct pool *from, const struct pool *to, int descriptor)
{
	return from == NULL || from->number == to->number ||
	    accepted_is_from(&from->listeners, descriptor);
}

static void
take(struct master *master, const struct pool *from,
    const struct transferred *connection)
{
	struct transfers *transfers = master->transfers;
	const struct pool *pool = pool_of(master, connection->descriptor);

	if (!is_possible(master) || pool == NULL ||
	    !may_pass(from, pool, connection->descriptor) ||
	    is_full(master, pool)) {
		close(connection->descriptor);
		return;
	}
	transfers->held[transfers->count++] = (struct held_connection){
		.connection = *connection,
		.pool = pool->number,
		.until = clock_milliseconds() + pool->boot_timeout,
	};
}

static bool
has_workers(const struct master *master)
{
	struct worker_counts counts;

	worker_table_count(master->workers, NULL, &counts);
	return counts.starting + counts.serving + counts.draining > 0;
}

void
transfers_run(struct master *master)
{
	struct transfers *transfers = master->transfers;
	struct transferred connection;
	const struct pool *from;
	unsigned count;

	for (count = 0; count < TURN_MAX && transfers->count < transfers->most;
	     count++) {
		if (!worker_table_take_connection(
			master->workers, &connection, &from)) {
			from = NULL;
			if (!receive_from_predecessor(transfers, &connection))
				break;
		}
		take(master, from, &connection);
	}
	pass_held(master);
	/* The new program need not wait for more. */
	if (master->upgraded && transfers->count == 0 &&
	    transfers->predecessor == -1 && !has_workers(master))
		close_end(&transfers->successor);
}

bool
transfers_are_pending(const struct master *master)
{
	return master->upgraded && is_possible(master) &&
	    (master->transfers->count > 0 ||
		master->transfers->predecessor != -1);
}

bool
transfers_have_input(const struct transfers *transfers, const struct pool *pool)
{
	char byte;
	size_t i;

	for (i = 0; i < transfers->count; i++)
		if (transfers->held[i].pool == pool->number &&
		    recv(transfers->held[i].connection.descriptor, &byte, 1,
			MSG_PEEK | MSG_DONTWAIT) == 1)
			return true;
	return false;
}
