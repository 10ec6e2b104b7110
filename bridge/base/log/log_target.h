#ifndef BASE_LOG_TARGET_H
#define BASE_LOG_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "gantry/error.h"

/*
 * Where a log goes, as text:
 *
 *	stderr		standard error
 *	/PATH		a file, which is appended to
 *	syslog[:PATH]	the syslog daemon's socket, by default /dev/log;
 *			facility daemon
 *	journal[:PATH]	the journal's, by default
 *			/run/systemd/journal/socket, in its native protocol
 *
 * Lines of several threads and processes never mix: each write holds whole
 * lines, to a file of any number, to a pipe as many as it takes in one piece;
 * each line is a datagram of its own.
 */

enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARNING,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG,
};

enum log_target_kind {
	LOG_TARGET_STDERR,
	LOG_TARGET_FILE,
	LOG_TARGET_SYSLOG,
	LOG_TARGET_JOURNAL,
};

struct log_target {
	enum log_target_kind kind;
	const char *path; /* of the file or the socket */
	int descriptor;
	size_t line_max; /* bytes of a line that stays whole for sure */
};

/* Is TEXT a target?  Returns 0, or -1 with ERROR filled. */
int log_target_check(const char *text, struct gantry_error *error);

/*
 * Open the target TEXT, which must outlive it.  A file is made if it is not
 * there, for its owner and group alone, as logs tell of people.  Returns 0, or
 * -1 with ERROR filled and nothing open.
 */
int log_target_open(
    struct log_target *target, const char *text, struct gantry_error *error);

/*
 * Open a file anew, by its name, after it was renamed; nothing is done for the
 * others.  Those who write meanwhile reach one of the two.  Returns 0, or -1
 * with ERROR filled, and the file before is kept.
 */
int log_target_reopen(struct log_target *target, struct gantry_error *error);

/* Close; idempotent. */
void log_target_close(struct log_target *target);

/* Do its lines need no time, process and level, as the receiver adds them? */
bool log_target_is_daemon(const struct log_target *target);

/*
 * Write LENGTH bytes of whole lines, each with its newline, said at LEVEL.
 * What cannot be written is lost: there is nowhere left to say it.
 */
void log_target_write(const struct log_target *target, enum log_level level,
    const char *lines, size_t length);

#endif
