/*
 * The error record that every room fills.  It does not allocate, so that it can
 * also report that memory ran out.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/null.h"
#include "gantry/error.h"

/* FORMAT, or what stands for one that is NULL, which is logged. */
static const char *
given_format(const char *format, const char *function)
{
	return null_given(format, function, "format") ? "unknown error"
						      : format;
}

int
gantry_error_set(struct gantry_error *error, enum gantry_error_code code,
    const char *format, ...)
{
	va_list arguments;

	format = given_format(format, __func__);
	if (error == NULL)
		return -1;
	error->code = code;
	va_start(arguments, format);
	vsnprintf(error->text, sizeof(error->text), format, arguments);
	va_end(arguments);
	return -1;
}

int
gantry_error_system(struct gantry_error *error, const char *format, ...)
{
	int number = errno;
	size_t length;
	va_list arguments;

	format = given_format(format, __func__);
	if (error == NULL)
		return -1;
	error->code = GANTRY_ERROR_SYSTEM;
	va_start(arguments, format);
	vsnprintf(error->text, sizeof(error->text), format, arguments);
	va_end(arguments);
	length = strlen(error->text);
	snprintf(error->text + length, sizeof(error->text) - length, ": %s",
	    strerror(number));
	errno = number;
	return -1;
}

int
gantry_error_memory(struct gantry_error *error)
{
	return gantry_error_set(error, GANTRY_ERROR_MEMORY, "out of memory");
}

int
gantry_error_prefix(struct gantry_error *error, const char *format, ...)
{
	char prefix[sizeof(error->text)];
	char text[sizeof(error->text)];
	va_list arguments;

	if (null_given(format, __func__, "format") || error == NULL)
		return -1;
	va_start(arguments, format);
	vsnprintf(prefix, sizeof(prefix), format, arguments);
	va_end(arguments);
	memcpy(text, error->text, sizeof(text));
	/* A text that grows too long is cut at its end, not at its start. */
	if ((size_t)snprintf(error->text, sizeof(error->text), "%s: %s", prefix,
		text) >= sizeof(error->text))
		error->text[sizeof(error->text) - 1] = '\0';
	return -1;
}
