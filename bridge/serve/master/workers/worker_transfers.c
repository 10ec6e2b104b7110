/*
 * The connections that workers pass on: which worker may, and which one gets
 * them.
 */
#include <limits.h>
#include <signal.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/master/workers/worker_entries.h"
#include "serve/master/workers/worker_table.h"
#include "serve/socket/accepted.h"

/*
 * Connections that a worker may pass on, besides as many as it may have: so
 * many more at once, and for each second.
 */
#define PASSED_MORE	8192
#define PASSED_A_SECOND 8192

/* Workers that are looked at in a turn. */
#define TAKEN_A_TURN 32

int
worker_transfer_open(struct worker_table *workers, unsigned slot, int ends[2])
{
	struct epoll_event event = { .events = EPOLLIN, .data.u32 = slot };

	if (connection_transfer_open(ends) == -1)
		return -1;
	if (epoll_ctl(workers->transfers, EPOLL_CTL_ADD, ends[0], &event) == 0)
		return 0;
	close(ends[0]);
	close(ends[1]);
	return -1;
}

void
worker_transfer_close(struct worker_table *workers, struct entry *entry)
{
	if (entry->transfer == -1)
		return;
	epoll_ctl(workers->transfers, EPOLL_CTL_DEL, entry->transfer, NULL);
	close(entry->transfer);
	entry->transfer = -1;
}

int
worker_table_transfers(const struct worker_table *workers)
{
	return workers->transfers;
}

/* May the worker pass another connection on? */
static bool
may_pass(struct entry *entry)
{
	const struct limits *limits =
	    entry->pool->worker.loop.transport_options->limits;
	const int64_t age = clock_milliseconds() - entry->started;

	return entry->passed++ < (int64_t)limits->connections + PASSED_MORE +
	    age * PASSED_A_SECOND / 1000;
}

/* Receive from one worker.  Returns whether CONNECTION was filled. */
static bool
receive_one(
    struct worker_table *workers, unsigned slot, struct transferred *connection)
{
	struct entry *entry = &workers->entries[slot];
	enum transfer_result result =
	    connection_transfer_receive(entry->transfer, connection);

	if (result == TRANSFER_EMPTY)
		return false;
	if (result == TRANSFER_RECEIVED &&
	    accepted_is_connection(connection->descriptor) && may_pass(entry))
		return true;
	if (result == TRANSFER_RECEIVED)
		close(connection->descriptor);
	if (result != TRANSFER_ENDED)
		log_error("worker %ld sent what no worker sends; it can pass "
			  "no more connections",
		    (long)entry->process);
	worker_transfer_close(workers, entry);
	return false;
}

bool
worker_table_take_connection(struct worker_table *workers,
    struct transferred *connection, const struct pool **pool)
{
	struct epoll_event events[TAKEN_A_TURN];
	const int count =
	    epoll_wait(workers->transfers, events, TAKEN_A_TURN, 0);
	unsigned slot;
	int i;

	for (i = 0; i < count; i++) {
		slot = events[i].data.u32;
		*pool = workers->entries[slot].pool;
		if (receive_one(workers, slot, connection))
			return true;
	}
	return false;
}

/* What a worker that is to get a connection has already. */
struct load {
	int64_t connections;
	int64_t free; /* threads without a request */
};

static struct load
load_of(const struct worker_table *workers, unsigned slot)
{
	const struct score_slot *score = &workers->board->slots[slot];
	/* Each may bring a request. */
	const int64_t untaken =
	    score_slot_untaken(score, workers->entries[slot].sent);
	const int64_t free =
	    (int64_t)score->threads - score_slot_busy(score) - untaken;

	return (struct load){
		.connections = score_slot_connections(score) + untaken,
		.free = free > 0 ? free : 0,
	};
}

static bool
is_less(const struct load *one, const struct load *other)
{
	if ((one->free > 0) != (other->free > 0))
		return one->free > 0;
	return one->connections < other->connections;
}

static bool
is_taker(
    const struct worker_table *workers, unsigned slot, const struct pool *pool)
{
	return worker_entry_is_of(&workers->entries[slot], pool) &&
	    workers->entries[slot].transfer != -1 &&
	    worker_entry_state(workers, slot) == SCORE_SERVING;
}

void
worker_table_show_load(struct worker_table *workers, const struct pool *pool)
{
	struct master_page_pool *page =
	    scoreboard_page_of(workers->board, pool->number);
	int64_t fewest = INT32_MAX;
	unsigned takers = 0, i;
	struct load load;
	int64_t free = 0;

	for (i = 0; i < workers->board->slot_count; i++) {
		if (!is_taker(workers, i, pool))
			continue;
		load = load_of(workers, i);
		takers++;
		free += load.free;
		if (load.connections < fewest)
			fewest = load.connections;
	}
	atomic_store(
	    &page->fewest_connections, takers > 1 ? fewest : INT32_MAX);
	atomic_store(
	    &page->free_threads, free < INT_MAX ? (unsigned)free : INT_MAX);
}

int
worker_table_pass_connection(struct worker_table *workers,
    const struct pool *pool, const struct transferred *connection)
{
	struct entry *found = NULL;
	struct load least = { 0 }, load;
	unsigned i;

	for (i = 0; i < workers->board->slot_count; i++) {
		if (!is_taker(workers, i, pool))
			continue;
		load = load_of(workers, i);
		if (found != NULL && !is_less(&load, &least))
			continue;
		found = &workers->entries[i];
		least = load;
	}
	if (found == NULL ||
	    connection_transfer_send(found->transfer, connection) == -1)
		return -1;
	found->sent++;
	/* It wakes the main thread of the worker. */
	kill(found->process, SIGUSR1);
	return 0;
}
