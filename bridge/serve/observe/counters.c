/*
 * The records of the counters.  Dashboards and alerts depend on the names of
 * members and metrics, so they do not change.
 */
#include "serve/observe/counters.h"

const char *const counter_classes[] = { "cut", "1xx", "2xx", "3xx", "4xx",
	"5xx", NULL };

/* In the order of enum fcgi_limit. */
static const char *const limits[] = { "connections", "connection-requests",
	"receive-memory", NULL };

/* worker_exit.c finds the slot of a signal. */
static const char *const crash_signals[] = { "ABRT", "BUS", "FPE", "ILL",
	"KILL", "SEGV", "other", NULL };
/* In the order of enum log_relay_log. */
static const char *const logs[] = { "error", "access", "slow", NULL };

const char *const slow_causes[] = { "application", "client", NULL };

const struct counter counters[] = {
	{ .slot = COUNTER_REQUESTS,
	    .member = "requests",
	    .metric = "gantry_requests",
	    .help = "Requests served." },
	{ .slot = COUNTER_ANSWERS,
	    .member = "answers",
	    .metric = "gantry_answers",
	    .help = "Requests by the class of the response status.",
	    .label = "status",
	    .values = counter_classes },
	{ .slot = COUNTER_BODY_BYTES,
	    .member = "body_bytes",
	    .metric = "gantry_body_bytes",
	    .unit = "bytes",
	    .help = "Bytes sent in response bodies." },
	{ .slot = COUNTER_REJECTED,
	    .member = "refused",
	    .metric = "gantry_refused",
	    .help = "Requests rejected before the application.",
	    .line = COUNTER_LINE_REQUESTS,
	    .text = "rejected" },
	{ .slot = COUNTER_CRASH_LIMITED,
	    .member = "crash_limited",
	    .metric = "gantry_crash_limited",
	    .help = "Requests rejected because of crash-limit.",
	    .line = COUNTER_LINE_NONE },
	{ .slot = COUNTER_NOT_DEFERRED,
	    .member = "not_deferred",
	    .metric = "gantry_not_deferred",
	    .help = "Requests that could not wait because of deferred.",
	    .line = COUNTER_LINE_REQUESTS,
	    .text = "not deferred" },
	{ .slot = COUNTER_TIMEOUTS,
	    .member = "timeouts",
	    .metric = "gantry_timeouts",
	    .help = "Requests that timed out and got a 504.",
	    .line = COUNTER_LINE_REQUESTS,
	    .text = "timed out" },
	{ .slot = COUNTER_REPAIRED,
	    .member = "repaired",
	    .metric = "gantry_repaired",
	    .help = "Responses of foreign applications that were repaired.",
	    .line = COUNTER_LINE_NONE },
	{ .slot = COUNTER_WORKERS_STARTED,
	    .member = "workers_started",
	    .metric = "gantry_worker_starts",
	    .help = "Workers started.",
	    .line = COUNTER_LINE_WORKERS,
	    .text = "started" },
	{ .slot = COUNTER_WORKERS_DIED,
	    .member = "workers_died",
	    .metric = "gantry_worker_deaths",
	    .help = "Workers that exited without being told to.",
	    .line = COUNTER_LINE_WORKERS,
	    .text = "died" },
	{ .slot = COUNTER_SANDBOX_VIOLATIONS,
	    .member = "sandbox_violations",
	    .metric = "gantry_sandbox_violations",
	    .help = "System calls and files that the sandbox denied.",
	    .line = COUNTER_LINE_WORKERS,
	    .text = "violated the sandbox" },
	{ .slot = COUNTER_CONNECTIONS_CLOSED,
	    .member = "connections_closed",
	    .metric = "gantry_connections_closed",
	    .help = "Connections closed because a limit was reached.",
	    .label = "limit",
	    .values = limits },
	{ .slot = COUNTER_CRASHES,
	    .member = "worker_crashes",
	    .metric = "gantry_worker_crashes",
	    .help = "Workers killed by a signal.",
	    .label = "signal",
	    .values = crash_signals },
	{ .slot = COUNTER_LOG_LINES_LOST,
	    .member = "log_lines_lost",
	    .metric = "gantry_log_lines_lost",
	    .help = "Lines lost because a log did not take them.",
	    .label = "log",
	    .values = logs },
	{ .slot = COUNTER_SLOW,
	    .member = "slow_requests",
	    .metric = "gantry_slow_requests",
	    .help = "Requests over slow-log-threshold, by what took the time.",
	    .label = "cause",
	    .values = slow_causes },
};

const size_t counter_count = sizeof(counters) / sizeof(counters[0]);

void
score_accept(int64_t *to, const atomic_int_least64_t *from, int64_t most)
{
	const int64_t number = atomic_load_explicit(from, memory_order_relaxed);

	if (number > *to && number <= most)
		*to = number;
}

int64_t
score_sum(int64_t one, int64_t other)
{
	return one < SCORE_COUNT_MAX - other ? one + other : SCORE_COUNT_MAX;
}
