/*
 * Counts of lost lines, one record for each log.  The time of a report belongs
 * to the thread that reports.
 */
#include <errno.h>
#include <stdatomic.h>
#include <string.h>

#include "base/log/log_losses.h"

/* Between two reports that a log fails. */
#define FAILING_MILLISECONDS 60000

/* Between two reports of what was lost. */
#define LOST_MILLISECONDS 10000

static struct {
	const char *name;
	atomic_bool is_failing;
	atomic_int number; /* errno of the last failure */
	atomic_uint lost; /* since the last report */
	atomic_uint counted; /* since the last log_losses_take */
	int64_t told_failing, told_lost; /* 0: never */
} logs[LOG_RELAY_LOGS] = {
	[LOG_RELAY_ERROR] = { .name = "error" },
	[LOG_RELAY_ACCESS] = { .name = "access" },
	[LOG_RELAY_SLOW] = { .name = "slow" },
};

void
log_losses_add(enum log_relay_log log, unsigned lines, int number)
{
	atomic_store(&logs[log].number, number);
	atomic_fetch_add(&logs[log].lost, lines);
	atomic_fetch_add(&logs[log].counted, lines);
	atomic_store(&logs[log].is_failing, true);
}

void
log_losses_end(enum log_relay_log log)
{
	if (log_losses_is_failing(log))
		atomic_store(&logs[log].is_failing, false);
}

bool
log_losses_is_failing(enum log_relay_log log)
{
	return atomic_load_explicit(
	    &logs[log].is_failing, memory_order_relaxed);
}

unsigned
log_losses_take(enum log_relay_log log)
{
	if (atomic_load(&logs[log].counted) == 0)
		return 0;
	return atomic_exchange(&logs[log].counted, 0);
}

static const char *
reason_of(int number)
{
	return number == EAGAIN ? "its reader does not keep up"
				: strerror(number);
}

/* May it be told at NOW?  Then it counts as told. */
static bool
is_due(int64_t *told, int64_t now, int64_t interval)
{
	if (*told != 0 && now - *told < interval)
		return false;
	*told = now;
	return true;
}

bool
log_losses_take_report(
    enum log_relay_log log, int64_t now, struct log_losses_report *report)
{
	if (atomic_load(&logs[log].lost) == 0)
		return false;
	*report = (struct log_losses_report){
		.log = log,
		.name = logs[log].name,
		.reason = reason_of(atomic_load(&logs[log].number)),
		.is_failing = log != LOG_RELAY_ERROR && now != INT64_MAX &&
		    log_losses_is_failing(log),
	};
	if (report->is_failing)
		return is_due(
		    &logs[log].told_failing, now, FAILING_MILLISECONDS);
	if (!is_due(&logs[log].told_lost, now, LOST_MILLISECONDS))
		return false;
	report->lost = atomic_exchange(&logs[log].lost, 0);
	return true;
}

void
log_losses_give_back(const struct log_losses_report *report)
{
	/* The line of the report itself does not count. */
	atomic_fetch_sub(&logs[LOG_RELAY_ERROR].lost, 1);
	atomic_fetch_sub(&logs[LOG_RELAY_ERROR].counted, 1);
	atomic_fetch_add(&logs[report->log].lost, report->lost);
	logs[report->log].told_lost = logs[report->log].told_failing = 0;
}
