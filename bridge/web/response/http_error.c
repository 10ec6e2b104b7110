/*
 * Failures of a request.  They are values of its response until the error
 * document is written.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <gantry/request.h>

#include "web/response/response.h"

#define DETAIL_SIZE 1024

/* A copy of TEXT in the request's memory; NULL for NULL or no memory. */
static const char *
copy(const struct gantry_response *response, const char *text)
{
	if (text == NULL)
		return NULL;
	return gantry_environ_format(response_environ(response), "%s", text);
}

/*
 * These are Content-*, validators, lifetimes and Location.  "no-store" holds
 * for an error as well, and so do cookies, Vary and Link.
 */
bool
response_describes_content(const struct response_header *header)
{
	static const char *const names[] = { "ETag", "Last-Modified", "Expires",
		"Accept-Ranges", "Location" };
	const char *name = header->name;
	size_t i;

	if (strncasecmp(name, "Content-", 8) == 0)
		return strncasecmp(name, "Content-Security-Policy", 23) != 0;
	if (strcasecmp(name, "Cache-Control") == 0)
		return strcasestr(header->value, "no-store") == NULL;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(name, names[i]) == 0)
			return true;
	return false;
}

/* HEADERS replace those of the same names, except for cookies. */
static void
apply(struct gantry_response *response, const struct gantry_header *headers)
{
	const struct gantry_header *header;

	for (header = headers; header->name != NULL; header++)
		if (strcasecmp(header->name, "Set-Cookie") != 0)
			gantry_response_header(response, header->name, NULL);
	for (header = headers; header->name != NULL; header++)
		if (gantry_response_append(
			response, header->name, header->value) == -1)
			break; /* the response has failed with this error
				  instead */
}

static void
log_failure(const struct gantry_response *response, const char *text)
{
	const struct gantry_wsgi *wsgi =
	    gantry_environ_wsgi(response_environ(response));

	gantry_errors_printf(wsgi->errors, "%s", text);
}

/* The same for TEXT that must be a JSON object; NULL if it is not. */
static const char *
copy_members(const struct gantry_response *response, const char *text)
{
	const struct gantry_json_value *value;
	struct gantry_error error;

	if (text == NULL)
		return NULL;
	value = gantry_json_parse(
	    response_environ(response), text, strlen(text), &error);
	if (value != NULL && value->kind == GANTRY_JSON_OBJECT)
		return copy(response, text);
	if (value != NULL)
		gantry_error_set(
		    &error, GANTRY_ERROR_INPUT, "they are not an object");
	gantry_error_prefix(
	    &error, "the extension members of a failure are left out");
	log_failure(response, error.text);
	return NULL;
}

struct gantry_json_writer *
gantry_response_extension(struct gantry_response *response)
{
	if (response_lacks(response, response, __func__, "response"))
		return NULL;
	if (!response->has_failed)
		response_internal_error(response,
		    "gantry_response_extension: the response has not failed");
	if (!response->is_extended) {
		gantry_buffer_reset(&response->extension);
		gantry_json_writer_init(
		    &response->extension_writer, &response->extension);
		gantry_json_begin_object(&response->extension_writer, NULL);
		response->is_extended = true;
	}
	return &response->extension_writer;
}

void
response_end_extension(struct gantry_response *response)
{
	if (!response->is_extended)
		return;
	response->is_extended = false;
	gantry_json_end(&response->extension_writer);
	if (gantry_json_is_whole(&response->extension_writer) &&
	    gantry_buffer_putc(&response->extension, '\0') == 0)
		response->failure.members =
		    copy_members(response, response->extension.data);
	else
		log_failure(response,
		    "the extension members of a failure are left out: they "
		    "are not complete");
}

/* Three digits, a space and a reason, which is the title of documents. */
static bool
is_status(const char *status)
{
	return status != NULL && strspn(status, "0123456789") == 3 &&
	    status[3] == ' ' && status[4] != '\0';
}

int
gantry_response_raise(
    struct gantry_response *response, const struct gantry_http_error *error)
{
	const struct gantry_header *headers;
	const char *status;

	if (response_lacks(response, error, __func__, "error"))
		return -1;
	headers = error->headers;
	if (response_lacks(response, error->status, __func__, "error->status"))
		return -1;
	if (!is_status(error->status))
		return response_internal_error(
		    response, "'%.64s' is not a status", error->status);
	status = copy(response, error->status);
	/* Without memory, use the caller's string, usually a literal. */
	if (status == NULL)
		status = error->status;
	response->failure = (struct gantry_http_error){
		.status = status,
		.title = copy(response, error->title),
		.detail = copy(response, error->detail),
		.code = copy(response, error->code),
		.link = copy(response, error->link),
		.members = copy_members(response, error->members),
	};
	response->is_extended = false;
	response->has_failed = response->is_explained = true;
	response_forget_content(response);
	response_remove(response, response_describes_content);
	gantry_response_status(response, status);
	if (headers != NULL)
		apply(response, headers);
	return -1;
}

int
gantry_response_fail(struct gantry_response *response, const char *status,
    const char *format, ...)
{
	char detail[DETAIL_SIZE];
	va_list arguments;

	if (response_lacks(response, status, __func__, "status") ||
	    response_lacks(response, format, __func__, "format"))
		return -1;
	va_start(arguments, format);
	vsnprintf(detail, sizeof(detail), format, arguments);
	va_end(arguments);
	return gantry_response_raise(response,
	    &(struct gantry_http_error){ .status = status, .detail = detail });
}

/* Fail with STATUS and log TEXT, which clients see only when debugging. */
static int
fail_inside(
    struct gantry_response *response, const char *status, const char *text)
{
	const struct gantry_environ *environ = response_environ(response);

	log_failure(response, text);
	return gantry_response_raise(response,
	    &(struct gantry_http_error){
		.status = status,
		.detail = gantry_environ_debug(environ) != NULL ? text : NULL,
	    });
}

int
response_internal_error(
    struct gantry_response *response, const char *format, ...)
{
	char text[DETAIL_SIZE];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	return fail_inside(response, GANTRY_500, text);
}

int
gantry_response_fail_with(
    struct gantry_response *response, const struct gantry_error *error)
{
	if (response_lacks(response, error, __func__, "error"))
		return -1;
	switch (error->code) {
	case GANTRY_ERROR_INPUT:
		return gantry_response_fail(
		    response, GANTRY_400, "%s", error->text);
	case GANTRY_ERROR_LIMIT:
		return gantry_response_fail(
		    response, GANTRY_413, "%s", error->text);
	case GANTRY_ERROR_BUSY:
	case GANTRY_ERROR_UNAVAILABLE:
		return fail_inside(response, GANTRY_503, error->text);
	default:
		return response_internal_error(response, "%s", error->text);
	}
}

const struct gantry_http_error *
gantry_response_error(const struct gantry_response *response)
{
	if (response_lacks(response, response, __func__, "response"))
		return NULL;
	return response->has_failed ? &response->failure : NULL;
}
