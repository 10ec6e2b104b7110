/*
 * The error log.  It keeps no state but the level and allocates nothing, so it
 * may be used when memory is short; a line is cut at LOG_LINE_SIZE.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

#define LOG_LINE_SIZE 2048

static enum log_level highest = LOG_LEVEL_INFO;

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

size_t
log_escape(char *line, size_t size, size_t length, const char *text)
{
	for (; *text != '\0' && length + 5 < size; text++) {
		unsigned char character = (unsigned char)*text;

		if (character < 0x20 || character == 0x7f)
			length += (size_t)snprintf(
			    line + length, size - length, "\\x%02x", character);
		else
			line[length++] = *text;
	}
	return length;
}

static void
write_line(const char *line, size_t length)
{
	ssize_t written;

	while (length > 0) {
		written = write(STDERR_FILENO, line, length);
		if (written <= 0)
			return; /* there is nowhere left to say it */
		line += written;
		length -= (size_t)written;
	}
}

static void
log_message(enum log_level level, const char *format, va_list values)
{
	static const char *const names[] = { "error", "warning", "info",
		"debug" };
	char line[LOG_LINE_SIZE], text[LOG_LINE_SIZE];
	struct tm calendar;
	time_t now = time(NULL);
	size_t length;

	if (level > highest)
		return;
	gmtime_r(&now, &calendar);
	length = strftime(line, sizeof(line), "%Y-%m-%dT%H:%M:%SZ", &calendar);
	length += (size_t)snprintf(line + length, sizeof(line) - length,
	    " gantry[%ld] %s: ", (long)getpid(), names[level]);
	vsnprintf(text, sizeof(text), format, values);
	length = log_escape(line, sizeof(line), length, text);
	line[length++] = '\n';
	write_line(line, length);
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
