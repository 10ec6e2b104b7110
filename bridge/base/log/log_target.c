/*
 * Log files, the sockets of log daemons, and relays to them.  The socket is not
 * connected, so that a restarted daemon is reached.  A send waits for a short
 * time only, and not again until the daemon reads, since no request may hang on
 * a log.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/files/folder.h"
#include "base/files/safe_open.h"
#include "base/log/log_file.h"
#include "base/log/log_losses.h"
#include "base/log/log_target.h"
#include "base/this_program.h"

#define SYSLOG_PATH  "/dev/log"
#define JOURNAL_PATH "/run/systemd/journal/socket"

/* The longest line that daemons accept; rsyslog cuts longer ones. */
#define DAEMON_LINE_MAX 8192

#define OPEN_FLAGS (O_WRONLY | O_APPEND | O_CLOEXEC)
#define LOG_MODE   0640

#define DAEMON_TIMEOUT_MICROSECONDS 100000

/* RFC 5424 section 6.2.1: the facility "system daemons". */
#define FACILITY 3

static const struct {
	const char *name;
	enum log_target_kind kind;
	const char *path;
} daemons[] = {
	{ "syslog", LOG_TARGET_SYSLOG, SYSLOG_PATH },
	{ "journal", LOG_TARGET_JOURNAL, JOURNAL_PATH },
};

/* Does this process serve (log_target_never_wait)? */
static bool never_waits;

void
log_target_never_wait(void)
{
	never_waits = true;
}

/* Parse TEXT; only kind and path are set. */
static int
parse(struct log_target *target, const char *text, struct gantry_error *error)
{
	size_t i, length;

	*target = (struct log_target){ .descriptor = -1, .path = text };
	if (strcmp(text, "stderr") == 0) {
		target->kind = LOG_TARGET_STDERR;
		return 0;
	}
	if (*text == '/') {
		target->kind = LOG_TARGET_FILE;
		return 0;
	}
	for (i = 0; i < sizeof(daemons) / sizeof(daemons[0]); i++) {
		length = strlen(daemons[i].name);
		if (strncmp(text, daemons[i].name, length) != 0)
			continue;
		target->kind = daemons[i].kind;
		target->path = daemons[i].path;
		if (text[length] == '\0')
			return 0;
		target->path = text + length + 1;
		if (text[length] == ':' && text[length + 1] == '/' &&
		    strlen(target->path) <
			sizeof(((struct sockaddr_un *)0)->sun_path))
			return 0;
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%s' is not a log target; use stderr, /PATH, syslog, journal, or "
	    "syslog:/PATH or journal:/PATH with the path of a socket",
	    text);
}

int
log_target_check(const char *text, struct gantry_error *error)
{
	struct log_target target;

	return parse(&target, text, error);
}

/*
 * Is NAME in FOLDER something else than a file that root has chosen: a pipe, or
 * /dev/stderr?  Other users cannot exchange it.
 */
static bool
is_chosen(int folder, const char *name)
{
	struct stat status;

	if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == -1 ||
	    S_ISREG(status.st_mode))
		return false;
	return status.st_uid == 0 ||
	    (!S_ISLNK(status.st_mode) && !folder_is_shared(folder));
}

/*
 * A server never waits for the reader of a pipe: it opens the pipe for reading,
 * too, if there is none yet.
 */
static int
open_any(int folder, const char *name, int flags)
{
	int descriptor;

	if (!never_waits)
		return openat(folder, name, flags, LOG_MODE);
	flags |= O_NONBLOCK;
	descriptor = openat(folder, name, flags, LOG_MODE);
	if (descriptor == -1 && errno == ENXIO)
		descriptor = openat(
		    folder, name, (flags & ~O_ACCMODE & ~O_CREAT) | O_RDWR);
	return descriptor;
}

/* As root, where another user might have put a link. */
static int
open_checked(const char *path, struct gantry_error *error)
{
	const char *name;
	int folder = folder_open_of(path, &name, error), descriptor;

	if (folder == -1)
		return -1;
	if (is_chosen(folder, name)) {
		descriptor = open_any(folder, name, OPEN_FLAGS | O_NOCTTY);
		if (descriptor == -1)
			gantry_error_system(error, "cannot open %s", path);
	} else {
		descriptor = safe_open_at(
		    folder, name, OPEN_FLAGS | O_CREAT, LOG_MODE, error);
	}
	close(folder);
	return descriptor;
}

static int
open_file(const char *path, struct gantry_error *error)
{
	int descriptor;

	if (folder_is_checked()) {
		descriptor = open_checked(path, error);
		if (descriptor == -1)
			gantry_error_prefix(error, "cannot write log %s", path);
		return descriptor;
	}
	descriptor = open_any(AT_FDCWD, path, OPEN_FLAGS | O_CREAT);
	if (descriptor == -1)
		gantry_error_system(error, "cannot write log %s", path);
	return descriptor;
}

static int
open_socket(const char *path, struct gantry_error *error)
{
	static const struct timeval timeout = {
		.tv_usec = DAEMON_TIMEOUT_MICROSECONDS,
	};
	int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (descriptor == -1 || access(path, F_OK) == -1) {
		gantry_error_system(error, "cannot log to %s", path);
		if (descriptor != -1)
			close(descriptor);
		return -1;
	}
	setsockopt(
	    descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
	return descriptor;
}

/* Writes to a pipe are atomic up to PIPE_BUF. */
static size_t
line_max(int descriptor)
{
	struct stat status;

	if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode))
		return SIZE_MAX;
	return PIPE_BUF;
}

/* In a server: how to write to the descriptor without waiting. */
static int
find_stream(struct log_target *target, struct gantry_error *error)
{
	log_stream_free(target->stream);
	target->stream = NULL;
	if (!never_waits || !log_stream_may_wait(target->descriptor))
		return 0;
	target->stream =
	    log_stream_new(target->descriptor, target->kind == LOG_TARGET_FILE);
	return target->stream != NULL ? 0 : gantry_error_memory(error);
}

int
log_target_open(struct log_target *target, const char *text,
    enum log_relay_log log, struct gantry_error *error)
{
	if (parse(target, text, error) == -1)
		return -1;
	target->log = log;
	if (log_target_is_daemon(target)) {
		target->descriptor = open_socket(target->path, error);
		target->line_max = DAEMON_LINE_MAX;
		return target->descriptor == -1 ? -1 : 0;
	}
	target->descriptor = target->kind == LOG_TARGET_FILE
	    ? open_file(target->path, error)
	    : STDERR_FILENO;
	if (target->descriptor == -1)
		return -1;
	target->line_max = line_max(target->descriptor);
	if (find_stream(target, error) == 0)
		return 0;
	log_target_close(target);
	return -1;
}

int
log_target_file(const struct log_target *target)
{
	return target->kind == LOG_TARGET_FILE ? target->descriptor : -1;
}

int
log_target_replace(
    struct log_target *target, int descriptor, struct gantry_error *error)
{
	if (log_target_file(target) == -1)
		return 0;
	/* Atomically, so that no other thread finds the descriptor closed. */
	if (dup3(descriptor, target->descriptor, O_CLOEXEC) == -1)
		return gantry_error_system(
		    error, "cannot write log %s", target->path);
	log_file_forget(target->log);
	return 0;
}

int
log_target_reopen(struct log_target *target, struct gantry_error *error)
{
	int descriptor, result;

	if (log_target_file(target) == -1)
		return 0;
	descriptor = open_file(target->path, error);
	if (descriptor == -1)
		return -1;
	result = log_target_replace(target, descriptor, error);
	close(descriptor);
	if (result == 0 && never_waits)
		result = find_stream(target, error);
	return result;
}

/* Does closing the target close its descriptor? */
static bool
owns_descriptor(const struct log_target *target)
{
	return target->kind != LOG_TARGET_STDERR &&
	    target->kind != LOG_TARGET_RELAY;
}

bool
log_target_is_relayed(const struct log_target *target)
{
	return log_target_is_daemon(target) || target->stream != NULL;
}

void
log_target_relay(struct log_target *target, int relay)
{
	if (!log_target_is_relayed(target))
		return;
	log_target_close(target);
	*target = (struct log_target){
		.kind = LOG_TARGET_RELAY,
		.path = target->path,
		.descriptor = relay,
		.line_max = LOG_RELAY_LINES_MAX,
		.log = target->log,
	};
}

void
log_target_close(struct log_target *target)
{
	log_target_flush(target);
	log_stream_free(target->stream);
	target->stream = NULL;
	if (owns_descriptor(target) && target->descriptor != -1)
		close(target->descriptor);
	target->descriptor = -1;
}

bool
log_target_is_daemon(const struct log_target *target)
{
	return target->kind == LOG_TARGET_SYSLOG ||
	    target->kind == LOG_TARGET_JOURNAL ||
	    target->kind == LOG_TARGET_RELAY;
}

/* How many bytes at LINES are whole lines of at most MOST bytes together. */
static size_t
fitting(const char *lines, size_t length, size_t most)
{
	const char *end;

	if (length <= most)
		return length;
	end = memrchr(lines, '\n', most);
	if (end == NULL)
		end = memchr(lines, '\n', length);
	return end != NULL ? (size_t)(end - lines) + 1 : length;
}

static int
severity(enum log_level level)
{
	static const int severities[] = { 3, 4, 6, 7 };

	return severities[level];
}

/* What a daemon is told about a line. */
struct daemon_line {
	enum log_level level;
	pid_t process; /* that logs it */
	const char *text;
	size_t length;
};

/* The format of syslog(3). */
static size_t
frame_syslog(char *frame, size_t size, const struct daemon_line *line)
{
	time_t now = time(NULL);
	struct tm calendar;
	char stamp[32];
	int count;

	localtime_r(&now, &calendar);
	strftime(stamp, sizeof(stamp), "%b %e %H:%M:%S", &calendar);
	count = snprintf(frame, size, "<%d>%s %s[%ld]: %.*s",
	    FACILITY * 8 + severity(line->level), stamp, program_name(),
	    (long)line->process, (int)line->length, line->text);
	return (size_t)count < size ? (size_t)count : size - 1;
}

/* One field per line; log lines contain no newline. */
static size_t
frame_journal(char *frame, size_t size, const struct daemon_line *line)
{
	int count = snprintf(frame, size,
	    "PRIORITY=%d\nSYSLOG_FACILITY=%d\nSYSLOG_IDENTIFIER=%s\n"
	    "SYSLOG_PID=%ld\nMESSAGE=%.*s\n",
	    severity(line->level), FACILITY, program_name(),
	    (long)line->process, (int)line->length, line->text);

	return (size_t)count < size ? (size_t)count : size - 1;
}

/* Returns 0, or -1 when the daemon does not read. */
static int
send_line(
    const struct log_target *target, const struct daemon_line *line, int flags)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char frame[DAEMON_LINE_MAX + 160];
	size_t size;

	if (target->kind == LOG_TARGET_SYSLOG)
		size = frame_syslog(frame, sizeof(frame), line);
	else
		size = frame_journal(frame, sizeof(frame), line);
	memcpy(address.sun_path, target->path, strlen(target->path));
	return sendto(target->descriptor, frame, size, MSG_NOSIGNAL | flags,
		   (const struct sockaddr *)&address, sizeof(address)) == -1
	    ? -1
	    : 0;
}

/* Returns 0, or -1 when the daemon does not read. */
static int
write_to_daemon(const struct log_target *target, enum log_level level,
    const char *line, size_t length)
{
	const struct daemon_line written = {
		.level = level,
		.process = getpid(),
		.text = line,
		.length = length < DAEMON_LINE_MAX ? length : DAEMON_LINE_MAX,
	};

	return send_line(target, &written,
	    log_losses_is_failing(target->log) ? MSG_DONTWAIT : 0);
}

/* Is the byte AT of LINE a part of a control character (log_escape)? */
static bool
is_control(const char *line, size_t length, size_t at)
{
	const unsigned char *bytes = (const unsigned char *)line;
	const unsigned char byte = bytes[at];

	if (byte == 0xc2 && at + 1 < length)
		return bytes[at + 1] >= 0x80 && bytes[at + 1] < 0xa0;
	if (byte >= 0x80 && byte < 0xa0)
		return at > 0 && bytes[at - 1] == 0xc2;
	return byte < 0x20 || byte == 0x7f;
}

size_t
log_target_clean(char *to, size_t size, const char *line, size_t length)
{
	size_t i;

	if (length > size)
		length = size;
	for (i = 0; i < length; i++)
		to[i] = is_control(line, length, i) ? '?' : line[i];
	return length;
}

bool
log_target_flush(const struct log_target *target)
{
	unsigned lost;
	bool done;

	if (target->kind == LOG_TARGET_FILE && target->stream == NULL)
		log_file_mend(target->descriptor, target->log);
	if (target->stream == NULL)
		return true;
	done = log_stream_flush(target->stream, &lost);
	if (lost > 0)
		log_losses_add(target->log, lost, EPIPE);
	return done;
}

/* To a file or a stream.  Returns how many bytes of whole lines it has. */
static size_t
write_plain(const struct log_target *target, const char *lines, size_t length,
    bool queues)
{
	if (target->stream == NULL)
		return log_file_write(
		    target->descriptor, target->log, lines, length);
	log_target_flush(target);
	return log_stream_write(target->stream, lines, length, queues) == 0
	    ? length
	    : 0;
}

int
log_target_try(
    const struct log_target *target, const char *lines, size_t length)
{
	if (write_plain(target, lines, length, false) < length)
		return -1;
	log_losses_end(target->log);
	return 0;
}

int
log_target_write_for(const struct log_target *target, enum log_level level,
    pid_t process, const char *line, size_t length)
{
	char text[DAEMON_LINE_MAX + 1];
	const struct daemon_line written = {
		.level = level,
		.process = process,
		.text = text,
		.length = log_target_clean(text, DAEMON_LINE_MAX, line, length),
	};

	if (!log_target_is_daemon(target)) {
		text[written.length] = '\n';
		return log_target_try(target, text, written.length + 1);
	}
	if (send_line(target, &written, MSG_DONTWAIT) == -1)
		return -1;
	log_losses_end(target->log);
	return 0;
}

/* Returns how many bytes were written; 0 with errno set: the relay is full. */
static size_t
write_to_relay(const struct log_target *target, enum log_level level,
    const char *lines, size_t length)
{
	/* Lines of the access log have a queue of their own. */
	const bool waits = target->log != LOG_RELAY_ACCESS &&
	    !log_losses_is_failing(target->log);
	size_t part = fitting(lines, length, LOG_RELAY_LINES_MAX);
	char cut[LOG_RELAY_LINES_MAX];
	struct log_relay_packet packet = {
		.log = target->log,
		.level = level,
		.lines = lines,
		.length = part,
	};

	if (part > LOG_RELAY_LINES_MAX) {
		memcpy(cut, lines, sizeof(cut) - 1);
		cut[sizeof(cut) - 1] = '\n';
		packet.lines = cut;
		packet.length = sizeof(cut);
	}
	return log_relay_send(target->descriptor, &packet, waits) == 0 ? part
								       : 0;
}

/* Returns how many bytes of whole lines were written; 0 with errno set. */
static size_t
write_part(const struct log_target *target, enum log_level level,
    const char *lines, size_t length)
{
	size_t part;

	if (target->kind == LOG_TARGET_RELAY)
		return write_to_relay(target, level, lines, length);
	if (!log_target_is_daemon(target))
		return write_plain(target, lines,
		    fitting(lines, length, target->line_max), true);
	part = fitting(lines, length, 0);
	return write_to_daemon(target, level, lines, part - 1) == 0 ? part : 0;
}

static unsigned
count_lines(const char *lines, size_t length)
{
	unsigned count = 0;

	for (; length > 0; lines++, length--)
		count += *lines == '\n';
	return count;
}

static size_t
write_parts(const struct log_target *target, enum log_level level,
    const char *lines, size_t length)
{
	size_t part, done = 0;

	while (done < length) {
		part = write_part(target, level, lines + done, length - done);
		if (part == 0)
			break;
		log_losses_end(target->log);
		done += part;
	}
	return done;
}

void
log_target_write(const struct log_target *target, enum log_level level,
    const char *lines, size_t length)
{
	const int saved = errno;
	const size_t done = write_parts(target, level, lines, length);

	/* Do not wait again for each of the other lines. */
	if (done < length)
		log_losses_add(target->log,
		    count_lines(lines + done, length - done), errno);
	errno = saved;
}

size_t
log_target_offer(const struct log_target *target, enum log_level level,
    const char *lines, size_t length)
{
	if (target->kind == LOG_TARGET_RELAY)
		return write_parts(target, level, lines, length);
	log_target_write(target, level, lines, length);
	return length;
}
