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

/* Append TEXT to LINE, a control character as \xNN; returns the new length. */
static size_t
append_visible(char *line, size_t size, size_t length, const char *text)
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
log_message(
    enum log_level level, const char *name, const char *format, va_list values)
{
	char line[LOG_LINE_SIZE], text[LOG_LINE_SIZE];
	struct tm calendar;
	time_t now = time(NULL);
	size_t length;

	if (level > highest)
		return;
	gmtime_r(&now, &calendar);
	length = strftime(line, sizeof(line), "%Y-%m-%dT%H:%M:%SZ", &calendar);
	length += (size_t)snprintf(line + length, sizeof(line) - length,
	    " gantry[%ld] %s: ", (long)getpid(), name);
	vsnprintf(text, sizeof(text), format, values);
	length = append_visible(line, sizeof(line), length, text);
	line[length++] = '\n';
	write_line(line, length);
}

void
log_error(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	log_message(LOG_LEVEL_ERROR, "error", format, values);
	va_end(values);
}

void
log_warning(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	log_message(LOG_LEVEL_WARNING, "warning", format, values);
	va_end(values);
}

void
log_info(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	log_message(LOG_LEVEL_INFO, "info", format, values);
	va_end(values);
}
