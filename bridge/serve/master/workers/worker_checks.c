/*
 * What the master looks at each turn: whether workers are late, how much memory
 * they take, and what they have reported.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "base/log/log_losses.h"
#include "serve/master/workers/worker_entries.h"
#include "serve/master/workers/worker_table.h"

/* A worker without a heartbeat for so long is stuck or stopped. */
#define HEARTBEAT_TIMEOUT_MILLISECONDS 30000

#define MEMORY_MILLISECONDS 1000

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
		    WORKER_KILL_MILLISECONDS;
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
	entry->deadline = now + WORKER_KILL_MILLISECONDS;
}

void
worker_entry_report_stack(struct worker_table *workers, unsigned slot)
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
			    worker_entry_observer(&workers->entries[i]));
		}
		if (workers->entries[i].process != 0)
			worker_entry_report_stack(workers, i);
		check(workers, i, now);
	}
}
