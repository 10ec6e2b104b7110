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

#define SLOWLOG_STEPS	  16
#define SLOWLOG_TEXT_SIZE 256

struct slowlog_options {
	const char *target; /* base/log/log_target.h; must outlive the log */
	int64_t threshold; /* microseconds */
};

struct slowlog {
	int64_t threshold;
	struct log_target target;
};

struct slowlog_step {
	char what[SLOWLOG_TEXT_SIZE]; /* cut */
	char why[SLOWLOG_TEXT_SIZE]; /* "": not explained */
	int64_t begun; /* microseconds since the request began to be served */
	int64_t took; /* microseconds; -1: it is not over */
};

/* What is noted of a request while it runs. */
struct slowlog_trace {
	struct slowlog_step steps[SLOWLOG_STEPS]; /* a ring */
	unsigned count; /* of all steps, those overwritten too */
	/* Milliseconds; -1: not known. */
	int64_t params, body, waiting;
	/* Microseconds since it began to be served; first_byte -1: none. */
	int64_t first_byte, served, writing;
};

/* Open the log.  Returns 0, or -1 with ERROR filled. */
int slowlog_open(struct slowlog *log, const struct slowlog_options *options,
    struct gantry_error *error);
void slowlog_close(struct slowlog *log);

/* As accesslog_reopen; LOG may be NULL. */
void slowlog_reopen(struct slowlog *log);

/* Forget what was noted of the request before. */
void slowlog_trace_begin(struct slowlog_trace *trace);

/* The step that runs ends NOW, and WHAT, unless NULL, begins. */
void slowlog_trace_step(
    struct slowlog_trace *trace, const char *what, int64_t now);

/* The step that runs takes so long because of WHY. */
void slowlog_trace_explain(struct slowlog_trace *trace, const char *why);

/* The step that runs, or NULL. */
struct slowlog_step *slowlog_trace_current(struct slowlog_trace *trace);

/* Log the request.  PEN is the thread's, for this log alone. */
void slowlog_write(const struct slowlog *log, const struct log_entry *entry,
    const struct slowlog_trace *trace, struct log_pen *pen);

#endif
