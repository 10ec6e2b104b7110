#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/log/log_target.h"

/*
 * The error log: one line for each message, on standard error until log_open
 * chooses another target.  Each line is written by one write(2), so that lines
 * of several processes do not mix.  Control characters are written as \xNN, so
 * that a request cannot forge a line.
 *
 *	2026-11-22T15:46:03Z gantry[4711] warning: the text
 *
 * A log daemon gets only the text, since it adds the rest itself.
 */

/*
 * Log to TARGET (base/log/log_target.h).  Returns 0, or -1 with ERROR filled
 * and the target unchanged.
 */
int log_open(const char *target, struct gantry_error *error);

/*
 * In a process that serves, before the other logs are opened: from now on no
 * write to a log waits for its reader.  Returns as log_open.
 */
int log_never_wait(struct gantry_error *error);

/*
 * About once a second, from one thread: write what was not taken at once, and
 * log what was lost (base/log/log_losses.h) since.  NOW: clock_milliseconds(),
 * or INT64_MAX at the end of the process.
 */
void log_report_losses(int64_t now);

/*
 * Reopen the log file after it was renamed.  If that fails, the error is logged
 * to the old file, which stays open.  Returns 0 or -1.
 */
int log_reopen(void);

/* The log file of the error log; -1: it is not a file. */
int log_file(void);

/* Write to the log file DESCRIPTOR instead (log_target_replace). */
void log_replace(int descriptor);

/*
 * In a process that must not have the socket of a log daemon, nor wait for the
 * reader of a pipe: send such lines to RELAY instead (base/log/log_relay.h).
 */
void log_relay(int relay);

/*
 * Write a line that PROCESS wrote to the relay, LENGTH bytes without a newline.
 * Control characters become question marks.  Never waits.  Returns 0, or -1
 * with errno set if the line was not taken: EAGAIN if it may be later.
 */
int log_write_for(
    pid_t process, enum log_level level, const char *text, size_t length);

/* A descriptor for signal handlers: the log file, or standard error. */
int log_descriptor(void);

/* Do not log messages above LEVEL; the default is LOG_LEVEL_INFO. */
void log_set_level(enum log_level level);

/* Are messages at LEVEL logged?  For callers that would format one in vain. */
bool log_is_written(enum log_level level);

/*
 * Append TEXT, with control characters as \xNN, to the LENGTH bytes in LINE,
 * which has SIZE bytes, as far as there is room.  Returns the new length; no
 * NUL is added.
 */
size_t log_escape(char *line, size_t size, size_t length, const char *text);

void log_at(enum log_level level, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
