/*
 * Starting workers: the master forks them, or has the template of their pool
 * fork them, and hears from it which process a worker is.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/master/workers/worker_entries.h"
#include "serve/master/workers/worker_table.h"
#include "serve/worker/worker.h"

/* Reports of templates that are read in a turn. */
#define REPORTS_A_TURN 64

/* The index of a free slot, or the number of slots. */
static unsigned
find_free(const struct worker_table *workers)
{
	unsigned i;

	for (i = 0; i < workers->board->slot_count; i++)
		if (!worker_entry_is_used(&workers->entries[i]) &&
		    workers->entries[i].ended == 0)
			break;
	return i;
}

_Noreturn static void
be_worker(struct worker_table *workers, const struct entry *entry,
    unsigned slot, const struct worker_ends *ends, int transfer)
{
	const struct pool *pool = entry->pool;
	struct worker_options options = {
		.parent = workers->owning,
		.config = &pool->worker,
		.page = workers->board->slots[slot].page,
		.slot = slot,
		.relay = ends->relay,
		.handover = ends->handover,
		.transfer = transfer,
	};

	options.master = master_memory_join(&workers->board->memory);
	if (options.master != NULL)
		options.pool = &options.master->pools[pool->number];
	workers->in_child(workers->owner);
	if (options.master == NULL) {
		log_error("worker cannot start: cannot map memory: %s",
		    strerror(errno));
		exit(WORKER_EXIT_BOOT);
	}
	exit(entry->prepares ? worker_prepare(&options) : worker_run(&options));
}

/* Returns 0, or -1 with errno set and nothing open. */
static int
open_logs(struct worker_table *workers, unsigned slot, struct worker_logs *logs,
    struct worker_ends *ends)
{
	struct epoll_event event = { .events = EPOLLIN, .data.u32 = slot };

	if (worker_logs_open(logs, ends) == -1)
		return -1;
	if (epoll_ctl(workers->relays, EPOLL_CTL_ADD, logs->relay, &event) == 0)
		return 0;
	worker_logs_close(logs);
	worker_ends_close(ends);
	return -1;
}

void
worker_entry_close_logs(struct worker_table *workers, struct entry *entry)
{
	/* A child that was just forked may still have the descriptor, too. */
	epoll_ctl(workers->relays, EPOLL_CTL_DEL, entry->logs.relay, NULL);
	worker_logs_close(&entry->logs);
}

/* Returns 0, or -1 with errno set. */
static int
fork_worker(struct worker_table *workers, struct entry *entry, unsigned slot,
    const struct worker_ends *ends, int transfer)
{
	struct score_slot *score = &workers->board->slots[slot];

	entry->process = fork();
	if (entry->process == 0)
		be_worker(workers, entry, slot, ends, transfer);
	if (entry->process == -1)
		return -1;
	if (score_page_hide(score->page, score->threads) == -1)
		log_error("cannot hide the page of worker %ld: %s",
		    (long)entry->process, strerror(errno));
	score->pid = entry->process;
	return 0;
}

/* Let a template fork it.  Returns 0, or -1 with errno set. */
static int
order_worker(struct worker_table *workers, struct entry *entry, unsigned slot,
    const struct worker_ends *ends, int transfer)
{
	struct template_order order = { .slot = slot,
		.descriptors = {
		    [TEMPLATE_RELAY] = ends->relay,
		    [TEMPLATE_HANDOVER] = ends->handover,
		    [TEMPLATE_TRANSFER] = transfer,
		} };
	int *page = &order.descriptors[TEMPLATE_PAGE];
	int result;

	if (score_slot_share(&workers->board->slots[slot], page) == -1)
		return -1;
	result = templates_order(&workers->templates, entry->pool, &order);
	close(*page);
	entry->is_ordered = result == 0;
	return result;
}

/* Start the worker of ENTRY.  Returns 0, or -1 with errno set. */
static int
start_worker(struct worker_table *workers, struct entry *entry, unsigned slot)
{
	struct worker_ends ends;
	int transfer[2], result;

	if (worker_transfer_open(workers, slot, transfer) == -1)
		return -1;
	entry->transfer = transfer[0];
	if (open_logs(workers, slot, &entry->logs, &ends) == -1) {
		close(transfer[1]);
		worker_transfer_close(workers, entry);
		return -1;
	}
	/* What prepares needs nothing that a template has loaded. */
	result = entry->pool->worker.preloads && !entry->prepares
	    ? order_worker(workers, entry, slot, &ends, transfer[1])
	    : fork_worker(workers, entry, slot, &ends, transfer[1]);
	worker_ends_close(&ends);
	close(transfer[1]);
	if (result == -1) {
		worker_entry_close_logs(workers, entry);
		worker_transfer_close(workers, entry);
	}
	return result;
}

/* Start the process of ENTRY, which has its pool. */
static int
start(struct worker_table *workers, struct entry entry)
{
	const struct pool *pool = entry.pool;
	const unsigned slot = find_free(workers);
	struct score_slot *score = &workers->board->slots[slot];
	int result = -1;

	if (slot == workers->board->slot_count)
		return -1;
	if (score_slot_open(score, pool->worker.loop.threads,
		pool->snapshot->generation) == 0) {
		score->pool = pool->number;
		result = start_worker(workers, &entry, slot);
	}
	if (result == -1) {
		log_error("cannot start a worker: %s", strerror(errno));
		score_slot_close(score);
		return -1;
	}
	if (!entry.prepares)
		scoreboard_count(
		    workers->board, pool->number, COUNTER_WORKERS_STARTED);
	entry.started = clock_milliseconds();
	workers->entries[slot] = entry;
	return 0;
}

int
worker_table_start(
    struct worker_table *workers, struct pool *pool, unsigned position)
{
	return start(workers,
	    (struct entry){
		.pool = pool,
		.position = position,
		.next_signal = SIGABRT,
	    });
}

int
worker_table_prepare(struct worker_table *workers, struct pool *pool)
{
	return start(workers,
	    (struct entry){
		.pool = pool,
		.prepares = true,
		.next_signal = SIGABRT,
	    });
}

/* Is PROCESS a child that this process has not reaped? */
static bool
is_child(pid_t process)
{
	siginfo_t information;

	return process > 0 &&
	    waitid(P_PID, (id_t)process, &information,
		WEXITED | WNOHANG | WNOWAIT) == 0;
}

static bool
is_known(const struct worker_table *workers, pid_t process)
{
	unsigned i;

	for (i = 0; i < workers->board->slot_count; i++)
		if (workers->entries[i].process == process)
			return true;
	return templates_has(&workers->templates, process);
}

/* ENTRY was ordered, and PROCESS is its worker. */
static void
adopt_worker(struct worker_table *workers, struct entry *entry, pid_t process)
{
	entry->process = process;
	entry->is_ordered = false;
	workers->board->slots[entry - workers->entries].pid = process;
	if (entry->told_to_end)
		kill(process, entry->told_signal);
}

/* Returns whether REPORT, received from TEMPLATE, can be true. */
static bool
accept_report(struct worker_table *workers, const struct template *template,
    const struct template_report *report)
{
	struct entry *entry;

	if (report->slot >= workers->board->slot_count)
		return false;
	entry = &workers->entries[report->slot];
	/* It may have been late, and be given up. */
	if (!entry->is_ordered || entry->pool != template->pool)
		return true;
	if (report->has_failed) {
		entry->is_lost |= report->process == template->process;
		return report->process == template->process;
	}
	if (!is_child(report->process) || is_known(workers, report->process))
		return false;
	adopt_worker(workers, entry, report->process);
	return true;
}

void
worker_table_hear(struct worker_table *workers)
{
	const struct template *template;
	struct template_report report;
	unsigned count = 0;

	while (count++ < REPORTS_A_TURN &&
	    templates_hear(&workers->templates, &template, &report))
		if (!accept_report(workers, template, &report)) {
			log_error("process %ld reports a worker that it "
				  "cannot be; its template is ended",
			    (long)report.process);
			templates_end(&workers->templates, template->pool);
		}
}
