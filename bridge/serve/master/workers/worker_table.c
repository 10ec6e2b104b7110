/*
 * The table of worker processes; its slots are those of the scoreboard.  A slot
 * is used again when the worker has exited and its log lines are written.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "base/log/log_losses.h"
#include "serve/master/workers/worker_entries.h"
#include "serve/master/workers/worker_exit.h"
#include "serve/master/workers/worker_table.h"
#include "serve/worker/worker.h"

/* How long the lines of a worker that has exited are written. */
#define LAST_LINES_MILLISECONDS 5000

/* Workers whose lines are written in a turn; the others come first next. */
#define RELAYS_A_TURN 32

/* Keep LINE for the status. */
static void
note_stack(void *owner, const struct stack_report *report, const char *line)
{
	scoreboard_note_stack(owner, report->worker, report->tid, line);
}

struct worker_table *
worker_table_new(
    struct scoreboard *board, void (*in_child)(void *owner), void *owner)
{
	struct worker_table *workers = calloc(1,
	    sizeof(*workers) + board->slot_count * sizeof(workers->entries[0]));

	if (workers == NULL)
		return NULL;
	workers->board = board;
	workers->owning = getpid();
	stack_reports_init(&workers->reports, note_stack, board);
	workers->relays = epoll_create1(EPOLL_CLOEXEC);
	workers->transfers = epoll_create1(EPOLL_CLOEXEC);
	if (workers->relays == -1 || workers->transfers == -1) {
		worker_table_free(workers);
		return NULL;
	}
	workers->in_child = in_child;
	workers->owner = owner;
	workers->templates.parent = workers->owning;
	workers->templates.relays = workers->relays;
	workers->templates.memory = &board->memory;
	workers->templates.in_child = in_child;
	workers->templates.owner = owner;
	return workers;
}

void
worker_table_free(struct worker_table *workers)
{
	if (workers == NULL)
		return;
	stack_reports_clear(&workers->reports);
	if (workers->relays != -1)
		close(workers->relays);
	if (workers->transfers != -1)
		close(workers->transfers);
	free(workers);
}

void
worker_table_update(struct worker_table *workers)
{
	const int64_t now = clock_milliseconds();
	unsigned i;

	for (i = 0; i < workers->board->slot_count; i++)
		if (worker_entry_is_used(&workers->entries[i]))
			score_slot_update(&workers->board->slots[i], now);
}

bool
worker_entry_is_used(const struct entry *entry)
{
	return entry->process != 0 || entry->is_ordered;
}

bool
worker_entry_is_of(const struct entry *entry, const struct pool *pool)
{
	return worker_entry_is_used(entry) &&
	    (pool == NULL || entry->pool == pool);
}

/* Has a worker of POOL exited whose lines are not all written? */
static bool
has_lines(const struct entry *entry, const struct pool *pool)
{
	return entry->ended != 0 && (pool == NULL || entry->pool == pool);
}

enum score_state
worker_entry_state(const struct worker_table *workers, unsigned slot)
{
	if (workers->entries[slot].told_to_end ||
	    workers->entries[slot].prepares)
		return SCORE_DRAINING;
	return workers->board->slots[slot].state;
}

static bool
is_idle(const struct worker_table *workers, unsigned slot)
{
	return score_slot_is_idle(&workers->board->slots[slot]);
}

static void
count_serving(const struct score_slot *slot, struct worker_counts *counts)
{
	const unsigned busy = score_slot_busy(slot);

	counts->serving++;
	if (score_slot_is_idle(slot))
		counts->idle++;
	else
		counts->free += slot->threads - busy;
	counts->queued += (unsigned)score_slot_queued(slot);
}

void
worker_table_count(const struct worker_table *workers, const struct pool *pool,
    struct worker_counts *counts)
{
	unsigned i;

	*counts = (struct worker_counts){ 0 };
	counts->draining = templates_process(&workers->templates, pool) != 0;
	for (i = 0; i < workers->board->slot_count; i++) {
		counts->draining += has_lines(&workers->entries[i], pool);
		if (!worker_entry_is_of(&workers->entries[i], pool))
			continue;
		switch (worker_entry_state(workers, i)) {
		case SCORE_STARTING:
			counts->starting++;
			break;
		case SCORE_SERVING:
			count_serving(&workers->board->slots[i], counts);
			break;
		default:
			counts->draining++;
			break;
		}
	}
}

/* Does a worker of POOL start or serve at POSITION? */
static bool
has_position(const struct worker_table *workers, const struct pool *pool,
    unsigned position)
{
	const struct entry *entry;
	unsigned i;

	for (i = 0; i < workers->board->slot_count; i++) {
		entry = &workers->entries[i];
		if (worker_entry_is_of(entry, pool) &&
		    entry->position == position &&
		    worker_entry_state(workers, i) != SCORE_DRAINING)
			return true;
	}
	return false;
}

bool
worker_table_reports_stacks(const struct worker_table *workers)
{
	return stack_reports_count(&workers->reports) > 0;
}

unsigned
worker_table_find_position(
    const struct worker_table *workers, const struct pool *pool, unsigned first)
{
	while (has_position(workers, pool, first))
		first++;
	return first;
}

bool
worker_table_has_alive(
    const struct worker_table *workers, const struct pool *pool, int64_t since)
{
	unsigned i;

	for (i = 0; i < workers->board->slot_count; i++)
		if (workers->entries[i].process != 0 &&
		    workers->board->slots[i].pool == pool->number &&
		    worker_entry_state(workers, i) == SCORE_SERVING &&
		    workers->board->slots[i].heartbeat >= since)
			return true;
	return false;
}

size_t
worker_table_unavailable(
    const struct worker_table *workers, const struct pool *pool)
{
	const size_t mounts = pool->worker.loop.gate->mount_count;
	size_t found = 0;
	unsigned i;

	for (i = 0; i < workers->board->slot_count && found == 0; i++)
		if (worker_entry_is_of(&workers->entries[i], pool) &&
		    worker_entry_state(workers, i) == SCORE_SERVING)
			found = score_slot_unavailable(
			    &workers->board->slots[i], mounts);
	return found;
}

static void
end_one(struct worker_table *workers, unsigned slot, int signal)
{
	struct entry *entry = &workers->entries[slot];

	entry->told_signal = signal;
	if (entry->process != 0)
		kill(entry->process, signal);
	if (!entry->told_to_end)
		entry->deadline = clock_milliseconds() +
		    entry->pool->worker.graceful_timeout +
		    WORKER_KILL_MILLISECONDS;
	entry->told_to_end = true;
}

void
worker_table_end(struct worker_table *workers, const struct pool *pool,
    unsigned most, int signal)
{
	unsigned i, round;

	if (most == UINT32_MAX)
		templates_end(&workers->templates, pool);
	/* An immediate stop includes draining workers. */
	for (i = 0; i < workers->board->slot_count && signal != SIGTERM; i++)
		if (worker_entry_is_of(&workers->entries[i], pool))
			end_one(workers, i, signal);
	for (round = 0; round < 2; round++)
		for (i = 0; i < workers->board->slot_count && most > 0; i++)
			if (worker_entry_is_of(&workers->entries[i], pool) &&
			    !workers->entries[i].told_to_end &&
			    (round == 1 || is_idle(workers, i))) {
				end_one(workers, i, signal);
				most--;
			}
}

const struct request_observer_options *
worker_entry_observer(const struct entry *entry)
{
	return &entry->pool->worker.loop.observer;
}

int
worker_table_descriptor(const struct worker_table *workers)
{
	return workers->relays;
}

static bool
waits(const struct entry *entry)
{
	return entry->ended != 0 ||
	    (entry->process != 0 && worker_logs_wait(&entry->logs));
}

bool
worker_table_waits(const struct worker_table *workers)
{
	unsigned i;

	for (i = 0; i < workers->board->slot_count; i++)
		if (waits(&workers->entries[i]))
			return true;
	return false;
}

/*
 * A process that the worker has left behind may go on to write to the relay,
 * which must not keep the slot, or the master from its end.
 */
static bool
is_over(const struct entry *entry)
{
	return entry->ended != 0 &&
	    ((worker_logs_are_done(&entry->logs) && entry->transfer == -1) ||
		clock_milliseconds() > entry->lines_deadline);
}

static bool
relay_one(struct worker_table *workers, struct entry *entry)
{
	const pid_t writer =
	    entry->process != 0 ? entry->process : entry->ended;
	bool woken;

	if (writer == 0)
		return false;
	woken = worker_logs_relay(
	    &entry->logs, writer, worker_entry_observer(entry));
	if (is_over(entry)) {
		worker_transfer_close(workers, entry);
		worker_entry_close_logs(workers, entry);
		*entry = (struct entry){ 0 };
		woken = true;
	}
	return woken;
}

/* Each turn begins with another worker, as the first may fill the daemon. */
static bool
relay_waiting(struct worker_table *workers)
{
	const unsigned slots = workers->board->slot_count;
	unsigned i, slot, next = workers->next_relay;
	bool woken = false, is_first = true;

	for (i = 0; i < slots; i++) {
		slot = (next + i) % slots;
		if (!waits(&workers->entries[slot]))
			continue;
		woken |= relay_one(workers, &workers->entries[slot]);
		if (is_first)
			workers->next_relay = slot + 1;
		is_first = false;
	}
	return woken;
}

bool
worker_table_relay(struct worker_table *workers)
{
	struct epoll_event events[RELAYS_A_TURN];
	struct entry *entry;
	unsigned slot;
	bool woken;
	int i, count;

	worker_table_hear(workers);
	woken = relay_waiting(workers);
	count = epoll_wait(workers->relays, events, RELAYS_A_TURN, 0);
	for (i = 0; i < count; i++) {
		slot = events[i].data.u32;
		if (slot >= TEMPLATES_FIRST) {
			templates_relay(&workers->templates, slot);
			woken = true;
			continue;
		}
		if (slot >= workers->board->slot_count) {
			stack_reports_read(&workers->reports,
			    (int)(slot - workers->board->slot_count));
			continue;
		}
		entry = &workers->entries[slot];
		if (!waits(entry))
			woken |= relay_one(workers, entry);
		/* The worker has exited, which SIGCHLD tells, too. */
		if ((events[i].events & EPOLLIN) == 0) {
			epoll_ctl(workers->relays, EPOLL_CTL_DEL,
			    entry->logs.relay, NULL);
			woken = true;
		}
	}
	return woken;
}

void
worker_table_hand_logs(struct worker_table *workers)
{
	struct entry *entry;
	unsigned i;

	for (i = 0; i < workers->board->slot_count; i++) {
		entry = &workers->entries[i];
		if (!worker_entry_is_used(entry))
			continue;
		worker_logs_send_files(
		    &entry->logs, worker_entry_observer(entry));
		/* It wakes the main thread of the worker. */
		if (entry->process != 0)
			kill(entry->process, SIGUSR1);
	}
	templates_hand_logs(&workers->templates);
}

/* How the process that prepared a pool has ended. */
static void
fill_prepared(struct worker_exit *ended, const struct entry *entry,
    const struct score_slot *score, int status)
{
	*ended = (struct worker_exit){
		.pool = entry->pool,
		.prepares = true,
		.was_ready = WIFEXITED(status) && WEXITSTATUS(status) == 0 &&
		    atomic_load(&score->page->opened),
		.expected = entry->told_to_end,
	};
}

static void
free_slot(struct worker_table *workers, unsigned slot, int status,
    struct worker_exit *ended)
{
	struct entry *entry = &workers->entries[slot];
	struct score_slot *score = &workers->board->slots[slot];

	score_slot_update(score, clock_milliseconds());
	*ended = (struct worker_exit){
		.pool = entry->pool,
		.position = entry->position,
		.was_ready = score_slot_could_start(score) &&
		    !(WIFEXITED(status) &&
			WEXITSTATUS(status) == WORKER_EXIT_BOOT),
		.expected = entry->told_to_end ||
		    (score->state == SCORE_DRAINING && status == 0),
	};
	if (entry->prepares)
		fill_prepared(ended, entry, score, status);
	if (WIFSIGNALED(status) || !(ended->expected || ended->prepares)) {
		worker_exit_report(
		    workers->board, score, status, ended->was_ready);
		if (WIFSIGNALED(status))
			ended->crash = &workers->board->last_crash;
	}
	worker_entry_report_stack(workers, slot);
	entry->ended = entry->process;
	entry->lines_deadline = clock_milliseconds() + LAST_LINES_MILLISECONDS;
	entry->process = 0;
	scoreboard_end(workers->board, score);
	relay_one(workers, entry);
}

/* The workers that it was to fork will not start. */
static bool
reap_template(struct worker_table *workers, pid_t process, int status)
{
	const struct pool *pool =
	    templates_reap(&workers->templates, process, status);
	struct entry *entry = workers->entries;
	unsigned i;

	if (pool == NULL)
		return false;
	for (i = 0; i < workers->board->slot_count; i++, entry++)
		if (entry->is_ordered && entry->pool == pool)
			entry->is_lost = true;
	return true;
}

bool
worker_table_reap(struct worker_table *workers, pid_t process, int status,
    struct worker_exit *ended)
{
	unsigned i;

	if (stack_reports_reap(&workers->reports, process) ||
	    reap_template(workers, process, status))
		return false;
	for (i = 0; i < workers->board->slot_count; i++)
		if (workers->entries[i].process == process) {
			free_slot(workers, i, status, ended);
			return true;
		}
	return false;
}

bool
worker_table_take_lost(struct worker_table *workers, struct worker_exit *ended)
{
	struct entry *entry = workers->entries;
	unsigned i = 0;

	while (i < workers->board->slot_count && !entry->is_lost) {
		i++;
		entry++;
	}
	if (i == workers->board->slot_count)
		return false;
	*ended = (struct worker_exit){
		.pool = entry->pool,
		.position = entry->position,
		.expected = entry->told_to_end,
	};
	scoreboard_end(workers->board, &workers->board->slots[i]);
	worker_transfer_close(workers, entry);
	worker_entry_close_logs(workers, entry);
	*entry = (struct entry){ 0 };
	return true;
}
