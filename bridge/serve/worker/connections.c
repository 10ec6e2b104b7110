/*
 * A list under a lock, which costs a lock when a connection comes or goes, and
 * nothing for a request.
 */
#include <sched.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "serve/worker/connections.h"

void
connections_init(struct connections *connections, atomic_int_least64_t *shown)
{
	pthread_condattr_t attributes;

	*connections = (struct connections){ .shown = shown };
	pthread_mutex_init(&connections->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&connections->emptied, &attributes);
	pthread_condattr_destroy(&attributes);
}

/* With the lock. */
static void
show_count(const struct connections *connections)
{
	if (connections->shown != NULL)
		atomic_store_explicit(connections->shown,
		    (int64_t)atomic_load(&connections->count),
		    memory_order_relaxed);
}

static void
link_first(struct connection **list, struct connection *connection)
{
	connection->previous = NULL;
	connection->next = *list;
	if (connection->next != NULL)
		connection->next->previous = connection;
	*list = connection;
}

static void
unlink_from(struct connection **list, const struct connection *connection)
{
	if (connection->next != NULL)
		connection->next->previous = connection->previous;
	if (connection->previous != NULL)
		connection->previous->next = connection->next;
	else
		*list = connection->next;
}

static struct connection *
pop_unused(struct connections *connections)
{
	struct connection *connection;

	pthread_mutex_lock(&connections->lock);
	connection = connections->unused;
	if (connection != NULL)
		connections->unused = connection->next;
	pthread_mutex_unlock(&connections->lock);
	return connection != NULL ? connection : calloc(1, sizeof(*connection));
}

struct connection *
connections_add(struct connections *connections, int descriptor)
{
	struct connection *connection = pop_unused(connections);

	if (connection == NULL)
		return NULL;
	connection->descriptor = descriptor;
	connection->parked = false;
	atomic_store(&connection->busy, false);
	atomic_store(&connection->served, false);
	atomic_store(&connection->ending, false);
	connection->arrived = clock_milliseconds();
	pthread_mutex_lock(&connections->lock);
	link_first(&connections->first, connection);
	connections->count++;
	show_count(connections);
	pthread_mutex_unlock(&connections->lock);
	return connection;
}

void
connections_remove(
    struct connections *connections, struct connection *connection)
{
	pthread_mutex_lock(&connections->lock);
	unlink_from(
	    connection->parked ? &connections->parked : &connections->first,
	    connection);
	connection->parked = false;
	if (--connections->count == 0)
		pthread_cond_signal(&connections->emptied);
	show_count(connections);
	/* A thread that has a late event finds no descriptor. */
	connection->descriptor = -1;
	atomic_store(&connection->busy, false);
	connection->next = connections->unused;
	connections->unused = connection;
	pthread_mutex_unlock(&connections->lock);
}

void
connections_park(struct connections *connections, struct connection *connection,
    bool (*only_waits)(void *driver_state))
{
	struct connection **from = &connections->first;
	struct connection **to = &connections->parked;
	bool parks;

	pthread_mutex_lock(&connections->lock);
	parks = connection->descriptor != -1 &&
	    only_waits(connection->driver_state);
	if (connection->descriptor != -1 && parks != connection->parked) {
		unlink_from(parks ? from : to, connection);
		link_first(parks ? to : from, connection);
		connection->parked = parks;
	}
	pthread_mutex_unlock(&connections->lock);
}

void
connection_take(struct connection *connection)
{
	/* connection_end holds it for no longer than a system call. */
	while (atomic_exchange(&connection->busy, true))
		sched_yield();
}

void
connection_end(struct connection *connection, int how)
{
	if (atomic_exchange(&connection->busy, true))
		return;
	atomic_store(&connection->ending, true);
	shutdown(connection->descriptor, how);
	atomic_store(&connection->busy, false);
}

bool
connection_has_input(int descriptor)
{
	char byte;

	return recv(descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 1;
}

int
connections_wait(struct connections *connections, int patience)
{
	const struct timespec deadline =
	    clock_deadline((int64_t)patience * 1000);
	int result = 0;

	pthread_mutex_lock(&connections->lock);
	while (connections->count > 0 && result == 0)
		result = pthread_cond_timedwait(
		    &connections->emptied, &connections->lock, &deadline);
	result = connections->count > 0 ? -1 : 0;
	pthread_mutex_unlock(&connections->lock);
	return result;
}

void
connections_visit(struct connections *connections,
    void (*visit)(struct connection *connection, void *argument),
    void *argument)
{
	struct connection *connection;

	pthread_mutex_lock(&connections->lock);
	for (connection = connections->first; connection != NULL;
	     connection = connection->next)
		visit(connection, argument);
	pthread_mutex_unlock(&connections->lock);
}

static void
free_chain(struct connection *connection, void (*free_state)(void *state))
{
	struct connection *next;

	for (; connection != NULL; connection = next) {
		next = connection->next;
		if (connection->driver_state != NULL)
			free_state(connection->driver_state);
		free(connection);
	}
}

void
connections_clear(
    struct connections *connections, void (*free_state)(void *state))
{
	struct connection *connection;

	for (connection = connections->first; connection != NULL;
	     connection = connection->next)
		close(connection->descriptor);
	for (connection = connections->parked; connection != NULL;
	     connection = connection->next)
		close(connection->descriptor);
	free_chain(connections->first, free_state);
	free_chain(connections->parked, free_state);
	free_chain(connections->unused, free_state);
	pthread_cond_destroy(&connections->emptied);
	pthread_mutex_destroy(&connections->lock);
}
