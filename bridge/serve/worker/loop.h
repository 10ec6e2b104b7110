#ifndef SERVE_WORKER_LOOP_H
#define SERVE_WORKER_LOOP_H

#include "serve/worker/loop_options.h"

/*
 * A worker's event loop: threads that share one epoll instance, over the
 * listening sockets and the connections that web servers keep.  A slow request
 * holds up no other (serve/worker/threads/thread_pool.h), and an idle
 * connection holds no thread.
 */

struct loop;

/*
 * Open the applications in each thread and enter the sandbox.  SIGTERM, SIGINT
 * and SIGQUIT end the process meanwhile.  Returns NULL with ERROR filled when
 * an application did not open.
 */
struct loop *loop_open(
    const struct loop_options *options, struct gantry_error *error);

/*
 * Begin to serve.  Returns 0, or -1 with ERROR filled; then all that is left is
 * _exit.
 */
int loop_start(struct loop *loop, struct gantry_error *error);

/*
 * Check the deadlines, write the lines of the access log, and read what comes
 * while all threads are busy.  Call it a few times a second while serving.
 */
void loop_tick(struct loop *loop);

/*
 * Let a thread that hangs hold up no other.  Returns whether there is traffic:
 * call it again after LOOP_WATCH_MILLISECONDS.  Otherwise SIGNAL_WAKE is sent
 * to the main thread when the next call is due.
 */
#define LOOP_WATCH_MILLISECONDS 10
bool loop_watch(struct loop *loop);

/* Do all threads have a request? */
bool loop_is_busy(const struct loop *loop);

/*
 * Open connections, requests that wait for a thread or in their connection,
 * requests served.
 */
size_t loop_connections(const struct loop *loop);
size_t loop_queued(struct loop *loop);
int64_t loop_requests(const struct loop *loop);

/* For drivers: a request was served; wakes the main thread after the last. */
void loop_count_request(struct loop *loop);

/*
 * For drivers: pass an idle connection to another worker.  Returns
 * whether it was passed; then it is not in the epoll instance any more, and the
 * caller closes its descriptor without reading from it.
 */
bool loop_pass_connection(struct loop *loop, int descriptor, bool is_kept);

/*
 * May connections be passed?  Then one that was not waits for the next tick;
 * otherwise it must be closed.
 */
bool loop_passes_connections(const struct loop *loop);

/* In the main thread: add the connections that other workers have passed. */
void loop_take_connections(struct loop *loop);

/* Did an application crash that gantry dev has survived? */
bool loop_has_crashed(const struct loop *loop);

/* Did a request outlive its time-out? */
bool loop_timed_out(const struct loop *loop);

/* Does a thread serve no request? */
bool loop_has_idle_thread(const struct loop *loop);

/*
 * Write to the log files FILES, by enum log_relay_log, after the master has
 * opened them anew; -1 for those that stay.
 */
void loop_replace_logs(struct loop *loop, const int files[LOG_RELAY_LOGS]);

/* Write what the access log still holds, before an _exit. */
void loop_flush_logs(struct loop *loop);

/* Log the requests that still run, and their stacks. */
void loop_log_running(struct loop *loop);

/* How to stop gracefully. */
struct loop_drain_options {
	bool accepts_waiting; /* the connections that wait already */
	int patience; /* milliseconds */
	void (*tick)(void *owner); /* called a few times a second */
	void *owner;
};

/*
 * Stop gracefully: accept no more connections, except those that wait already;
 * let requests finish; pass idle connections to other workers, or close them if
 * there are none.  Returns 0, or -1 when some still ran after the patience: all
 * that is left then is _exit.
 */
int loop_drain(struct loop *loop, const struct loop_drain_options *options);

/*
 * Before an _exit: end the deferred requests, so that their applications can
 * clean up.
 */
void loop_end_deferred(struct loop *loop);

/* Close the applications and free the loop, after a successful drain. */
void loop_free(struct loop *loop);

#endif
