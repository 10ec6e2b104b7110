/*
 * Decide which requests are traced, and add the trace to the answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/secret.h"
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

int
tracer_make_secret(char secret[TRACER_SECRET_SIZE], struct gantry_error *error)
{
	unsigned char bytes[(TRACER_SECRET_SIZE - 1) / 2];
	size_t i;

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return gantry_error_system(error, "cannot make a secret");
	for (i = 0; i < sizeof(bytes); i++)
		snprintf(secret + 2 * i, 3, "%02x", bytes[i]);
	return 0;
}

void
tracer_clear(struct tracer *tracer)
{
	trace_clear(&tracer->trace);
}

/*
 * What the header's value HOW asks for: a form, a blank, and SECRET.  The
 * secret is compared first, so that only those that know it learn more.
 */
static enum reply_trace
parse(const char *how, const char *secret)
{
	const char *blank = strchr(how, ' ');
	size_t length = blank != NULL ? (size_t)(blank - how) : 0;

	if (blank == NULL || secret == NULL ||
	    !secret_is_equal(secret, blank + 1))
		return REPLY_NO_TRACE;
	if (length == 4 && memcmp(how, "text", 4) == 0)
		return REPLY_TRACE_TEXT;
	if (length == 13 && memcmp(how, "server-timing", 13) == 0)
		return REPLY_TRACE_HEADER;
	return REPLY_NO_TRACE;
}

/* Forget the header, also as it was sent: it may have the secret. */
static void
forget_header(struct gantry_environ *environ)
{
	struct received **sent = &environ->received;

	environ->received_last = NULL;
	while (*sent != NULL) {
		if (strcmp((*sent)->name, TRACER_VARIABLE) == 0) {
			*sent = (*sent)->next;
			continue;
		}
		environ->received_last = *sent;
		sent = &(*sent)->next;
	}
	environ_remove(environ, TRACER_VARIABLE);
}

/* What the request asks for, and may have. */
static enum reply_trace
read_header(const struct tracer *tracer, struct request *request)
{
	const char *how =
	    gantry_environ_get(&request->environ, TRACER_VARIABLE);
	enum reply_trace wanted;

	if (how == NULL)
		return REPLY_NO_TRACE;
	wanted = parse(how, tracer->secret);
	forget_header(&request->environ);
	if (wanted == REPLY_NO_TRACE)
		errors_warn(&request->errors,
		    "X-Gantry-Trace is ignored: its value is not 'text' or "
		    "'server-timing', a blank, and the secret that gantry "
		    "printed when it started");
	/* An Authorizer's answer decides, so it is not replaced. */
	return request->is_authorizer ? REPLY_NO_TRACE : wanted;
}

void
tracer_begin(struct tracer *tracer, struct request *request)
{
	struct gantry_environ *environ = &request->environ;

	request->body.shows_trace = REPLY_NO_TRACE;
	environ->trace = NULL;
	if (tracer->is_asked && !tracer->traces_all)
		request->body.shows_trace = read_header(tracer, request);
	if (!tracer->traces_all && request->body.shows_trace == REPLY_NO_TRACE)
		return;
	if (trace_begin(&tracer->trace) == -1) {
		request->body.shows_trace = REPLY_NO_TRACE;
		return;
	}
	environ->trace = &tracer->trace;
	begin_span(environ);
}

void
tracer_call_begin(struct gantry_environ *environ, const struct mount *mount)
{
	TRACE_BEGIN(environ, "application", "%s, mounted at %s",
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
	TRACE_END(environ);
}

void
tracer_keep(struct request *request)
{
	struct trace *trace = request->environ.trace;

	if (trace == NULL || trace == request->trace)
		return;
	request->trace = malloc(sizeof(*trace));
	request->environ.trace = request->trace;
	if (request->trace == NULL)
		return;
	*request->trace = *trace;
	*trace = (struct trace){ 0 };
}

void
tracer_drop(struct request *request)
{
	if (request->trace == NULL)
		return;
	request->environ.trace = NULL;
	trace_clear(request->trace);
	free(request->trace);
	request->trace = NULL;
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
