#ifndef SERVE_ADMIN_STATUS_H
#define SERVE_ADMIN_STATUS_H

#include <sys/types.h>

#include "gantry/buffer.h"
#include "serve/observe/scoreboard.h"
#include "serve/socket/listener.h"

/*
 * What gantry does right now: taken from the scoreboard, which no worker can
 * hold up, and written as a table, as JSON, or as metrics.  Milliseconds are
 * the unit of all times but those that are written, which are seconds.
 */

/* So many requests are told of, the oldest; and so many facts. */
#define STATUS_REQUESTS_MAX 1000
#define STATUS_FACTS_MAX    32

enum status_phase {
	STATUS_STARTING, /* nothing is served yet */
	STATUS_READY,
	STATUS_RELOADING, /* the workers before still serve */
	STATUS_STOPPING,
};

/* What the master knows and the scoreboard does not. */
struct status_master {
	enum status_phase phase;
	int64_t started; /* clock_milliseconds() */
	unsigned generation; /* of the configuration; 1 is the first */
	const struct listeners *listeners;
};

struct status_listener {
	char name[160]; /* "unix:/run/gantry/gantry.sock", "127.0.0.1:9000" */
	int64_t waiting; /* connections that no worker took; -1: unknown */
	int64_t most; /* that the system lets wait; -1: unknown */
};

struct status_worker {
	unsigned slot;
	enum score_state state;
	pid_t pid;
	int generation;
	unsigned threads;
	unsigned busy; /* of them, with a request */
	int64_t age;
	int64_t requests; /* served */
	int64_t rss; /* bytes */
	int64_t connections;
	int64_t queued;
};

/* A request that is being served. */
struct status_request {
	unsigned slot, thread;
	pid_t pid;
	int tid;
	enum score_phase phase;
	int64_t since; /* how long it takes already */
	int64_t silent; /* since its thread's last sign of life; -1: unknown */
	struct score_texts texts;
};

/* What applications answer from, and in how many threads. */
struct status_fact {
	char text[SCORE_FACT_SIZE];
	unsigned threads;
};

/* A job of an application. */
struct status_job {
	char name[SCORE_JOB_SIZE];
	enum score_job_state state;
	pid_t pid; /* 0: none */
	int64_t age; /* since it was started last; -1: never */
	int64_t took; /* when it ran last; -1: it never did */
	bool failed; /* then */
	int64_t starts, failures;
};

/* struct score_totals at one moment. */
struct status_totals {
	int64_t counters[COUNTER_SLOTS];
	int64_t latencies[SCORE_BUCKETS + 1];
	int64_t microseconds;
};

struct status {
	struct status_master master;
	pid_t pid;
	time_t time; /* now */
	int64_t uptime;
	struct status_totals totals;
	struct status_listener listeners[LISTENERS_MAX];
	size_t listener_count;
	struct status_worker *workers; /* none of state SCORE_FREE */
	size_t worker_count;
	unsigned phases[SCORE_WRITING + 1]; /* threads in each phase */
	struct status_request *requests; /* the oldest first */
	size_t request_count; /* at most STATUS_REQUESTS_MAX ... */
	size_t request_total; /* ... of so many */
	struct status_fact facts[STATUS_FACTS_MAX];
	size_t fact_count;
	struct status_job jobs[SCORE_JOBS];
	size_t job_count;
};

/* Take it.  Returns 0, or -1 when memory ran out; STATUS is empty then. */
int status_collect(struct status *status, const struct status_master *master,
    struct scoreboard *board);

/* Free what it holds; idempotent. */
void status_clear(struct status *status);

/* Are requests served, by workers that run or that a request will start? */
bool status_is_ready(const struct status_master *master);

/* The names of phases and states. */
const char *status_phase_name(enum status_phase phase);
const char *status_state_name(enum score_state state);
const char *status_thread_name(enum score_phase phase);
const char *status_job_name(enum score_job_state state);

/* Latencies of bucket INDEX are below so many microseconds; the last: 0. */
int64_t status_latency_limit(size_t index);

/*
 * Append TEXT as printable ASCII: each other byte becomes \xNN, so that nothing
 * that a client sends reaches a terminal or breaks a line.
 */
void status_add_plain(struct gantry_buffer *buffer, const char *text);

/* Append a table for people. */
void status_write_text(
    struct gantry_buffer *buffer, const struct status *status);

/* Append JSON (RFC 8259), one object and a newline. */
void status_write_json(
    struct gantry_buffer *buffer, const struct status *status);

/*
 * Append metrics: OpenMetrics 1.0, or the Prometheus text format 0.0.4, which
 * differ in little but are no subsets of each other.
 */
void status_write_metrics(struct gantry_buffer *buffer,
    const struct status *status, bool openmetrics);

#endif
