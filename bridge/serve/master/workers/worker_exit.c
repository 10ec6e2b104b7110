/*
 * Reports of workers that exited unexpectedly.  What is said about the request
 * comes from the worker's page, so score_slot.c has checked it.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/master/workers/worker_exit.h"

/* The pool of a worker, in brackets; nothing if there is only one. */
struct pool_name {
	char text[SCORE_POOL_NAME_SIZE + 16];
};

static struct pool_name
pool_of(const struct scoreboard *board, const struct score_slot *slot)
{
	struct pool_name name = { "" };

	if (board->names_pools)
		snprintf(name.text, sizeof(name.text), " (pool %s)",
		    board->pools[slot->pool].name);
	return name;
}

/* "worker 4711 was killed by signal 11 (Segmentation fault)" */
static void
log_signal(const struct score_crash *crash, const char *pool, bool was_ready)
{
	log_error("worker %ld%s was killed by signal %d (%s)%s%s",
	    (long)crash->pid, pool, crash->signal, strsignal(crash->signal),
	    was_ready ? "" : " before it was ready",
	    crash->signal == SIGKILL ? "; out of memory?" : "");
	if (crash->has_request)
		log_error("worker %ld: thread %d was serving %s %s [%s] for "
			  "%lld ms%s%s",
		    (long)crash->pid, crash->tid, crash->texts.method,
		    crash->texts.target, crash->texts.id,
		    (long long)crash->took,
		    crash->texts.step[0] != '\0' ? ", at: " : "",
		    crash->texts.step);
	else if (crash->tid != 0)
		log_error("worker %ld: thread %d was not serving a request",
		    (long)crash->pid, crash->tid);
}

/* The signal may have hit any of several requests. */
static void
log_running(const struct score_slot *slot, int64_t now)
{
	struct score_activity activity;
	struct score_texts texts;
	unsigned i;

	for (i = 0; i < slot->threads; i++)
		if (score_slot_activity(slot, i, now, &activity) &&
		    activity.since != 0 &&
		    score_read(&slot->page->threads[i], &texts))
			log_error("worker %ld: thread %d was serving %s %s "
				  "[%s] for %lld ms",
			    (long)slot->pid, activity.tid, texts.method,
			    texts.target, texts.id,
			    (long long)(now - activity.since));
}

/* The counter for SIGNAL; counters.c has the labels. */
static enum counter_slot
counter_of(int signal)
{
	static const int numbers[] = { SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGKILL,
		SIGSEGV };
	const size_t count = sizeof(numbers) / sizeof(numbers[0]);
	size_t i;

	for (i = 0; i < count && numbers[i] != signal; i++)
		continue;
	return (enum counter_slot)(COUNTER_CRASHES + i);
}

static void
report_crash(struct scoreboard *board, const struct score_slot *slot,
    int signal, bool was_ready)
{
	const int64_t now = clock_milliseconds();
	struct score_crash *crash = &board->last_crash;

	score_slot_crash(slot, signal, now, crash);
	log_signal(crash, pool_of(board, slot).text, was_ready);
	if (crash->tid == 0)
		log_running(slot, now);
	scoreboard_count(board, slot->pool, counter_of(signal));
}

void
worker_exit_report(struct scoreboard *board, const struct score_slot *slot,
    int status, bool was_ready)
{
	if (WIFSIGNALED(status))
		report_crash(board, slot, WTERMSIG(status), was_ready);
	else
		log_error("worker %ld%s exited%s (status %d)", (long)slot->pid,
		    pool_of(board, slot).text,
		    was_ready ? "" : " before it was ready",
		    WEXITSTATUS(status));
	scoreboard_count(board, slot->pool, COUNTER_WORKERS_DIED);
}
