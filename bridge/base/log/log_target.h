#ifndef BASE_LOG_TARGET_H
#define BASE_LOG_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "gantry/error.h"

/*
 * Where a log is written, as text:
 *
 *	stderr		standard error
 *	/PATH		a file, which is appended to
 *	syslog[:PATH]	the socket of the syslog daemon, by default /dev/log;
 *			facility daemon
 *	journal[:PATH]	the socket of the journal, by default
 *			/run/systemd/journal/socket, in its native protocol
 *
 * Lines of several threads and processes do not mix: each write consists of
 * whole lines, and a write to a pipe is no longer than is atomic.  A daemon
 * gets each line in a datagram.
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
	size_t line_max; /* bytes that one write keeps together */
};

/* Check that TEXT is a target.  Returns 0, or -1 with ERROR filled. */
int log_target_check(const char *text, struct gantry_error *error);

/*
 * Open the target TEXT, which must outlive it.  A new file is readable by owner
 * and group only, since logs contain personal data.  Returns 0, or -1 with
 * ERROR filled and nothing open.
 */
int log_target_open(
    struct log_target *target, const char *text, struct gantry_error *error);

/*
 * Reopen a file by its name after it was renamed; other targets need nothing.
 * Concurrent writes go to the old or the new file.  Returns 0, or -1 with ERROR
 * filled and the old file still open.
 */
int log_target_reopen(struct log_target *target, struct gantry_error *error);

/* Close; idempotent. */
void log_target_close(struct log_target *target);

/* Is it a log daemon, which adds time, process and level itself? */
bool log_target_is_daemon(const struct log_target *target);

/*
 * Write LENGTH bytes of whole lines, each with its newline, of LEVEL.  What
 * cannot be written is lost, since an error could not be logged either.
 */
void log_target_write(const struct log_target *target, enum log_level level,
    const char *lines, size_t length);

#endif
