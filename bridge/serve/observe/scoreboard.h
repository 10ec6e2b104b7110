#ifndef SERVE_OBSERVE_SCOREBOARD_H
#define SERVE_OBSERVE_SCOREBOARD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "serve/observe/counters.h"

/*
 * What each worker and each of its threads does, in memory that the master
 * shares with them: it can be read when they are busy or stuck.  A worker
 * writes its own part only, and never waits; texts are guarded by a counter
 * that is odd while they change, so that a reader takes none that is torn.
 */

#define SCORE_METHOD_SIZE 16
#define SCORE_TARGET_SIZE 256
#define SCORE_ID_SIZE	  129
#define SCORE_STEP_SIZE	  256
#define SCORE_FACT_SIZE	  96

#define SCORE_JOB_SIZE 64
#define SCORE_JOBS     16

/* Latencies are counted in buckets: below 2^n times 64 microseconds. */
#define SCORE_BUCKETS 20

enum score_phase {
	SCORE_IDLE,
	SCORE_READING, /* of a request, by libfcgi alone */
	SCORE_RUNNING, /* in the application */
	SCORE_WRITING,
};

/* The texts of a thread, as score_read copies them. */
struct score_texts {
	char method[SCORE_METHOD_SIZE];
	char target[SCORE_TARGET_SIZE];
	char id[SCORE_ID_SIZE]; /* of the request */
	char step[SCORE_STEP_SIZE]; /* what the application says it does */
	char fact[SCORE_FACT_SIZE]; /* "APPLICATION: FACT"; outlives requests */
};

struct score_thread {
	atomic_int phase; /* enum score_phase */
	atomic_int_least64_t beat; /* clock_milliseconds() of a sign of life */
	atomic_int_least64_t since; /* when the request began, 0: none */
	atomic_int_least64_t requests; /* served */
	atomic_uint sequence; /* odd while the texts change */
	atomic_int tid; /* for a backtrace */
	struct score_texts texts;
};

enum score_state {
	SCORE_FREE, /* no worker has this slot */
	SCORE_STARTING,
	SCORE_SERVING,
	SCORE_DRAINING,
};

struct score_worker {
	atomic_int state; /* enum score_state */
	atomic_int pid;
	atomic_int generation; /* of the configuration; grows with reloads */
	atomic_int threads; /* how many of its places are used */
	atomic_int_least64_t started; /* clock_milliseconds() */
	atomic_int_least64_t beat; /* when its main thread last kept time */
	atomic_int_least64_t rss; /* bytes, noted by the master */
	atomic_int_least64_t connections; /* open */
	atomic_int_least64_t queued; /* requests that wait for a thread */
};

/* Counters and a histogram that outlive workers. */
struct score_totals {
	atomic_int_least64_t counters[COUNTER_SLOTS];
	atomic_int_least64_t latencies[SCORE_BUCKETS + 1];
	atomic_int_least64_t microseconds; /* the sum of the latencies */
};

enum score_job_state {
	SCORE_JOB_IDLE,
	SCORE_JOB_ASKED, /* by a worker, of the master */
	SCORE_JOB_RUNNING,
};

/*
 * A job.  Workers may make it asked from idle; all else is the master's to
 * write, the state last.
 */
struct score_job {
	atomic_bool used; /* set for good once it has its name */
	char name[SCORE_JOB_SIZE]; /* "APPLICATION.JOB" */
	atomic_int state; /* enum score_job_state */
	atomic_int pid; /* 0: none */
	atomic_bool failed; /* when it ran last */
	atomic_int_least64_t started; /* clock_milliseconds(); 0: never */
	atomic_int_least64_t took; /* milliseconds, when it ran last */
	atomic_int_least64_t starts, failures;
};

struct scoreboard {
	unsigned workers; /* slots */
	unsigned threads; /* of each */
	struct score_job jobs[SCORE_JOBS];
	struct score_totals totals;
	struct score_worker worker[]; /* then the threads of all of them */
};

/* Shared memory for so many, zeroed; NULL with errno set on failure. */
struct scoreboard *scoreboard_new(unsigned workers, unsigned threads);
void scoreboard_free(struct scoreboard *board);

struct score_thread *scoreboard_thread(
    struct scoreboard *board, unsigned worker, unsigned thread);

/* In the thread itself: it is alive. */
void score_beat(struct score_thread *thread);

/* In the thread itself: a request begins, says what it does, ends. */
void score_begin(struct score_thread *thread, const char *method,
    const char *target, const char *id);
void score_step(struct score_thread *thread, const char *what);
void score_end(struct score_thread *thread);

/*
 * In the thread itself: APPLICATION answers from FACT now, or, if that is NULL,
 * does not say.  Of several applications the last is remembered.
 */
void score_fact(
    struct score_thread *thread, const char *application, const char *fact);

/* Add one to a counter. */
void scoreboard_count(struct scoreboard *board, enum counter_slot slot);

/* One request took MICROSECONDS and was answered STATUS (0: cut off). */
void scoreboard_count_request(
    struct scoreboard *board, int status, int64_t bytes, int64_t microseconds);

/* The job NAME, or NULL. */
struct score_job *score_job_find(struct scoreboard *board, const char *name);

/* In the master: the same, or a place for it; NULL when none is left. */
struct score_job *score_job_add(struct scoreboard *board, const char *name);

/* Copy the texts.  False when they keep changing; they are empty then. */
bool score_read(struct score_thread *thread, struct score_texts *texts);

#endif
