/*
 * The error stream of a request.  A line is "[ID] METHOD /path: text".
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/log/log.h"
#include "base/null.h"
#include "gate/environ/environ.h"
#include "gate/observer.h"
#include "gate/wsgi_errors.h"

#define TEXT_SIZE 1024

void
errors_init(struct gantry_errors *errors, struct gantry_environ *environ)
{
	*errors = (struct gantry_errors){ .environ = environ };
}

void
errors_reset(struct gantry_errors *errors)
{
	gantry_buffer_reset(&errors->kept);
}

void
errors_clear(struct gantry_errors *errors)
{
	gantry_buffer_clear(&errors->kept);
}

const char *
errors_kept(const struct gantry_errors *errors)
{
	if (errors->kept.length == 0)
		return NULL;
	return arena_strndup(
	    &errors->environ->arena, errors->kept.data, errors->kept.length);
}

static void
keep(struct gantry_errors *errors, const char *text)
{
	char line[ERRORS_KEPT_MAX];
	size_t room = ERRORS_KEPT_MAX - errors->kept.length;
	size_t length = 0;

	if (errors->kept.length > 0)
		length = log_escape(line, room, length, "; ");
	length = log_escape(line, room, length, text);
	gantry_buffer_add(&errors->kept, line, length);
}

static void
log_line(struct gantry_errors *errors, enum log_level level, const char *text)
{
	struct gantry_environ *environ = errors->environ;
	const char *id = gantry_environ_request_id(environ);
	const char *method = environ_text(environ, "REQUEST_METHOD");
	const char *script_name = environ_text(environ, "SCRIPT_NAME");
	const char *path = environ_text(environ, "PATH_INFO");

	/* Its path may not have been split yet. */
	if (*script_name == '\0' && *path == '\0')
		path = environ_text(environ, "REQUEST_URI");
	/* A rejected request may have neither a method nor a path. */
	if (*method == '\0')
		log_at(level, "[%s] %s", id, text);
	else
		log_at(level, "[%s] %s %s%s: %s", id, method, script_name, path,
		    text);
}

void
gantry_errors_printf(struct gantry_errors *errors, const char *format, ...)
{
	char text[TEXT_SIZE];
	va_list arguments;

	if (null_given(errors, __func__, "errors") ||
	    environ_lacks(errors->environ, format, __func__, "format"))
		return;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	keep(errors, text);
	if (errors->environ->development != NULL)
		errors->environ->development->error(
		    errors->environ->development->owner, text);
	log_line(errors, LOG_LEVEL_ERROR, text);
}

void
errors_warn(struct gantry_errors *errors, const char *format, ...)
{
	char text[TEXT_SIZE];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	log_line(errors, LOG_LEVEL_WARNING, text);
}

void
errors_debug(struct gantry_errors *errors, const char *format, ...)
{
	char text[TEXT_SIZE];
	va_list arguments;

	if (!log_is_written(LOG_LEVEL_DEBUG))
		return;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	log_line(errors, LOG_LEVEL_DEBUG, text);
}
