#ifndef SERVE_ADMIN_STATUS_H
#define SERVE_ADMIN_STATUS_H

#include <sys/types.h>

#include "gantry/buffer.h"
#include "serve/observe/scoreboard.h"
#include "serve/socket/listener.h"

/*
 * What gantry is doing right now, written as a table, as JSON or as metrics. It
 * is read from the scoreboard, so a stuck worker cannot delay it, and one that
 * writes nonsense there changes only what is said about it.  Times are in
 * milliseconds here, and in seconds in what is written.
 */

/* The status lists only so many requests, the oldest, and data versions. */
#define STATUS_REQUESTS_MAX	 1000
#define STATUS_DATA_VERSIONS_MAX 32

enum status_phase {
	STATUS_STARTING, /* no worker is ready yet */
	STATUS_READY,
	STATUS_RELOADING, /* the old workers still serve */
	STATUS_STOPPING,
	STATUS_DRAINING, /* all workers end, and the master stays */
	STATUS_STOPPED, /* they have ended */
};

/* A pool as the master knows it. */
struct status_pool {
	const char *name;
	unsigned number; /* on the scoreboard */
	enum status_phase phase;
	const char *kind; /* "static", "dynamic", "ondemand" */
	unsigned workers_max; /* as it is scaled now */
	bool is_failing; /* no worker of it has ever served */
	const struct listeners *listeners;
	char problem[256]; /* why it does not serve; "": none is known */
};

/* What the master adds to the scoreboard. */
struct status_master {
	enum status_phase phase;
	int64_t started; /* clock_milliseconds() */
	unsigned generation; /* of the configuration, from 1 */
	struct status_pool pools[SCORE_POOLS];
	size_t pool_count;
	bool has_sections; /* of pools: the table and the metrics have them */
	/* Why not all requests are served; "": none is known. */
	char problem[256];
};

struct status_listener {
	char name[160]; /* "unix:/run/gantry/gantry.sock", "127.0.0.1:9000" */
	int64_t waiting; /* connections not accepted yet; -1: unknown */
	int64_t most; /* connections that may wait; -1: unknown */
	bool is_dead; /* it was shut down */
	unsigned pool; /* the number of its pool */
};

struct status_worker {
	unsigned slot;
	enum score_state state;
	pid_t pid;
	unsigned generation;
	unsigned pool; /* the number of its pool */
	unsigned threads;
	unsigned busy; /* threads with a request */
	int64_t age;
	int64_t requests; /* served */
	int64_t rss; /* bytes */
	int64_t connections;
	int64_t queued;
	int64_t waiting; /* deferred requests, in no thread */
};

/* A request in progress. */
struct status_request {
	unsigned slot, thread;
	unsigned pool; /* the number of its pool */
	pid_t pid;
	int tid;
	enum score_phase phase;
	int64_t since; /* the time that it has taken so far */
	int64_t
	    silent; /* since the last heartbeat of its thread; -1: unknown */
	struct score_texts texts;
};

/* A data version and the number of threads that serve it. */
struct status_data_version {
	char text[SCORE_DATA_VERSION_SIZE];
	unsigned threads;
};

/* A job of an application. */
struct status_job {
	char name[MASTER_JOB_NAME_SIZE];
	enum master_job_state state;
	pid_t pid; /* 0: none */
	int64_t age; /* since the last start; -1: never started */
	int64_t took; /* the last run; -1: none has ended */
	bool failed; /* the last run */
	int64_t starts, failures;
};

struct status {
	struct status_master master;
	pid_t pid;
	time_t time; /* now */
	int64_t uptime;
	struct score_sums totals;
	struct route_sums *routes;
	struct metric_sums metrics; /* of applications; no item is NULL */
	/* Of each pool of the master, in its order, and their names by number.
	 */
	struct score_sums *pools;
	char pool_names[SCORE_POOLS][SCORE_POOL_NAME_SIZE];
	struct score_crash last_crash; /* signal 0: none */
	struct status_listener listeners[LISTENERS_MAX * SCORE_POOLS];
	size_t listener_count;
	struct status_worker *workers; /* without free slots */
	size_t worker_count;
	unsigned phases[SCORE_WRITING + 1]; /* threads in each phase */
	struct status_request *requests; /* the oldest first */
	size_t request_count; /* up to STATUS_REQUESTS_MAX ... */
	size_t request_total; /* ... of so many */
	struct status_data_version data_versions[STATUS_DATA_VERSIONS_MAX];
	size_t data_version_count;
	struct status_job jobs[SCORE_JOBS];
	size_t job_count;
};

/* Fill STATUS.  Returns 0, or -1 with an empty STATUS if memory ran out. */
int status_collect(struct status *status, const struct status_master *master,
    struct scoreboard *board);

/* Free what it holds; idempotent. */
void status_clear(struct status *status);

/*
 * Are requests served, if need be by workers that a request starts?  Not while
 * there is a problem.
 */
bool status_is_ready(enum status_phase phase, const char *problem);

/* What the workers and sockets of a pool do now. */
struct status_pool_sums {
	unsigned workers; /* not yet draining */
	unsigned states[SCORE_DRAINING + 1]; /* workers in each state */
	unsigned threads, busy; /* of all workers */
	int64_t connections, queued, waiting; /* as of struct status_worker */
	int64_t listen_queue; /* connections not accepted yet; -1: unknown */
	int64_t
	    oldest; /* the time that its oldest request has taken; 0: none */
};

/* Fill SUMS for POOL, one of those of STATUS. */
void status_sum_pool(const struct status *status,
    const struct status_pool *pool, struct status_pool_sums *sums);

/* "failing" if it has never served, or else the name of its phase. */
const char *status_pool_state(const struct status_pool *pool);

/* Append metrics with the label pool, if there are sections of pools. */
void status_write_pool_metrics(struct gantry_buffer *buffer,
    const struct status *status, bool openmetrics);

/* The names of phases and states. */
const char *status_phase_name(enum status_phase phase);
const char *status_state_name(enum score_state state);
const char *status_thread_name(enum score_phase phase);
const char *status_job_name(enum master_job_state state);

/* The upper limit of bucket INDEX in microseconds; 0 for the last. */
int64_t status_latency_limit(size_t index);

/*
 * Append TEXT as printable ASCII.  Each other byte becomes \xNN, so that bytes
 * from a client cannot control the terminal or break a line.
 */
void status_add_plain(struct gantry_buffer *buffer, const char *text);

/* Append a table for a terminal. */
void status_write_text(
    struct gantry_buffer *buffer, const struct status *status);

/* Append JSON (RFC 8259), one object and a newline. */
void status_write_json(
    struct gantry_buffer *buffer, const struct status *status);

/*
 * Append metrics as OpenMetrics 1.0 or in the Prometheus text format 0.0.4. The
 * two differ slightly, and neither is a subset of the other.
 */
void status_write_metrics(struct gantry_buffer *buffer,
    const struct status *status, bool openmetrics);

#endif
