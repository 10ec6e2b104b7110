#ifndef SERVE_OBSERVE_REQUEST_OBSERVER_H
#define SERVE_OBSERVE_REQUEST_OBSERVER_H

#include "gate/gate.h"
#include "serve/observe/access_log.h"
#include "serve/observe/scoreboard.h"
#include "serve/observe/slow_log.h"

/*
 * The observer of a thread's gate.  It feeds the scoreboard, the access log and
 * the slow log; each is optional and costs nothing when it is off.
 */

struct request_observer_options {
	struct scoreboard *board; /* NULL: none */
	unsigned slot; /* of the worker */
	struct access_log *access_log; /* NULL: none */
	struct slow_log *slow_log; /* NULL: none */
};

struct request_observer {
	struct request_observer_options options;
	struct score_thread *score; /* NULL: no board */
	struct log_formatter access_formatter, slow_formatter;
	int64_t begun; /* the start of the request in microseconds */
	int64_t send_begun;
	int64_t served; /* how long the last request took its thread */
	struct slow_log_trace trace; /* for the slow log */
};

/*
 * Observe GATE, the one of thread number THREAD of its worker.  What OPTIONS
 * point to must outlive the gate.
 */
void request_observer_init(struct request_observer *observer,
    const struct request_observer_options *options, unsigned thread,
    struct gate *gate);
void request_observer_clear(struct request_observer *observer);

/*
 * REQUEST was rejected with STATUS, such as "504 Gateway Timeout", instead of
 * being answered by its application.  The lock of its connection is held.
 */
void request_observer_rejected(const struct request_observer_options *options,
    struct request *request, const char *status, int64_t now);

/*
 * Reopen the error log, the access log and the slow log after their files were
 * renamed.  The master does so for future workers, and each worker for itself.
 */
void request_observer_reopen_logs(
    const struct request_observer_options *options);

#endif
