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
#include "serve/master/worker_entries.h"
#include "serve/master/worker_exit.h"
#include "serve/master/worker_table.h"
#include "serve/worker/worker.h"

/* A worker without a heartbeat for so long is stuck or stopped. */
#define HEARTBEAT_TIMEOUT_MILLISECONDS 30000

/* Between SIGABRT, which logs a stack trace, and SIGKILL. */
#define KILL_MILLISECONDS 2000

/* How long the lines of a worker that has exited are written. */
#define LAST_LINES_MILLISECONDS 5000

/* Workers whose lines are written in a turn; the others come first next. */
#define RELAYS_A_TURN 32

#define MEMORY_MILLISECONDS 1000

/* Reports of templates that are read in a turn. */
#define REPORTS_A_TURN 64

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

/* A child that was just forked may still have the descriptor, too. */
static void
close_logs(struct worker_table *workers, struct worker_logs *logs)
{
	epoll_ctl(workers->relays, EPOLL_CTL_DEL, logs->relay, NULL);
	worker_logs_close(logs);
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
		close_logs(workers, &entry->logs);
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
		    entry->pool->worker.graceful_timeout + KILL_MILLISECONDS;
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

/* What the worker's logs are written with. */
static const struct request_observer_options *
observer_of(const struct entry *entry)
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
	woken = worker_logs_relay(&entry->logs, writer, observer_of(entry));
	if (is_over(entry)) {
		worker_transfer_close(workers, entry);
		close_logs(workers, &entry->logs);
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
		worker_logs_send_files(&entry->logs, observer_of(entry));
		/* It wakes the main thread of the worker. */
		if (entry->process != 0)
			kill(entry->process, SIGUSR1);
	}
	templates_hand_logs(&workers->templates);
}

/* A worker in its sandbox cannot read /proc.  Returns -1 if it has exited. */
static int64_t
resident_bytes(pid_t process)
{
	char text[64];
	const char *blank = NULL;
	FILE *file;

	snprintf(text, sizeof(text), "/proc/%ld/statm", (long)process);
	file = fopen(text, "re");
	if (file == NULL)
		return -1;
	if (fgets(text, sizeof(text), file) != NULL)
		blank = strchr(text, ' ');
	fclose(file);
	return blank != NULL
	    ? (int64_t)strtol(blank, NULL, 10) * sysconf(_SC_PAGESIZE)
	    : -1;
}

static void
note_memory(struct worker_table *workers, unsigned slot)
{
	const int64_t bytes = resident_bytes(workers->entries[slot].process);

	if (bytes >= 0)
		scoreboard_set_rss(
		    workers->board, &workers->board->slots[slot], bytes);
}

/* May a debugger stop the worker for as long as a developer likes? */
static bool
is_debugged(const struct entry *entry)
{
	const struct development_options *development =
	    entry->pool->worker.loop.development;

	return development != NULL && development->is_debugged;
}

/* Must the worker end by now?  Logs the reason. */
static bool
is_late(const struct entry *entry, const struct score_slot *score, int64_t now)
{
	if (entry->prepares) {
		if (now - entry->started <= entry->pool->prepare_timeout)
			return false;
		log_error("the preparation by process %ld did not end within "
			  "prepare-timeout",
		    (long)entry->process);
		return true;
	}
	if (score->state == SCORE_STARTING &&
	    now - entry->started > entry->pool->boot_timeout) {
		if (entry->process != 0)
			log_error("worker %ld was not ready within the boot "
				  "timeout",
			    (long)entry->process);
		else
			log_error("the template of workers was not ready "
				  "within the boot timeout");
		return true;
	}
	if (score->heartbeat != 0 && !is_debugged(entry) &&
	    now - score->heartbeat > HEARTBEAT_TIMEOUT_MILLISECONDS) {
		log_error("worker %ld timed out: no heartbeat for %d s",
		    (long)entry->process,
		    HEARTBEAT_TIMEOUT_MILLISECONDS / 1000);
		return true;
	}
	return false;
}

static void
check(struct worker_table *workers, unsigned slot, int64_t now)
{
	struct entry *entry = &workers->entries[slot];
	const struct score_slot *score = &workers->board->slots[slot];
	pid_t process;

	/* A worker that drains on its own has the same time. */
	if (entry->deadline == 0 && score->state == SCORE_DRAINING)
		entry->deadline = now + entry->pool->worker.graceful_timeout +
		    KILL_MILLISECONDS;
	if (entry->deadline == 0 && is_late(entry, score, now))
		entry->deadline = now;
	if (entry->deadline == 0 || now < entry->deadline)
		return;
	process = entry->process != 0
	    ? entry->process
	    : templates_process(&workers->templates, entry->pool);
	if (process == 0) {
		entry->is_lost = true;
		return;
	}
	log_error("%s %ld has not exited: sending %s",
	    entry->process != 0 ? "worker" : "the template of workers",
	    (long)process,
	    entry->next_signal == SIGABRT ? "SIGABRT" : "SIGKILL");
	kill(process, entry->next_signal);
	entry->next_signal = SIGKILL;
	entry->deadline = now + KILL_MILLISECONDS;
}

/* Have files and lines looked up for a stack that the worker has logged. */
static void
report_stack(struct worker_table *workers, unsigned slot)
{
	const unsigned slots = workers->board->slot_count;
	struct entry *entry = &workers->entries[slot];
	struct epoll_event event = { .events = EPOLLIN };
	struct thread_stack stack;
	int number;

	if (!stack_record_read(&workers->board->slots[slot].page->stack,
		&entry->stacks, &stack))
		return;
	number = stack_reports_start(&workers->reports, &stack, entry->process,
	    entry->pool->worker.loop.privileges);
	if (number == -1)
		return;
	event.data.u32 = slots + (unsigned)number;
	epoll_ctl(workers->relays, EPOLL_CTL_ADD,
	    stack_reports_descriptor(&workers->reports, number), &event);
}

/* Count the lines that the logs did not take from the master. */
static void
count_losses(struct worker_table *workers)
{
	unsigned lost;
	int log;

	for (log = 0; log < LOG_RELAY_LOGS; log++) {
		lost = log_losses_take((enum log_relay_log)log);
		if (lost > 0)
			scoreboard_add(workers->board,
			    (enum counter_slot)(COUNTER_LOG_LINES_LOST + log),
			    lost);
	}
}

void
worker_table_check(struct worker_table *workers)
{
	const int64_t now = clock_milliseconds();
	const bool measures = now >= workers->memory_after;
	unsigned i;

	count_losses(workers);
	templates_check(&workers->templates, now);
	stack_reports_check(&workers->reports);
	if (measures) {
		workers->memory_after = now + MEMORY_MILLISECONDS;
		log_report_losses(now);
	}
	for (i = 0; i < workers->board->slot_count; i++) {
		if (!worker_entry_is_used(&workers->entries[i]))
			continue;
		if (measures && workers->entries[i].process != 0) {
			note_memory(workers, i);
			worker_logs_check(&workers->entries[i].logs,
			    observer_of(&workers->entries[i]));
		}
		if (workers->entries[i].process != 0)
			report_stack(workers, i);
		check(workers, i, now);
	}
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
	report_stack(workers, slot);
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
	close_logs(workers, &entry->logs);
	*entry = (struct entry){ 0 };
	return true;
}
