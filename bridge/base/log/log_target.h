#ifndef BASE_LOG_TARGET_H
#define BASE_LOG_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include <sys/types.h>

#include "base/log/log_level.h"
#include "base/log/log_relay.h"
#include "base/log/log_stream.h"
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

enum log_target_kind {
	LOG_TARGET_STDERR,
	LOG_TARGET_FILE,
	LOG_TARGET_SYSLOG,
	LOG_TARGET_JOURNAL,
	LOG_TARGET_RELAY, /* a daemon, through another process */
};

struct log_target {
	enum log_target_kind kind;
	const char *path; /* of the file or the socket */
	int descriptor;
	size_t line_max; /* bytes that one write keeps together */
	enum log_relay_log log; /* which log it is of */
	/* How a server writes to what may not take a line; NULL: it takes. */
	struct log_stream *stream;
};

/*
 * From now on this process serves: targets that are opened later never wait for
 * a reader.  Lines that are not taken are lost and counted (log_losses.h).
 */
void log_target_never_wait(void);

/* Check that TEXT is a target.  Returns 0, or -1 with ERROR filled. */
int log_target_check(const char *text, struct gantry_error *error);

/*
 * Open the target TEXT of LOG, which must outlive it.  A new file is readable
 * by owner and group only, since logs contain personal data.  Returns 0, or -1
 * with ERROR filled and nothing open.
 */
int log_target_open(struct log_target *target, const char *text,
    enum log_relay_log log, struct gantry_error *error);

/*
 * Reopen a file by its name after it was renamed; other targets need nothing.
 * Concurrent writes go to the old or the new file.  Returns 0, or -1 with ERROR
 * filled and the old file still open.
 */
int log_target_reopen(struct log_target *target, struct gantry_error *error);

/*
 * Write to the file DESCRIPTOR instead, which the caller keeps; other targets
 * than files need nothing.  Atomic, as log_target_reopen.
 */
int log_target_replace(
    struct log_target *target, int descriptor, struct gantry_error *error);

/*
 * The descriptor of a target that is a file; -1 for others.  It is what
 * log_target_replace wants in another process.
 */
int log_target_file(const struct log_target *target);

/*
 * If the target is a daemon or may not take a line: close it, and send its
 * lines to RELAY, which the caller keeps (base/log/log_relay.h).
 */
void log_target_relay(struct log_target *target, int relay);

/* Does the process that reads relays write this log for the others? */
bool log_target_is_relayed(const struct log_target *target);

/*
 * Write lines that were not taken at once, or end one that was torn.  True:
 * nothing is left to write.
 */
bool log_target_flush(const struct log_target *target);

/* Close; idempotent. */
void log_target_close(struct log_target *target);

/*
 * Is it a log daemon, or a relay to one, which adds time, process and level
 * itself?
 */
bool log_target_is_daemon(const struct log_target *target);

/*
 * Write LENGTH bytes of whole lines, each with its newline, of LEVEL.  What
 * cannot be written is lost and counted.
 */
void log_target_write(const struct log_target *target, enum log_level level,
    const char *lines, size_t length);

/*
 * The same, but what the target does not take now is left to the caller.
 * Returns how many bytes of whole lines were written or are lost for good.
 */
size_t log_target_offer(const struct log_target *target, enum log_level level,
    const char *lines, size_t length);

/*
 * Write one line of LENGTH bytes, without a newline, on behalf of PROCESS,
 * without waiting.  Control characters become question marks.  Returns 0, or -1
 * with errno set if the line was not taken, which the caller counts: EAGAIN if
 * it may be later.
 */
int log_target_write_for(const struct log_target *target, enum log_level level,
    pid_t process, const char *line, size_t length);

/*
 * The same for LENGTH bytes of whole lines, with their newlines, for a target
 * that is not a daemon.
 */
int log_target_try(
    const struct log_target *target, const char *lines, size_t length);

/*
 * Copy up to SIZE bytes of the LENGTH at LINE, which may be any bytes, with a
 * question mark for each that is a part of a control character.  Returns how
 * many there are.
 */
size_t log_target_clean(char *to, size_t size, const char *line, size_t length);

#endif
