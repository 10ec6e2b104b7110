#ifndef SERVE_OBSERVE_SCORE_SLOT_H
#define SERVE_OBSERVE_SCORE_SLOT_H

#include <sys/types.h>

#include "serve/metrics/metric_sums.h"
#include "serve/observe/score_page.h"

/*
 * What the master knows of one worker, in memory of the master alone.  These
 * functions read the worker's page, each value once, and take over what can be
 * true: a worker that writes nonsense changes only what is said about itself.
 */

/* Counters and a histogram, each value from 0 to SCORE_COUNT_MAX. */
struct score_sums {
	int64_t counters[COUNTER_SLOTS];
	int64_t latencies[SCORE_BUCKETS + 1];
	int64_t microseconds;
	int64_t codes[SCORE_CODES];
	int64_t client; /* microseconds that requests waited for clients */
};

struct score_slot {
	struct score_page *page; /* the worker writes it; NULL: no worker */
	enum score_state state; /* of a worker, never SCORE_FREE */
	pid_t pid;
	unsigned generation; /* of the configuration */
	unsigned pool; /* its number */
	unsigned threads;
	int64_t started; /* clock_milliseconds() */
	int64_t heartbeat; /* the last one; 0: none yet */
	int64_t rss; /* bytes */
	int64_t requests; /* served */
	struct score_sums sums; /* what it has counted, as far as accepted */
	struct route_sums *routes; /* likewise, by mount and route */
	struct metric_sums metrics; /* likewise, of applications */
};

/* What a thread does. */
struct score_activity {
	enum score_phase phase;
	int64_t since; /* clock_milliseconds(); 0: no request */
	int64_t heartbeat; /* clock_milliseconds(); 0: none yet */
	int tid; /* 0: unknown */
};

/* Of the stack of a crash, and the bytes of each. */
#define SCORE_STACK_LINES 24
#define SCORE_STACK_SIZE  192

/* A worker that a signal killed, and what it did then. */
struct score_crash {
	int signal; /* 0: there was none */
	int64_t at; /* clock_milliseconds() */
	pid_t pid;
	int tid; /* of the thread; 0: unknown */
	bool has_request; /* as follows */
	int64_t took; /* milliseconds until then */
	uint64_t route; /* of struct score_thread; 0: none */
	struct score_texts texts;
	/* Lines about its stack (scoreboard_note_stack). */
	unsigned stack_count;
	char stack[SCORE_STACK_LINES][SCORE_STACK_SIZE];
};

/*
 * Start a slot for a worker with THREADS threads, and its page.  Returns 0, or
 * -1 with errno set.
 */
int score_slot_open(
    struct score_slot *slot, unsigned threads, unsigned generation);

/*
 * Give the slot, which was opened and has no worker yet, a page that a process
 * can join which is not a child (score_page_new_shared).  Returns 0, or -1 with
 * errno set.
 */
int score_slot_share(struct score_slot *slot, int *descriptor);

/* Free the page; the slot has no worker. */
void score_slot_close(struct score_slot *slot);

/*
 * Note the worker's state and heartbeat at NOW.  The state only advances, from
 * starting to serving to draining.  The heartbeat is
 * neither from the future nor from before the worker started.
 */
void score_slot_update(struct score_slot *slot, int64_t now);

/* Did the worker serve, or was it about to?  Then it could start. */
bool score_slot_could_start(const struct score_slot *slot);

/* Note what the worker has counted until NOW.  No count becomes smaller. */
void score_slot_count(struct score_slot *slot, int64_t now);

/* What thread number THREAD does; false if that cannot be true. */
bool score_slot_activity(const struct score_slot *slot, unsigned thread,
    int64_t now, struct score_activity *activity);

/* How many threads have a request? */
unsigned score_slot_busy(const struct score_slot *slot);

/*
 * What the worker did when SIGNAL killed it at NOW: the request of the thread
 * that was hit or, if that is unknown, the only one that ran.
 */
void score_slot_crash(const struct score_slot *slot, int signal, int64_t now,
    struct score_crash *crash);

/* Does no thread have a request, and is none deferred? */
bool score_slot_is_idle(const struct score_slot *slot);

/* The open connections, and the requests that wait for a thread. */
int64_t score_slot_connections(const struct score_slot *slot);
int64_t score_slot_queued(const struct score_slot *slot);

/* How many of the SENT connections the worker has not taken yet. */
int64_t score_slot_untaken(const struct score_slot *slot, int64_t sent);

/* The mount without its data, of MOUNTS, from 1; 0: none. */
size_t score_slot_unavailable(const struct score_slot *slot, size_t mounts);
/* The deferred requests that wait in no thread. */
int64_t score_slot_deferred(const struct score_slot *slot);

/*
 * Does the worker want job number INDEX?  Only a worker that has begun to serve
 * can want one.
 */
bool score_slot_wants_job(const struct score_slot *slot, unsigned index);

/* Once that is noticed: clear the wish. */
void score_slot_clear_job(struct score_slot *slot, unsigned index);

/* Add FROM to TO. */
void score_sums_add(struct score_sums *to, const struct score_sums *from);

#endif
