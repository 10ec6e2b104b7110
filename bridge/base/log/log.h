#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/log/log_target.h"

/*
 * The error log: one line a message, on standard error until it is opened
 * elsewhere, written by one write(2), so that lines of several processes never
 * mix.  Control characters are shown as \xNN, so that no request can forge a
 * line.
 *
 *	2026-11-22T15:46:03Z gantry[4711] warning: the text
 *
 * A log daemon, which knows the rest, gets the text alone.
 */

/*
 * Log to TARGET (base/log/log_target.h).  Returns 0, or -1 with ERROR filled,
 * and the log is where it was.
 */
int log_open(const char *target, struct gantry_error *error);

/*
 * Open the log's file anew after it was renamed.  Should that fail, it is said
 * in the file before, which is kept.
 */
void log_reopen(void);

/* Where a signal's handler may write: the log's file, or standard error. */
int log_descriptor(void);

/* Log to standard error again. */
void log_close(void);

/* Leave out what is above LEVEL; the default is LOG_LEVEL_INFO. */
void log_set_level(enum log_level level);

/* Is what is said at LEVEL written?  Saves making what would not be. */
bool log_is_written(enum log_level level);

/*
 * Append TEXT, a control character as \xNN, to the string of LENGTH bytes in
 * LINE, of SIZE bytes, as far as there is room.  Returns the new length; no NUL
 * is put behind it.
 */
size_t log_escape(char *line, size_t size, size_t length, const char *text);

void log_at(enum log_level level, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
