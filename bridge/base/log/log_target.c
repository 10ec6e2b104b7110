/*
 * Log files, the sockets of log daemons, and relays to them.  The socket is not
 * connected, so that a restarted daemon is reached.  A send waits for a short
 * time only, since no request may hang on a log.
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
#include "base/log/log_target.h"

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

/* As root, where another user might have put a link. */
static int
open_checked(const char *path, struct gantry_error *error)
{
	const char *name;
	int folder = folder_open_of(path, &name, error), descriptor;

	if (folder == -1)
		return -1;
	if (is_chosen(folder, name)) {
		descriptor = openat(folder, name, OPEN_FLAGS | O_NOCTTY);
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
	descriptor = open(path, OPEN_FLAGS | O_CREAT, LOG_MODE);
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

int
log_target_open(
    struct log_target *target, const char *text, struct gantry_error *error)
{
	if (parse(target, text, error) == -1)
		return -1;
	if (log_target_is_daemon(target)) {
		target->descriptor = open_socket(target->path, error);
		target->line_max = DAEMON_LINE_MAX;
		return target->descriptor == -1 ? -1 : 0;
	}
	target->descriptor = target->kind == LOG_TARGET_FILE
	    ? open_file(target->path, error)
	    : STDERR_FILENO;
	target->line_max = line_max(target->descriptor);
	return target->descriptor == -1 ? -1 : 0;
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
	return result;
}

/* Does closing the target close its descriptor? */
static bool
owns_descriptor(const struct log_target *target)
{
	return target->kind != LOG_TARGET_STDERR &&
	    target->kind != LOG_TARGET_RELAY;
}

void
log_target_relay(struct log_target *target, int relay, enum log_relay_log log)
{
	if (!log_target_is_daemon(target))
		return;
	log_target_close(target);
	*target = (struct log_target){
		.kind = LOG_TARGET_RELAY,
		.path = target->path,
		.descriptor = relay,
		.line_max = LOG_RELAY_LINES_MAX,
		.log = log,
	};
}

void
log_target_close(struct log_target *target)
{
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

static void
write_all(int descriptor, const char *bytes, size_t length)
{
	ssize_t written;

	while (length > 0) {
		written = write(descriptor, bytes, length);
		if (written == -1 && errno == EINTR)
			continue;
		if (written <= 0)
			return;
		bytes += written;
		length -= (size_t)written;
	}
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
	count = snprintf(frame, size, "<%d>%s gantry[%ld]: %.*s",
	    FACILITY * 8 + severity(line->level), stamp, (long)line->process,
	    (int)line->length, line->text);
	return (size_t)count < size ? (size_t)count : size - 1;
}

/* One field per line; log lines contain no newline. */
static size_t
frame_journal(char *frame, size_t size, const struct daemon_line *line)
{
	int count = snprintf(frame, size,
	    "PRIORITY=%d\nSYSLOG_FACILITY=%d\nSYSLOG_IDENTIFIER=gantry\n"
	    "SYSLOG_PID=%ld\nMESSAGE=%.*s\n",
	    severity(line->level), FACILITY, (long)line->process,
	    (int)line->length, line->text);

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

	return send_line(target, &written, 0);
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

int
log_target_write_for(const struct log_target *target, enum log_level level,
    pid_t process, const char *line, size_t length)
{
	char text[DAEMON_LINE_MAX];
	const struct daemon_line written = {
		.level = level,
		.process = process,
		.text = text,
		.length = log_target_clean(text, sizeof(text), line, length),
	};

	return send_line(target, &written, MSG_DONTWAIT);
}

/* Returns how many bytes were written; 0: the relay is full. */
static size_t
write_to_relay(const struct log_target *target, enum log_level level,
    const char *lines, size_t length)
{
	size_t part = fitting(lines, length, LOG_RELAY_LINES_MAX);
	char cut[LOG_RELAY_LINES_MAX];
	int result;

	if (part <= LOG_RELAY_LINES_MAX) {
		result = log_relay_send(
		    target->descriptor, target->log, level, lines, part);
	} else {
		memcpy(cut, lines, sizeof(cut) - 1);
		cut[sizeof(cut) - 1] = '\n';
		result = log_relay_send(
		    target->descriptor, target->log, level, cut, sizeof(cut));
	}
	return result == 0 ? part : 0;
}

void
log_target_write(const struct log_target *target, enum log_level level,
    const char *lines, size_t length)
{
	size_t part;

	for (; length > 0; lines += part, length -= part) {
		if (target->kind == LOG_TARGET_RELAY) {
			part = write_to_relay(target, level, lines, length);
			if (part == 0) {
				log_relay_count_lost(lines, length);
				return;
			}
		} else if (log_target_is_daemon(target)) {
			part = fitting(lines, length, 0);
			/* Do not wait again for each of the other lines. */
			if (write_to_daemon(target, level, lines, part - 1) ==
			    -1)
				return;
		} else {
			part = fitting(lines, length, target->line_max);
			write_all(target->descriptor, lines, part);
		}
	}
}
