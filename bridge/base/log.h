#ifndef BASE_LOG_H
#define BASE_LOG_H

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
};

/* Say less: what is above LEVEL is left out.  The default is everything. */
void log_set_level(enum log_level level);

void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
