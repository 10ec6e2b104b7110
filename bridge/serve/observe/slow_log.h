#ifndef SERVE_OBSERVE_SLOW_LOG_H
#define SERVE_OBSERVE_SLOW_LOG_H

#include "base/log/log_target.h"
#include "serve/observe/log_line.h"

/*
 * The slow log: a line with a JSON object for each request that took longer
 * than a threshold.  It tells where the time went: the known phases in
 * milliseconds and the last steps of the application (gantry_environ_step) in
 * microseconds. Lines are not buffered.
 */

#define SLOW_LOG_STEPS	   16
#define SLOW_LOG_TEXT_SIZE 256

struct slow_log_options {
	const char *target; /* base/log/log_target.h; must outlive the log */
	int64_t threshold; /* microseconds */
};

struct slow_log {
	int64_t threshold;
	struct log_target target;
};

struct slow_log_step {
	char what[SLOW_LOG_TEXT_SIZE];
	char why[SLOW_LOG_TEXT_SIZE]; /* or "" */
	int64_t begun; /* microseconds since the application began */
	int64_t took; /* microseconds; -1: still running */
};

/* The trace of a running request. */
struct slow_log_trace {
	struct slow_log_step steps[SLOW_LOG_STEPS]; /* a ring */
	unsigned count; /* of all steps, overwritten ones included */
	/* Milliseconds; -1: unknown. */
	int64_t params, body, waiting;
	/* Microseconds; first_byte -1: none was sent. */
	int64_t first_byte, served, writing;
};

/* Open the log.  Returns 0, or -1 with ERROR filled. */
int slow_log_open(struct slow_log *log, const struct slow_log_options *options,
    struct gantry_error *error);
void slow_log_close(struct slow_log *log);

/* As access_log_reopen; LOG may be NULL. */
int slow_log_reopen(struct slow_log *log);

/* As access_log_replace; LOG may be NULL. */
void slow_log_replace(struct slow_log *log, int descriptor);

/* Start the trace of another request. */
void slow_log_trace_begin(struct slow_log_trace *trace);

/* End the current step NOW, and begin WHAT unless it is NULL. */
void slow_log_trace_step(
    struct slow_log_trace *trace, const char *what, int64_t now);

/* Explain why the current step takes so long. */
void slow_log_trace_explain(struct slow_log_trace *trace, const char *why);

/* The current step, or NULL. */
struct slow_log_step *slow_log_trace_current(struct slow_log_trace *trace);

/* Log a request.  FORMATTER belongs to the thread and this log. */
void slow_log_write(const struct slow_log *log, const struct log_entry *entry,
    const struct slow_log_trace *trace, struct log_formatter *formatter);

#endif
