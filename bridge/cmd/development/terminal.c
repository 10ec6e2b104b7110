/*
 * Writing to the terminal, which only the first process of gantry dev does.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/this_program.h"
#include "cmd/development/dev_config.h"
#include "cmd/development/terminal.h"

#define RED   "\033[31m"
#define BOLD  "\033[1m"
#define PLAIN "\033[0m"

/* The most of a failure that is kept. */
#define REASONS_MAX 8192

static void __attribute__((format(printf, 2, 0)))
say(const char *color, const char *format, va_list arguments)
{
	const bool has_colors =
	    isatty(STDERR_FILENO) && dev_config_has_colors();

	fflush(stdout);
	fprintf(stderr, "%s%s dev: ", has_colors ? color : "", program_name());
	vfprintf(stderr, format, arguments);
	fprintf(stderr, "%s\n", has_colors ? PLAIN : "");
}

void
terminal_say(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(BOLD, format, arguments);
	va_end(arguments);
}

void
terminal_complain(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(RED, format, arguments);
	va_end(arguments);
}

void
terminal_copy(int descriptor)
{
	char data[4096];
	ssize_t length;

	while ((length = read(descriptor, data, sizeof(data))) > 0)
		fwrite(data, 1, (size_t)length, stdout);
	fflush(stdout);
}

/* The log's own lines have a level, those of a start that failed have none. */
static bool
is_reason(const char *line, size_t length)
{
	return memmem(line, length, " info: ", 7) == NULL &&
	    memmem(line, length, " debug: ", 8) == NULL;
}

static bool
says(const char *line, size_t length, const char *text)
{
	return memmem(line, length, text, strlen(text)) != NULL;
}

static void
take_line(struct terminal_log *log, const char *line, size_t length)
{
	if (says(line, length, "upgrade failed"))
		log->has_failed_upgrade = true;
	if (says(line, length, ": reload failed: "))
		log->has_failed_reload = true;
	if (says(line, length, "reloaded: serving generation "))
		log->has_reloaded = true;
	/* Nothing from before it explains a failure. */
	if (says(line, length, "reloading: starting generation "))
		gantry_buffer_reset(&log->reasons);
	if (!is_reason(line, length) ||
	    log->reasons.length + length > REASONS_MAX)
		return;
	gantry_buffer_add(&log->reasons, line, length);
	gantry_buffer_putc(&log->reasons, '\n');
}

static void
take_lines(struct terminal_log *log)
{
	struct gantry_buffer *part = &log->part;
	const char *at = part->data, *end = at + part->length, *next;

	while (at < end) {
		next = memchr(at, '\n', (size_t)(end - at));
		if (next == NULL)
			break;
		take_line(log, at, (size_t)(next - at));
		at = next + 1;
	}
	if (at == part->data)
		return;
	part->length = (size_t)(end - at);
	memmove(part->data, at, part->length);
}

void
terminal_copy_log(struct terminal_log *log)
{
	char data[4096];
	ssize_t length;

	while ((length = read(log->descriptor, data, sizeof(data))) > 0) {
		fwrite(data, 1, (size_t)length, stderr);
		gantry_buffer_add(&log->part, data, (size_t)length);
		take_lines(log);
	}
}
