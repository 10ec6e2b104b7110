#ifndef SERVE_OBSERVE_SCOREBOARD_H
#define SERVE_OBSERVE_SCOREBOARD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "serve/observe/counters.h"

/*
 * What each worker and each of its threads is doing, in memory that the master
 * shares with its workers.  It can be read while they are busy or stuck.  A
 * worker writes to its own part only and never waits.  A sequence counter is
 * odd while texts change, so that a reader never sees a torn text.
 */

#define SCORE_METHOD_SIZE	16
#define SCORE_TARGET_SIZE	256
#define SCORE_ID_SIZE		129
#define SCORE_STEP_SIZE		256
#define SCORE_DATA_VERSION_SIZE 96

#define SCORE_JOB_SIZE 64
#define SCORE_JOBS     16

/* Bucket n counts latencies below 2^n times 64 microseconds. */
#define SCORE_BUCKETS 20

enum score_phase {
	SCORE_IDLE,
	SCORE_READING, /* a request; with libfcgi only */
	SCORE_RUNNING, /* in the application */
	SCORE_WRITING,
};

/* The texts of a thread; score_read copies them. */
struct score_texts {
	char method[SCORE_METHOD_SIZE];
	char target[SCORE_TARGET_SIZE];
	char id[SCORE_ID_SIZE]; /* of the request */
	char step[SCORE_STEP_SIZE]; /* gantry_environ_step */
	/* "APPLICATION: VERSION"; stays after the request. */
	char data_version[SCORE_DATA_VERSION_SIZE];
};

struct score_thread {
	atomic_int phase; /* enum score_phase */
	atomic_int_least64_t
	    heartbeat; /* clock_milliseconds() of the last heartbeat */
	atomic_int_least64_t since; /* the start of the request; 0: none */
	atomic_int_least64_t requests; /* served */
	atomic_uint sequence; /* odd while the texts change */
	atomic_int tid; /* for a backtrace */
	struct score_texts texts;
};

enum score_state {
	SCORE_FREE, /* the slot has no worker */
	SCORE_STARTING,
	SCORE_SERVING,
	SCORE_DRAINING,
};

struct score_worker {
	atomic_int state; /* enum score_state */
	atomic_int pid;
	atomic_int generation; /* of the configuration */
	atomic_int threads; /* in use */
	atomic_int_least64_t started; /* clock_milliseconds() */
	atomic_int_least64_t
	    heartbeat; /* the last heartbeat of its main thread */
	atomic_int_least64_t rss; /* bytes; the master writes it */
	atomic_int_least64_t connections; /* open */
	atomic_int_least64_t queued; /* requests waiting for a thread */
};

/* Counters and a histogram that outlive workers. */
struct score_totals {
	atomic_int_least64_t counters[COUNTER_SLOTS];
	atomic_int_least64_t latencies[SCORE_BUCKETS + 1];
	atomic_int_least64_t microseconds; /* the sum of the latencies */
};

enum score_job_state {
	SCORE_JOB_IDLE,
	SCORE_JOB_REQUESTED, /* a worker asked for it */
	SCORE_JOB_RUNNING,
};

/*
 * A job.  A worker may change its state from idle to requested.  Only the
 * master writes everything else, and writes the state last.
 */
struct score_job {
	atomic_bool used; /* stays set once the name is written */
	char name[SCORE_JOB_SIZE]; /* "APPLICATION.JOB" */
	atomic_int state; /* enum score_job_state */
	atomic_int pid; /* 0: none */
	atomic_bool failed; /* the last run */
	atomic_int_least64_t started; /* clock_milliseconds(); 0: never */
	atomic_int_least64_t took; /* milliseconds of the last run */
	atomic_int_least64_t starts, failures;
};

struct scoreboard {
	unsigned workers; /* slots */
	unsigned threads; /* of each */
	struct score_job jobs[SCORE_JOBS];
	struct score_totals totals;
	struct score_worker worker[]; /* then the threads of all workers */
};

/* A zeroed scoreboard in shared memory; NULL with errno set on failure. */
struct scoreboard *scoreboard_new(unsigned workers, unsigned threads);
void scoreboard_free(struct scoreboard *board);

struct score_thread *scoreboard_thread(
    struct scoreboard *board, unsigned worker, unsigned thread);

/* In the thread itself: a heartbeat. */
void score_heartbeat(struct score_thread *thread);

/* In the thread itself: a request begins, reports a step, ends. */
void score_begin(struct score_thread *thread, const char *method,
    const char *target, const char *id);
void score_step(struct score_thread *thread, const char *what);
void score_end(struct score_thread *thread);

/*
 * In the thread itself: APPLICATION now serves VERSION of its data; NULL for
 * none.  With several applications the last one counts.
 */
void score_data_version(
    struct score_thread *thread, const char *application, const char *version);

/* Add one to a counter. */
void scoreboard_count(struct scoreboard *board, enum counter_slot slot);

/* Count a request that took MICROSECONDS; STATUS 0: the answer was cut off. */
void scoreboard_count_request(
    struct scoreboard *board, int status, int64_t bytes, int64_t microseconds);

/* Find the job NAME; NULL: there is none. */
struct score_job *score_job_find(struct scoreboard *board, const char *name);

/* In the master: find or add the job NAME; NULL: the table is full. */
struct score_job *score_job_add(struct scoreboard *board, const char *name);

/* Copy the texts.  False, with empty TEXTS, if they keep changing. */
bool score_read(struct score_thread *thread, struct score_texts *texts);

#endif
