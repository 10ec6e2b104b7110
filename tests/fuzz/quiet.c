/*
 * Replaces base/log/log.c: messages are formatted but not written, because a
 * fuzzer causes thousands a second.
 */
#include <stdarg.h>
#include <stdio.h>

#include "base/log/log.h"

static void
format_only(const char *format, va_list arguments)
{
	char text[2048];

	vsnprintf(text, sizeof(text), format, arguments);
}

void
log_set_level(enum log_level level)
{
	(void)level;
}

bool
log_is_written(enum log_level level)
{
	(void)level;
	return true;
}

size_t
log_escape(char *line, size_t size, size_t length, const char *text)
{
	for (; *text != '\0' && length < size; text++)
		line[length++] = *text;
	return length;
}

void
log_at(enum log_level level, const char *format, ...)
{
	va_list arguments;

	(void)level;
	va_start(arguments, format);
	format_only(format, arguments);
	va_end(arguments);
}

#define LOG_QUIETLY(name)                       \
	void name(const char *format, ...)      \
	{                                       \
		va_list arguments;              \
                                                \
		va_start(arguments, format);    \
		format_only(format, arguments); \
		va_end(arguments);              \
	}

LOG_QUIETLY(log_error)
LOG_QUIETLY(log_warning)
LOG_QUIETLY(log_info)
