/*
 * Failures of a request are values of its response until they are answered.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "web/request.h"
#include "web/response.h"

/* A copy of TEXT in the request's memory; NULL when memory ran out, too. */
static const char *
copy(struct gantry_response *response, const char *text)
{
	if (text == NULL)
		return NULL;
	return gantry_environ_format(response->request->environ, "%s", text);
}

int
gantry_response_raise(
    struct gantry_response *response, const struct gantry_http_error *error)
{
	response_forget_content(response);
	response->has_failed = true;
	response->failure = (struct gantry_http_error){
		.status = error->status,
		.title = copy(response, error->title),
		.detail = copy(response, error->detail),
		.code = copy(response, error->code),
		.link = copy(response, error->link),
	};
	return -1;
}

int
gantry_response_fail(struct gantry_response *response, const char *status,
    const char *format, ...)
{
	char detail[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(detail, sizeof(detail), format, arguments);
	va_end(arguments);
	return gantry_response_raise(response,
	    &(struct gantry_http_error){ .status = status, .detail = detail });
}

const struct gantry_http_error *
gantry_response_error(const struct gantry_response *response)
{
	return response->has_failed ? &response->failure : NULL;
}
