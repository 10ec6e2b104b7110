/*
 * Decide which requests are traced, and add the trace to the answer.
 */
#include <string.h>

#include "gate/environ/address.h"
#include "gate/trace/trace.h"
#include "gate/trace/trace_print.h"
#include "gate/tracer.h"
#include "gate/wsgi_errors.h"

/* "GET /path?query", as it was sent. */
static void
begin_span(struct gantry_environ *environ)
{
	const char *target = environ_text(environ, "REQUEST_URI");

	if (*target != '\0')
		gantry_trace_begin(environ, "request", "%s %s",
		    environ_text(environ, "REQUEST_METHOD"), target);
	else
		gantry_trace_begin(environ, "request", "%s %s%s",
		    environ_text(environ, "REQUEST_METHOD"),
		    environ_text(environ, "SCRIPT_NAME"),
		    environ_text(environ, "PATH_INFO"));
}

void
tracer_clear(struct tracer *tracer)
{
	trace_clear(&tracer->trace);
}

void
tracer_begin(struct tracer *tracer, struct request *request)
{
	struct gantry_environ *environ = &request->environ;

	request->body.shows_trace = REPLY_NO_TRACE;
	environ->trace = NULL;
	if (!tracer->traces_all &&
	    (!tracer->traces_asked ||
		gantry_environ_get(environ, "HTTP_X_GANTRY_TRACE") == NULL))
		return;
	if (trace_begin(&tracer->trace) == -1)
		return;
	environ->trace = &tracer->trace;
	begin_span(environ);
}

/* 127.0.0.0/8 and ::1. */
static bool
is_loopback(const char *text)
{
	static const unsigned char mapped[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		0xff, 0xff, 127 };
	static const unsigned char one[16] = { [15] = 1 };
	struct address address;

	if (address_parse(&address, text, strlen(text)) == -1)
		return false;
	return memcmp(address.bytes, mapped, sizeof(mapped)) == 0 ||
	    memcmp(address.bytes, one, sizeof(one)) == 0;
}

static enum reply_trace
wanted(struct request *request)
{
	const struct gantry_environ *environ = &request->environ;
	const char *how = environ_text(environ, "HTTP_X_GANTRY_TRACE");

	/* An Authorizer's answer decides, so it is not replaced. */
	if (request->is_authorizer ||
	    !is_loopback(environ_text(environ, "REMOTE_ADDR")))
		return REPLY_NO_TRACE;
	if (strcmp(how, "text") == 0)
		return REPLY_TRACE_TEXT;
	if (strcmp(how, "server-timing") == 0)
		return REPLY_TRACE_HEADER;
	errors_warn(&request->errors,
	    "X-Gantry-Trace is neither 'text' nor 'server-timing'");
	return REPLY_NO_TRACE;
}

void
tracer_authorize(const struct tracer *tracer, struct request *request)
{
	if (request->environ.trace == NULL || tracer->traces_all)
		return;
	request->body.shows_trace = wanted(request);
	if (request->body.shows_trace == REPLY_NO_TRACE)
		request->environ.trace = NULL;
}

void
tracer_call_begin(struct gantry_environ *environ, const struct mount *mount)
{
	gantry_trace_begin(environ, "application", "%s, mounted at %s",
	    mount->application->name,
	    *mount->prefix != '\0' ? mount->prefix : "/");
	if (environ->trace != NULL)
		trace_enter(environ->trace);
}

void
tracer_call_end(struct gantry_environ *environ)
{
	if (environ->trace != NULL)
		trace_leave(environ->trace, 0);
	gantry_trace_end(environ);
}

/*
 * Keep an error status, so that scripts see the failure.  Replace any other:
 * 204 and 304 could not carry the trace.
 */
static const char *
status_of(struct gantry_environ *environ)
{
	const struct gantry_body *body = environ->body;
	const char *status = body->head.data + strlen("Status: ");
	const char *copy;

	if (body->status < 400)
		return "200 OK";
	copy = arena_strndup(&environ->arena, status, strcspn(status, "\r"));
	return copy != NULL ? copy : "500 Internal Server Error";
}

void
tracer_replace(struct gantry_environ *environ)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain; charset=utf-8" },
		{ "Cache-Control", "no-store" },
		{ NULL, NULL },
	};
	struct gantry_body *body = environ->body;
	const char *status = status_of(environ);
	struct gantry_buffer text = { 0 };

	trace_put_text(&text, environ);
	reply_reset(body);
	body->shows_trace = REPLY_NO_TRACE;
	reply_start_response(environ, status, headers);
	if (gantry_buffer_failed(&text))
		gantry_errors_printf(body->errors, "out of memory");
	else
		gantry_write(body, text.data, text.length);
	gantry_buffer_clear(&text);
}
