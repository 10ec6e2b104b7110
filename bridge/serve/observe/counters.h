#ifndef SERVE_OBSERVE_COUNTERS_H
#define SERVE_OBSERVE_COUNTERS_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The counters of a gantry.  The scoreboard has a slot for each, the status
 * copies the slots, and the JSON, the table and the metrics walk the records
 * below.  A new counter is a slot and a record.
 */

/* Where each counter is on the scoreboard. */
enum counter_slot {
	COUNTER_REQUESTS,
	/* By the first digit of the status; 0: the response was cut off. */
	COUNTER_ANSWERS,
	COUNTER_BODY_BYTES = COUNTER_ANSWERS + 6,
	COUNTER_REJECTED, /* before the application: 4xx and 503 */
	COUNTER_TIMEOUTS, /* 504 */
	COUNTER_CRASH_LIMITED, /* of those rejected: by crash-limit */
	COUNTER_NOT_DEFERRED, /* because of deferred: 503 */
	COUNTER_SANDBOX_VIOLATIONS,
	COUNTER_REPAIRED, /* answers of foreign applications */
	/* By the limit; the order of enum fcgi_limit. */
	COUNTER_CONNECTIONS_CLOSED,
	/* By the log; the order of enum log_relay_log.  The master counts, too.
	 */
	COUNTER_LOG_LINES_LOST = COUNTER_CONNECTIONS_CLOSED + 3,
	COUNTER_SLOW = COUNTER_LOG_LINES_LOST + 3, /* by enum slow_cause */
	/* From here on, the master counts; workers count those before. */
	COUNTER_OF_MASTER = COUNTER_SLOW + 2,
	COUNTER_WORKERS_STARTED = COUNTER_OF_MASTER,
	COUNTER_WORKERS_DIED,
	COUNTER_CRASHES, /* by the signal: ABRT to SEGV, others */
	COUNTER_SLOTS = COUNTER_CRASHES + 7,
};

/* What a slow request spent its time on. */
enum slow_cause {
	SLOW_APPLICATION,
	SLOW_CLIENT, /* without its client it would not have been slow */
};

/* The line of the table that shows a counter. */
enum counter_line {
	COUNTER_LINE_NONE,
	COUNTER_LINE_REQUESTS,
	COUNTER_LINE_WORKERS,
};

struct counter {
	enum counter_slot slot; /* the first, when there are VALUES */
	const char *member; /* in the JSON's "totals" */
	const char *metric; /* without "_total" */
	const char *unit; /* of the metric; NULL: none */
	const char *help; /* of the metric */
	/*
	 * One counter for each value of a label, in slots that follow each
	 * other; NULL: one counter.  Ended by NULL.
	 */
	const char *label;
	const char *const *values;
	enum counter_line line;
	const char *text; /* what follows the number there */
};

/* All of them, in the order of the JSON. */
extern const struct counter counters[];
extern const size_t counter_count;

/* The classes of COUNTER_ANSWERS, ended by NULL. */
extern const char *const counter_classes[];

/* The names of enum slow_cause, ended by NULL. */
extern const char *const slow_causes[];

/* No count exceeds it, so sums and products of a few do not overflow. */
#define SCORE_COUNT_MAX (INT64_C(1) << 53)

/*
 * In the master: take the number at FROM over unless it is smaller or beyond
 * MOST.
 */
void score_accept(int64_t *to, const atomic_int_least64_t *from, int64_t most);

/* The sum of two counts, at most SCORE_COUNT_MAX. */
int64_t score_sum(int64_t one, int64_t other);

#endif
