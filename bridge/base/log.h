#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The error log: one line a message on standard error, written by one write(2),
 * so that lines of several processes never mix.  Control characters are shown
 * as \xNN, so that no request can forge a line.
 *
 *	2026-11-22T15:46:03Z gantry[4711] warning: the text
 */

enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARNING,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG,
};

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
