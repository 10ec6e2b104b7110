#ifndef SERVE_OBSERVE_ACCESS_LOG_H
#define SERVE_OBSERVE_ACCESS_LOG_H

#include <pthread.h>

#include "base/log/log_target.h"
#include "serve/observe/log_line.h"

/*
 * The access log: a line for each request that was answered.  It is opened by
 * the master; each worker gathers its lines and writes them some at a time,
 * whole lines always, after a second at the latest.  Its threads may call all
 * of this at a time.  NULL as the log is allowed where it says so, and is a log
 * that no one asked for.
 */

struct access_log_options {
	const char *target; /* base/log/log_target.h; must outlive the log */
	const char *format; /* serve/observe/log_format.h */
	/* Paths whose requests are left out if they are answered below 400. */
	const char *const *skipped; /* must outlive the log */
	size_t skipped_count;
};

struct access_log {
	struct access_log_options options;
	struct log_target target;
	struct log_format format;
	pthread_mutex_t lock; /* of what is below */
	struct gantry_buffer lines;
	int64_t since; /* clock_milliseconds() of the first of them */
};

/* Open the log.  Returns 0, or -1 with ERROR filled. */
int access_log_open(struct access_log *log,
    const struct access_log_options *options, struct gantry_error *error);

/* Write what there is and close; once, after access_log_open. */
void access_log_close(struct access_log *log);

/* Add a line for ENTRY, unless it is left out.  PEN is the thread's. */
void access_log_add(
    struct access_log *log, const struct log_entry *entry, struct log_pen *pen);

/*
 * Write the lines that are older than a second at NOW, clock_milliseconds();
 * INT64_MAX for all.  LOG may be NULL.
 */
void access_log_flush(struct access_log *log, int64_t now);

/*
 * Write all lines, and open the file anew after it was renamed.  LOG may be
 * NULL.  A failure is logged, and the file before is kept.
 */
void access_log_reopen(struct access_log *log);

#endif
