/*
 * The error log.  Its only state is the level and the target.  Writing a line
 * does not allocate, so it works when memory is short; lines are cut at
 * LOG_LINE_SIZE.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/log/log.h"
#include "base/log/log_losses.h"
#include "base/this_program.h"

#define LOG_LINE_SIZE 2048

static enum log_level highest = LOG_LEVEL_INFO;

static struct log_target current = {
	.kind = LOG_TARGET_STDERR,
	.descriptor = STDERR_FILENO,
	.line_max = LOG_LINE_SIZE,
};
static char *current_name; /* the text that CURRENT was opened with */

int
log_open(const char *target, struct gantry_error *error)
{
	struct log_target opened;
	char *copy = strdup(target);

	if (copy == NULL)
		return gantry_error_memory(error);
	if (log_target_open(&opened, copy, LOG_RELAY_ERROR, error) == -1) {
		free(copy);
		return -1;
	}
	log_target_close(&current);
	current = opened;
	free(current_name);
	current_name = copy;
	return 0;
}

int
log_never_wait(struct gantry_error *error)
{
	log_target_never_wait();
	return log_open(current_name != NULL ? current_name : "stderr", error);
}

int
log_reopen(void)
{
	struct gantry_error error;

	if (log_target_reopen(&current, &error) == 0)
		return 0;
	log_error("%s; still logging to the old file", error.text);
	return -1;
}

int
log_file(void)
{
	return log_target_file(&current);
}

void
log_replace(int descriptor)
{
	struct gantry_error error;

	if (log_target_replace(&current, descriptor, &error) == -1)
		log_error("%s; still logging to the old file", error.text);
}

void
log_relay(int relay)
{
	log_target_relay(&current, relay);
}

int
log_descriptor(void)
{
	return current.kind == LOG_TARGET_FILE ? current.descriptor
					       : STDERR_FILENO;
}

void
log_set_level(enum log_level level)
{
	highest = level;
}

bool
log_is_written(enum log_level level)
{
	return level <= highest;
}

/* The controls U+0080 to U+009F have two bytes; the first is 0xc2. */
static bool
is_control(const char *text, const char *start)
{
	const unsigned char *p = (const unsigned char *)text;

	if (p[0] == 0xc2)
		return p[1] >= 0x80 && p[1] < 0xa0;
	if (p[0] >= 0x80 && p[0] < 0xa0)
		return text > start && p[-1] == 0xc2;
	return p[0] < 0x20 || p[0] == 0x7f;
}

size_t
log_escape(char *line, size_t size, size_t length, const char *text)
{
	const char *start = text;

	for (; *text != '\0' && length + 5 < size; text++) {
		if (is_control(text, start))
			length += (size_t)snprintf(line + length, size - length,
			    "\\x%02x", (unsigned char)*text);
		else
			line[length++] = *text;
	}
	return length;
}

/*
 * Is standard error the journal (systemd.exec(5), JOURNAL_STREAM)?  A process
 * whose standard error was redirected has the variable, too.
 */
static bool
is_journal_stream(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long device, inode;
	struct stat status;

	return stream != NULL && current.kind == LOG_TARGET_STDERR &&
	    sscanf(stream, "%llu:%llu", &device, &inode) == 2 &&
	    fstat(STDERR_FILENO, &status) == 0 && status.st_dev == device &&
	    status.st_ino == inode;
}

/*
 * "<4>" (sd-daemon(3)): the journal adds the time and the process, but not the
 * one that the master writes for.
 */
static size_t
begin_journal_line(char *line, size_t size, enum log_level level, pid_t process)
{
	static const char *const priorities[] = { "<3>", "<4>", "<6>", "<7>" };

	if (process == getpid())
		return (size_t)snprintf(line, size, "%s", priorities[level]);
	return (size_t)snprintf(line, size, "%s%s[%ld]: ", priorities[level],
	    program_name(), (long)process);
}

/* "2026-11-22T15:46:03Z gantry[4711] warning: ".  Returns its length. */
static size_t
begin_line(char *line, size_t size, enum log_level level, pid_t process)
{
	static const char *const names[] = { "error", "warning", "info",
		"debug" };
	struct tm calendar;
	time_t now = time(NULL);
	size_t length;

	if (is_journal_stream())
		return begin_journal_line(line, size, level, process);
	gmtime_r(&now, &calendar);
	length = strftime(line, size, "%Y-%m-%dT%H:%M:%SZ", &calendar);
	return length +
	    (size_t)snprintf(line + length, size - length,
		" %s[%ld] %s: ", program_name(), (long)process, names[level]);
}

static void
log_message(enum log_level level, const char *format, va_list values)
{
	char line[LOG_LINE_SIZE], text[LOG_LINE_SIZE];
	size_t length = 0;

	if (level > highest)
		return;
	if (!log_target_is_daemon(&current))
		length = begin_line(line, sizeof(line), level, getpid());
	vsnprintf(text, sizeof(text), format, values);
	length = log_escape(line, sizeof(line), length, text);
	line[length++] = '\n';
	log_target_write(&current, level, line, length);
}

int
log_write_for(
    pid_t process, enum log_level level, const char *text, size_t length)
{
	char line[LOG_LINE_SIZE];
	size_t used;

	if (level > highest)
		return 0;
	if (log_target_is_daemon(&current))
		return log_target_write_for(
		    &current, level, process, text, length);
	log_target_flush(&current);
	used = begin_line(line, sizeof(line), level, process);
	used += log_target_clean(
	    line + used, sizeof(line) - used - 1, text, length);
	line[used++] = '\n';
	return log_target_try(&current, line, used);
}

void
log_at(enum log_level level, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	log_message(level, format, values);
	va_end(values);
}

void
log_error(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	log_message(LOG_LEVEL_ERROR, format, values);
	va_end(values);
}

void
log_warning(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	log_message(LOG_LEVEL_WARNING, format, values);
	va_end(values);
}

void
log_info(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	log_message(LOG_LEVEL_INFO, format, values);
	va_end(values);
}

static void
report(const struct log_losses_report *report)
{
	if (report->is_failing)
		log_error("cannot write the %s log: %s; its lines are lost",
		    report->name, report->reason);
	else
		log_warning("%u lines of the %s log were lost: %s",
		    report->lost, report->name, report->reason);
}

void
log_report_losses(int64_t now)
{
	struct log_losses_report found;
	int log;

	for (log = 0; log < LOG_RELAY_LOGS; log++) {
		/* A report is also how an error log is tried again. */
		if (!log_target_flush(&current) ||
		    !log_losses_take_report(
			(enum log_relay_log)log, now, &found))
			continue;
		log_losses_end(LOG_RELAY_ERROR);
		report(&found);
		if (log_losses_is_failing(LOG_RELAY_ERROR)) {
			log_losses_give_back(&found);
			return;
		}
	}
}
