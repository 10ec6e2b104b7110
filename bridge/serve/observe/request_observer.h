#ifndef SERVE_OBSERVE_REQUEST_OBSERVER_H
#define SERVE_OBSERVE_REQUEST_OBSERVER_H

#include "gate/gate.h"
#include "serve/observe/access_log.h"
#include "serve/observe/score_page.h"
#include "serve/observe/slow_log.h"

/*
 * The observer of a thread's gate.  It feeds the worker's page, the access log
 * and the slow log; each is optional and costs nothing when it is off.
 */

struct request_observer_options {
	struct score_page *page; /* of the worker; NULL: none */
	struct access_log *access_log; /* NULL: none */
	struct slow_log *slow_log; /* NULL: none */
	int64_t slow_threshold; /* microseconds; 0: no request is slow */
};

struct request_observer {
	struct request_observer_options options;
	struct score_thread *score; /* NULL: no page */
	struct request *request; /* that is served */
	struct score_route_lookups lookups;
	const char *last_mount; /* of a request without a template yet */
	unsigned last_route; /* its place */
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
 * In the master: reopen the access log and the slow log after their files were
 * renamed.  Returns 0, or -1 if one keeps its old file, which is logged.
 */
int request_observer_reopen_files(
    const struct request_observer_options *options);

/*
 * The descriptors of the logs that are files, by enum log_relay_log; -1 for the
 * others.
 */
void request_observer_get_files(
    const struct request_observer_options *options, int files[LOG_RELAY_LOGS]);

/*
 * In a worker: write to FILES instead, which the caller closes.  Those that are
 * -1 stay.
 */
void request_observer_replace_files(
    const struct request_observer_options *options,
    const int files[LOG_RELAY_LOGS]);

/*
 * In a worker: send what goes to a log daemon to RELAY instead
 * (base/log/log_relay.h).
 */
void request_observer_relay_logs(
    const struct request_observer_options *options, int relay);

#endif
