#ifndef SERVE_OBSERVE_REQUEST_OBSERVER_H
#define SERVE_OBSERVE_REQUEST_OBSERVER_H

#include "gate/gate.h"
#include "serve/observe/access_log.h"
#include "serve/observe/scoreboard.h"
#include "serve/observe/slow_log.h"

/*
 * Who watches the gate of a thread: the scoreboard, the access log, the log of
 * slow requests.  Each of them may be missing, and costs nothing then.
 */

struct request_observer_options {
	struct scoreboard *board; /* NULL: none */
	unsigned slot; /* the worker's in it */
	struct access_log *access_log; /* NULL: none */
	struct slow_log *slow_log; /* NULL: none */
};

struct request_observer {
	struct request_observer_options options;
	struct score_thread *score; /* NULL: no board */
	struct log_pen access_pen, slow_pen;
	int64_t begun; /* when the request was, in microseconds */
	int64_t send_begun;
	struct slow_log_trace trace; /* for the log of slow requests alone */
};

/*
 * Begin to watch GATE, of the thread numbered THREAD in its worker.  What is
 * pointed to must outlive the gate.
 */
void request_observer_init(struct request_observer *observer,
    const struct request_observer_options *options, unsigned thread,
    struct gate *gate);
void request_observer_clear(struct request_observer *observer);

/*
 * REQUEST was answered with STATUS ("504 Gateway Timeout") in its application's
 * place by whoever holds the lock of its connection.
 */
void request_observer_rejected(const struct request_observer_options *options,
    struct request *request, const char *status, int64_t now);

/*
 * Open the error log and those of requests anew, after their files were
 * renamed: in the master, for the workers to come, and in each worker.
 */
void request_observer_reopen_logs(
    const struct request_observer_options *options);

#endif
