#ifndef SERVE_OBSERVE_ACCESS_LOG_H
#define SERVE_OBSERVE_ACCESS_LOG_H

#include <pthread.h>

#include "base/log/log_target.h"
#include "serve/observe/log_line.h"

/*
 * The access log: a line for each answered request.  The master opens it.  Each
 * worker writes whole lines: at once while requests are rare, and otherwise
 * from a buffer, when it is full or flushed.  Lines that a pipe or a daemon
 * does not take yet stay in the buffer, up to 1 MiB, and then are lost.  All
 * functions are thread-safe but open and close.
 */

struct access_log_options {
	const char *target; /* base/log/log_target.h; must outlive the log */
	const char *format; /* serve/observe/log_format.h */
	/* Requests for these paths are skipped if answered below 400. */
	const char *const *skipped; /* must outlive the log */
	size_t skipped_count;
};

struct access_log {
	struct access_log_options options;
	struct log_target target;
	struct log_format format;
	pthread_mutex_t lock; /* guards what follows */
	struct gantry_buffer lines;
	int64_t begun; /* clock_milliseconds() of the buffer's first line */
};

/* Open the log.  Returns 0, or -1 with ERROR filled. */
int access_log_open(struct access_log *log,
    const struct access_log_options *options, struct gantry_error *error);

/* Write the buffer and close; once, after access_log_open. */
void access_log_close(struct access_log *log);

/* Add a line for ENTRY unless it is skipped.  Each thread has a FORMATTER. */
void access_log_add(struct access_log *log, const struct log_entry *entry,
    struct log_formatter *formatter);

/* Write the buffer, at least once a second.  LOG may be NULL. */
void access_log_flush(struct access_log *log);

/*
 * At the end of a worker: write the buffer, and wait for a short time until it
 * is taken.  LOG may be NULL.
 */
void access_log_finish(struct access_log *log);

/*
 * Write the buffer and reopen the file after it was renamed.  If that fails,
 * log it, keep the old file and return -1, otherwise 0.  LOG may be NULL.
 */
int access_log_reopen(struct access_log *log);

/*
 * In a worker: the same, with the new file open as DESCRIPTOR, which the caller
 * closes.
 */
void access_log_replace(struct access_log *log, int descriptor);

#endif
