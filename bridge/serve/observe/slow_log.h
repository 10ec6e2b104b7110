#ifndef SERVE_OBSERVE_SLOW_LOG_H
#define SERVE_OBSERVE_SLOW_LOG_H

#include "base/log/log_target.h"
#include "serve/observe/log_line.h"

/*
 * The log of slow requests: for each that took longer than a threshold a JSON
 * object on a line, with where its time went: the phases as far as they are
 * known, in milliseconds, and the last steps that the application told
 * (gantry_environ_step), in microseconds.  Lines are written at once.
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
	char what[SLOW_LOG_TEXT_SIZE]; /* cut */
	char why[SLOW_LOG_TEXT_SIZE]; /* "": not explained */
	int64_t begun; /* microseconds since the request began to be served */
	int64_t took; /* microseconds; -1: it is not over */
};

/* What is noted of a request while it runs. */
struct slow_log_trace {
	struct slow_log_step steps[SLOW_LOG_STEPS]; /* a ring */
	unsigned count; /* of all steps, those overwritten too */
	/* Milliseconds; -1: not known. */
	int64_t params, body, waiting;
	/* Microseconds since it began to be served; first_byte -1: none. */
	int64_t first_byte, served, writing;
};

/* Open the log.  Returns 0, or -1 with ERROR filled. */
int slow_log_open(struct slow_log *log, const struct slow_log_options *options,
    struct gantry_error *error);
void slow_log_close(struct slow_log *log);

/* As access_log_reopen; LOG may be NULL. */
void slow_log_reopen(struct slow_log *log);

/* Forget what was noted of the request before. */
void slow_log_trace_begin(struct slow_log_trace *trace);

/* The step that runs ends NOW, and WHAT, unless NULL, begins. */
void slow_log_trace_step(
    struct slow_log_trace *trace, const char *what, int64_t now);

/* The step that runs takes so long because of WHY. */
void slow_log_trace_explain(struct slow_log_trace *trace, const char *why);

/* The step that runs, or NULL. */
struct slow_log_step *slow_log_trace_current(struct slow_log_trace *trace);

/* Log the request.  PEN is the thread's, for this log alone. */
void slow_log_write(const struct slow_log *log, const struct log_entry *entry,
    const struct slow_log_trace *trace, struct log_pen *pen);

#endif
