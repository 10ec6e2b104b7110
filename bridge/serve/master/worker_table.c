/*
 * The table of worker processes; its slots are those of the scoreboard.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/master/worker_table.h"
#include "serve/worker/worker.h"

/* A worker without a heartbeat for so long is stuck or stopped. */
#define HEARTBEAT_TIMEOUT_MILLISECONDS 30000

/* Between SIGABRT, which logs a stack trace, and SIGKILL. */
#define KILL_MILLISECONDS 2000

/* A worker wakes the master no more often. */
#define WAKE_MILLISECONDS 10

#define MEMORY_MILLISECONDS 1000

struct entry {
	pid_t process; /* 0: none */
	int wake; /* a pipe: a byte when it changes its state; -1: closed */
	int64_t wake_after; /* not read before */
	struct snapshot *snapshot;
	int64_t started;
	bool told_to_end;
	int64_t deadline; /* to exit; 0: none */
	int next_signal; /* SIGABRT, then SIGKILL */
};

struct worker_table {
	struct scoreboard *board;
	void (*in_child)(void *owner);
	void *owner;
	int64_t memory_after; /* it is not measured before */
	struct entry entries[];
};

struct worker_table *
worker_table_new(
    struct scoreboard *board, void (*in_child)(void *owner), void *owner)
{
	struct worker_table *workers = calloc(1,
	    sizeof(*workers) + board->slot_count * sizeof(workers->entries[0]));

	if (workers == NULL)
		return NULL;
	workers->board = board;
	workers->in_child = in_child;
	workers->owner = owner;
	return workers;
}

void
worker_table_free(struct worker_table *workers)
{
	free(workers);
}

/* The index of a free slot, or the number of slots. */
static unsigned
find_free(const struct worker_table *workers)
{
	unsigned i;

	for (i = 0; i < workers->board->slot_count; i++)
		if (workers->entries[i].process == 0)
			break;
	return i;
}

/* In a new worker: close what is for the master. */
static void
forget(struct worker_table *workers)
{
	unsigned i;

	for (i = 0; i < workers->board->slot_count; i++)
		if (workers->entries[i].process != 0 &&
		    workers->entries[i].wake != -1)
			close(workers->entries[i].wake);
}

_Noreturn static void
be_worker(struct worker_table *workers, const struct snapshot *snapshot,
    unsigned slot, int wake)
{
	struct worker_options options = {
		.config = &snapshot->worker,
		.page = workers->board->slots[slot].page,
		.slot = slot,
		.wake = wake,
	};

	forget(workers);
	options.master = master_memory_join(&workers->board->memory);
	workers->in_child(workers->owner);
	if (options.master == NULL) {
		log_error("worker cannot start: cannot map memory: %s",
		    strerror(errno));
		exit(WORKER_EXIT_BOOT);
	}
	exit(worker_run(&options));
}

/* Returns the process, or -1 with errno set. */
static pid_t
fork_worker(struct worker_table *workers, const struct snapshot *snapshot,
    unsigned slot, int *wake)
{
	struct score_slot *score = &workers->board->slots[slot];
	pid_t process;
	int ends[2];

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) == -1)
		return -1;
	process = fork();
	if (process == 0) {
		close(ends[0]);
		be_worker(workers, snapshot, slot, ends[1]);
	}
	close(ends[1]);
	if (process == -1) {
		close(ends[0]);
		return -1;
	}
	if (score_page_hide(score->page, score->threads) == -1)
		log_error("cannot hide the page of worker %ld: %s",
		    (long)process, strerror(errno));
	score->pid = process;
	*wake = ends[0];
	return process;
}

int
worker_table_start(struct worker_table *workers, struct snapshot *snapshot)
{
	const unsigned slot = find_free(workers);
	struct score_slot *score = &workers->board->slots[slot];
	pid_t process = -1;
	int wake = -1;

	if (slot == workers->board->slot_count)
		return -1;
	if (score_slot_open(score, snapshot->worker.loop.threads,
		snapshot->generation) == 0)
		process = fork_worker(workers, snapshot, slot, &wake);
	if (process == -1) {
		log_error("cannot start a worker: %s", strerror(errno));
		score_slot_close(score);
		return -1;
	}
	scoreboard_count(workers->board, COUNTER_WORKERS_STARTED);
	workers->entries[slot] = (struct entry){
		.process = process,
		.wake = wake,
		.snapshot = snapshot,
		.started = clock_milliseconds(),
		.next_signal = SIGABRT,
	};
	return 0;
}

/* Has the worker a pipe that is read now? */
static bool
listens(const struct entry *entry, int64_t now)
{
	return entry->process != 0 && entry->wake != -1 &&
	    now >= entry->wake_after;
}

size_t
worker_table_poll(const struct worker_table *workers, struct pollfd *waited)
{
	const int64_t now = clock_milliseconds();
	size_t count = 0;
	unsigned i;

	for (i = 0; i < workers->board->slot_count; i++)
		if (listens(&workers->entries[i], now))
			waited[count++] = (struct pollfd){
				.fd = workers->entries[i].wake,
				.events = POLLIN,
			};
	return count;
}

int
worker_table_timeout(const struct worker_table *workers)
{
	const int64_t now = clock_milliseconds();
	unsigned i;

	for (i = 0; i < workers->board->slot_count; i++)
		if (workers->entries[i].process != 0 &&
		    workers->entries[i].wake_after > now)
			return WAKE_MILLISECONDS;
	return -1;
}

/* One read is enough: what is left wakes the master again. */
static void
read_wake(struct entry *entry, int64_t now)
{
	char bytes[4096];
	ssize_t count = read(entry->wake, bytes, sizeof(bytes));

	if (count > 0)
		entry->wake_after = now + WAKE_MILLISECONDS;
	if (count != 0)
		return;
	/* The worker has closed its end, and usually has ended. */
	close(entry->wake);
	entry->wake = -1;
}

void
worker_table_update(struct worker_table *workers)
{
	const int64_t now = clock_milliseconds();
	unsigned i;

	for (i = 0; i < workers->board->slot_count; i++) {
		if (listens(&workers->entries[i], now))
			read_wake(&workers->entries[i], now);
		if (workers->entries[i].process != 0)
			score_slot_update(&workers->board->slots[i], now);
	}
}

static bool
is_of(const struct entry *entry, const struct snapshot *snapshot)
{
	return entry->process != 0 &&
	    (snapshot == NULL || entry->snapshot == snapshot);
}

/* The state of a worker; one that was told to end counts as draining. */
static enum score_state
state_of(const struct worker_table *workers, unsigned slot)
{
	if (workers->entries[slot].told_to_end)
		return SCORE_DRAINING;
	return workers->board->slots[slot].state;
}

static bool
is_idle(const struct worker_table *workers, unsigned slot)
{
	return score_slot_is_idle(&workers->board->slots[slot]);
}

void
worker_table_count(const struct worker_table *workers,
    const struct snapshot *snapshot, struct worker_counts *counts)
{
	unsigned i;

	*counts = (struct worker_counts){ 0 };
	for (i = 0; i < workers->board->slot_count; i++) {
		if (!is_of(&workers->entries[i], snapshot))
			continue;
		switch (state_of(workers, i)) {
		case SCORE_STARTING:
			counts->starting++;
			break;
		case SCORE_SERVING:
			counts->serving++;
			counts->idle += is_idle(workers, i);
			break;
		default:
			counts->draining++;
			break;
		}
	}
}

static void
end_one(struct worker_table *workers, unsigned slot, int signal)
{
	struct entry *entry = &workers->entries[slot];

	kill(entry->process, signal);
	if (!entry->told_to_end)
		entry->deadline = clock_milliseconds() +
		    entry->snapshot->worker.graceful_timeout +
		    KILL_MILLISECONDS;
	entry->told_to_end = true;
}

void
worker_table_end(struct worker_table *workers, const struct snapshot *snapshot,
    unsigned most, int signal)
{
	unsigned i, round;

	/* An immediate stop includes draining workers. */
	for (i = 0; i < workers->board->slot_count && signal != SIGTERM; i++)
		if (is_of(&workers->entries[i], snapshot))
			end_one(workers, i, signal);
	for (round = 0; round < 2; round++)
		for (i = 0; i < workers->board->slot_count && most > 0; i++)
			if (is_of(&workers->entries[i], snapshot) &&
			    !workers->entries[i].told_to_end &&
			    (round == 1 || is_idle(workers, i))) {
				end_one(workers, i, signal);
				most--;
			}
}

void
worker_table_signal(const struct worker_table *workers, int signal)
{
	unsigned i;

	for (i = 0; i < workers->board->slot_count; i++)
		if (workers->entries[i].process != 0)
			kill(workers->entries[i].process, signal);
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

/* Must the worker end by now?  Logs the reason. */
static bool
is_late(const struct entry *entry, const struct score_slot *score, int64_t now)
{
	if (score->state == SCORE_STARTING &&
	    now - entry->started > entry->snapshot->boot_timeout) {
		log_error("worker %ld was not ready within the boot timeout",
		    (long)entry->process);
		return true;
	}
	if (score->heartbeat != 0 &&
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

	/* A worker that drains on its own has the same time. */
	if (entry->deadline == 0 && score->state == SCORE_DRAINING)
		entry->deadline = now +
		    entry->snapshot->worker.graceful_timeout +
		    KILL_MILLISECONDS;
	if (entry->deadline == 0 && is_late(entry, score, now))
		entry->deadline = now;
	if (entry->deadline == 0 || now < entry->deadline)
		return;
	log_error("worker %ld has not exited: sending %s", (long)entry->process,
	    entry->next_signal == SIGABRT ? "SIGABRT" : "SIGKILL");
	kill(entry->process, entry->next_signal);
	entry->next_signal = SIGKILL;
	entry->deadline = now + KILL_MILLISECONDS;
}

void
worker_table_check(struct worker_table *workers)
{
	const int64_t now = clock_milliseconds();
	const bool measures = now >= workers->memory_after;
	unsigned i;

	if (measures)
		workers->memory_after = now + MEMORY_MILLISECONDS;
	for (i = 0; i < workers->board->slot_count; i++) {
		if (workers->entries[i].process == 0)
			continue;
		if (measures)
			note_memory(workers, i);
		check(workers, i, now);
	}
}

static void
log_exit(pid_t process, int status, bool was_ready)
{
	const char *when = was_ready ? "" : " before it was ready";

	if (WIFSIGNALED(status))
		log_error("worker %ld was killed by signal %d (%s)%s%s",
		    (long)process, WTERMSIG(status),
		    strsignal(WTERMSIG(status)), when,
		    WTERMSIG(status) == SIGKILL ? "; out of memory?" : "");
	else
		log_error("worker %ld exited%s (status %d)", (long)process,
		    when, WEXITSTATUS(status));
}

static void
free_slot(struct worker_table *workers, unsigned slot, int status,
    struct worker_exit *ended)
{
	struct entry *entry = &workers->entries[slot];
	struct score_slot *score = &workers->board->slots[slot];

	score_slot_update(score, clock_milliseconds());
	*ended = (struct worker_exit){
		.snapshot = entry->snapshot,
		.was_ready = score->state >= SCORE_SERVING,
		.expected = entry->told_to_end ||
		    (score->state == SCORE_DRAINING && status == 0),
		.age = clock_milliseconds() - entry->started,
	};
	if (!ended->expected || WIFSIGNALED(status)) {
		log_exit(entry->process, status, ended->was_ready);
		scoreboard_count(workers->board, COUNTER_WORKERS_DIED);
	}
	if (entry->wake != -1)
		close(entry->wake);
	*entry = (struct entry){ 0 };
	scoreboard_end(workers->board, score);
}

bool
worker_table_reap(struct worker_table *workers, pid_t process, int status,
    struct worker_exit *ended)
{
	unsigned i;

	for (i = 0; i < workers->board->slot_count; i++)
		if (workers->entries[i].process == process) {
			free_slot(workers, i, status, ended);
			return true;
		}
	return false;
}
