#ifndef SERVE_MASTER_WORKERS_WORKER_ENTRIES_H
#define SERVE_MASTER_WORKERS_WORKER_ENTRIES_H

#include "serve/master/workers/snapshot.h"
#include "serve/master/workers/templates.h"
#include "serve/master/workers/worker_logs.h"
#include "serve/observe/scoreboard.h"
#include "serve/stack/stack_report.h"

/*
 * The table of workers from the inside: worker_table.c has the table and its
 * log lines, worker_starts.c starts the processes, worker_checks.c looks after
 * them, and worker_transfers.c has their connections.
 */

/* Between SIGABRT, which logs a stack trace, and SIGKILL. */
#define WORKER_KILL_MILLISECONDS 2000

struct entry {
	pid_t process; /* 0: none */
	/* A template is to fork it, and it has not reported yet. */
	bool is_ordered;
	bool is_lost; /* it never will */
	struct pool *pool;
	unsigned position; /* in the pool */
	int64_t started;
	bool prepares; /* it is not a worker, and prepares the pool */
	bool told_to_end;
	int told_signal; /* how */
	int64_t deadline; /* to exit; 0: none */
	int next_signal; /* SIGABRT, then SIGKILL */
	pid_t ended; /* it has exited, but its lines are not written; 0: none */
	int64_t lines_deadline; /* to write them */
	struct worker_logs logs;
	int transfer; /* of connections; -1: none */
	int64_t passed; /* connections that it has passed on */
	int64_t sent; /* connections that it was sent */
	unsigned stacks; /* the sequence of the last one that was seen */
};

struct worker_table {
	struct scoreboard *board;
	pid_t owning; /* the process that the workers are children of */
	unsigned next_relay; /* the slot to begin the next turn with */
	int relays; /* an epoll instance: the relay of each worker */
	int transfers; /* another one: the transfer of each */
	void (*in_child)(void *owner);
	void *owner;
	int64_t memory_after; /* it is not measured before */
	struct stack_reports reports;
	struct templates templates;
	struct entry entries[];
};

/* Is there a worker, or is one ordered? */
bool worker_entry_is_used(const struct entry *entry);

/* Is it a worker of POOL; NULL: of any? */
bool worker_entry_is_of(const struct entry *entry, const struct pool *pool);

/* Close the lines of a worker. */
void worker_entry_close_logs(struct worker_table *workers, struct entry *entry);

/* Have files and lines looked up for a stack that the worker has logged. */
void worker_entry_report_stack(struct worker_table *workers, unsigned slot);

/* What the worker's logs are written with. */
const struct request_observer_options *worker_entry_observer(
    const struct entry *entry);

/* The state of a worker; one that was told to end counts as draining. */
enum score_state worker_entry_state(
    const struct worker_table *workers, unsigned slot);

/*
 * Create the socket of the worker in SLOT.  Returns 0, or -1 with errno set and
 * nothing open.
 */
int worker_transfer_open(
    struct worker_table *workers, unsigned slot, int ends[2]);

/* Close the master's end; idempotent. */
void worker_transfer_close(struct worker_table *workers, struct entry *entry);

#endif
