#ifndef BASE_LOG_LOSSES_H
#define BASE_LOG_LOSSES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/log/log_relay.h"

/*
 * What this process could not write to its logs: since no request waits for a
 * log, lines are lost when a log does not take them.  They are counted, and the
 * error log says so: log_report_losses (base/log/log.h).
 *
 * All functions are thread-safe but the last two.
 */

/* LINES of LOG were lost, as errno NUMBER says; from now on LOG fails. */
void log_losses_add(enum log_relay_log log, unsigned lines, int number);

/* LOG has taken a line, so it works again. */
void log_losses_end(enum log_relay_log log);

/* Were the last lines of LOG lost? */
bool log_losses_is_failing(enum log_relay_log log);

/* How many lines of LOG were lost since the last call. */
unsigned log_losses_take(enum log_relay_log log);

/* What is to be told about a log. */
struct log_losses_report {
	enum log_relay_log log;
	const char *name; /* of the log */
	const char *reason;
	bool is_failing;
	unsigned lost; /* lines, since the last report of a log that works */
};

/*
 * Is something about LOG to be told at NOW, clock_milliseconds(), or INT64_MAX
 * at the end, when all that was lost is told?  Of a log
 * that fails, once a minute; of one that works again, how many lines it lost.
 * An error log that fails is told of as if it worked: the line shows whether it
 * does.
 */
bool log_losses_take_report(
    enum log_relay_log log, int64_t now, struct log_losses_report *report);

/* The line that told REPORT was itself lost; it is to be told again. */
void log_losses_give_back(const struct log_losses_report *report);

#endif
