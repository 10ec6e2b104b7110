#ifndef SERVE_OBSERVE_SCORE_PAGE_H
#define SERVE_OBSERVE_SCORE_PAGE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gate/metrics/metric_area.h"
#include "serve/observe/counters.h"
#include "serve/observe/score_routes.h"
#include "serve/stack/stack_record.h"

/*
 * The page of one worker: what it and its threads are doing, what it has
 * counted, and which jobs it asks for.  The worker writes it and never waits;
 * the master reads it, also while the worker is busy or stuck.  No other
 * process has it mapped.
 *
 * A worker may be compromised.  The master trusts nothing here: it reads it
 * through score_slot.h, which checks each value.
 */

#define SCORE_METHOD_SIZE	16
#define SCORE_TARGET_SIZE	256
#define SCORE_ID_SIZE		129
#define SCORE_STEP_SIZE		256
#define SCORE_CLIENT_SIZE	48
#define SCORE_DATA_VERSION_SIZE 96

/* The most jobs that a gantry can have. */
#define SCORE_JOBS 16

/* The most pools that a gantry can have. */
#define SCORE_POOLS 32

/* Bucket n counts latencies below 2^n times 64 microseconds. */
#define SCORE_BUCKETS 20

/* The status codes of answers; code 100 has number 0. */
#define SCORE_CODE_FIRST 100
#define SCORE_CODES	 500

enum score_phase {
	SCORE_IDLE,
	SCORE_READING, /* a request; with libfcgi only */
	SCORE_RUNNING, /* in the application */
	SCORE_WRITING,
};

/* The texts of a thread. */
struct score_texts {
	char method[SCORE_METHOD_SIZE];
	char target[SCORE_TARGET_SIZE];
	char id[SCORE_ID_SIZE]; /* of the request */
	char step[SCORE_STEP_SIZE]; /* gantry_environ_step */
	char client[SCORE_CLIENT_SIZE]; /* its address; "": not noted */
	/* "APPLICATION: VERSION"; stays after the request. */
	char data_version[SCORE_DATA_VERSION_SIZE];
};

struct score_thread {
	atomic_int phase; /* enum score_phase */
	atomic_int_least64_t heartbeat; /* clock_milliseconds(): it began, wrote
					   or told a step */
	atomic_int_least64_t since; /* the start of the request; 0: none */
	atomic_int_least64_t requests; /* served */
	atomic_uint sequence; /* odd while the texts change */
	atomic_int tid; /* for a backtrace */
	/* Of path or client (master_page_route), with crash-limit; 0: none. */
	atomic_uint_least64_t route;
	struct score_texts texts;
};

/* What a worker says it does; it goes through them in this order. */
enum score_state {
	SCORE_FREE, /* the slot has no worker */
	SCORE_STARTING,
	SCORE_SERVING,
	SCORE_DRAINING,
};

/*
 * Counters and a histogram.  What the routes also count is not counted here:
 * requests, answers by class, bytes of bodies and the sum of the latencies.
 */
struct score_totals {
	atomic_int_least64_t counters[COUNTER_SLOTS];
	atomic_int_least64_t latencies[SCORE_BUCKETS + 1];
	atomic_int_least64_t codes[SCORE_CODES];
	/* Microseconds that requests waited for their clients. */
	atomic_int_least64_t client;
};

struct score_page {
	atomic_int state; /* enum score_state */
	atomic_int_least64_t
	    heartbeat; /* the last heartbeat of its main thread */
	atomic_int_least64_t connections; /* open */
	/* Connections that it got from the master, since it started. */
	atomic_int_least64_t taken;
	atomic_int_least64_t queued; /* requests waiting for a thread */
	atomic_int_least64_t deferred; /* requests that wait in no thread */
	/* Its applications are open; the first request may crash it now. */
	atomic_bool opened;
	/* The number of a mount without its data, from 1; 0: none. */
	atomic_int unavailable;
	atomic_int crashed_tid; /* a fatal signal hit this thread; 0: none */
	/* The worker sets them, the master clears them; by master_page_find. */
	atomic_uchar wanted_jobs[SCORE_JOBS];
	struct stack_record stack; /* the last one that was logged */
	struct score_totals totals;
	struct score_route routes[SCORE_ROUTES];
	struct metric_area metrics; /* of applications */
	struct score_thread threads[]; /* as many as the worker has */
};

/*
 * A zeroed page for a worker with THREADS threads, in memory that a child
 * shares.  NULL with errno set on failure.
 */
struct score_page *score_page_new(unsigned threads);

/*
 * The same for a worker that is not a child: *DESCRIPTOR, which the caller
 * closes, lets a process join, and no process change the size.
 */
struct score_page *score_page_new_shared(unsigned threads, int *descriptor);

/* In such a worker; NULL with errno set on failure. */
struct score_page *score_page_join(int descriptor, unsigned threads);

/* Unmap PAGE, which was made with THREADS; it may be NULL. */
void score_page_free(struct score_page *page, unsigned threads);

/*
 * In the master, once the worker has forked: later children do not inherit
 * the mapping.  Returns 0, or -1 with errno set.
 */
int score_page_hide(struct score_page *page, unsigned threads);

/* In the thread itself: a heartbeat. */
void score_heartbeat(struct score_thread *thread);

/* In the thread itself: a request begins, reports a step, ends. */
void score_begin(struct score_thread *thread, const char *method,
    const char *target, const char *id);
void score_step(struct score_thread *thread, const char *what);
void score_end(struct score_thread *thread);

/*
 * The request does WHAT, which is not progress.  Another thread may call it
 * while the request runs, if the thread itself changes no text then.
 */
void score_note(struct score_thread *thread, const char *what);

/* In the thread itself: the request is of the client with this address. */
void score_client(struct score_thread *thread, const char *address);
/* In the thread itself: the request leaves it and waits. */
void score_suspend(struct score_page *page, struct score_thread *thread);

/*
 * In the thread itself: APPLICATION now serves VERSION of its data; NULL for
 * none.  With several applications the last one counts.
 */
void score_data_version(
    struct score_thread *thread, const char *application, const char *version);

/* Add one to a counter. */
void score_count(struct score_page *page, enum counter_slot slot);

/* A request that has ended. */
struct score_request {
	int status; /* 0: the answer was cut off */
	unsigned route; /* its place (score_routes.h) */
	int64_t bytes; /* of its body */
	int64_t microseconds; /* that it took */
};

/* Count REQUEST. */
void score_count_request(
    struct score_page *page, const struct score_request *request);

/*
 * Copy the texts, each of which ends with a NUL whatever is in the page.
 * False, with empty TEXTS, if they keep changing.
 */
bool score_read(struct score_thread *thread, struct score_texts *texts);

#endif
