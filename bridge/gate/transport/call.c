/*
 * A request in process.  Like a web server, it makes CGI variables from a
 * method, a request target and headers (RFC 3875).
 */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text/percent.h"
#include "gate/deferred/deferred.h"
#include "gate/transport/call.h"

static ssize_t
read_body(void *owner, void *data, size_t size)
{
	struct call_running *self = owner;

	if (size > self->body_left)
		size = self->body_left;
	if (size > 0)
		memcpy(data, self->body, size);
	self->body += size;
	self->body_left -= size;
	return (ssize_t)size;
}

static int
write_answer(void *owner, const void *data, size_t size)
{
	struct call_running *self = owner;

	if (gantry_buffer_add(self->answer, data, size) == -1)
		return -1;
	return self->call.written != NULL ? self->call.written(self->call.owner)
					  : 0;
}

static bool
is_gone(void *owner)
{
	struct call_running *self = owner;

	return self->call.is_gone != NULL &&
	    self->call.is_gone(self->call.owner);
}

static int
flush_answer(void *owner)
{
	(void)owner;
	return 0;
}

/* The application defers the request. */
static struct deferrals *
find_deferrals(void *owner)
{
	struct call_running *self = owner;
	const struct deferrals_options options = {
		.most = 1,
		.timeout = self->call.deferred_timeout,
		.buffer = INT64_MAX,
	};
	struct gantry_error error;

	if (private_loop_is_open(&self->loop))
		return self->loop.deferrals;
	if (private_loop_open(
		&self->loop, self->call.deferrals, &options, &error) == -1) {
		gantry_errors_printf(&self->request.errors, "%s", error.text);
		return NULL;
	}
	if (self->call.catches_signals)
		private_loop_catch_signals(&self->loop);
	return self->loop.deferrals;
}

static void
schedule(void *owner, bool here)
{
	struct call_running *self = owner;

	(void)here;
	private_loop_schedule(&self->loop);
}

/* The answer has no peer that reads slowly. */
static int64_t
pending(void *owner)
{
	(void)owner;
	return 0;
}

static const struct transport transport = {
	.read = read_body,
	.write = write_answer,
	.flush = flush_answer,
	.is_gone = is_gone,
	.deferrals = find_deferrals,
	.schedule = schedule,
	.pending = pending,
};

static int
put(struct gantry_environ *environ, const char *name, const char *value,
    struct gantry_error *error)
{
	if (value == NULL)
		return gantry_error_memory(error);
	return environ_add(environ, name, strlen(name), value, error);
}

/* "Name: value" becomes HTTP_NAME, or CONTENT_TYPE. */
static int
put_header(struct gantry_environ *environ, const char *header,
    struct gantry_error *error)
{
	const char *colon = strchr(header, ':'), *value;
	char *name, *p;

	if (colon == NULL || colon == header)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is not a header; give 'Name: value'", header);
	name = gantry_environ_format(
	    environ, "HTTP_%.*s", (int)(colon - header), header);
	if (name == NULL)
		return gantry_error_memory(error);
	for (p = name; *p != '\0'; p++)
		*p = *p == '-' ? '_' : (char)toupper((unsigned char)*p);
	value = colon + 1 + strspn(colon + 1, " \t");
	if (strcmp(name, "HTTP_CONTENT_TYPE") == 0)
		name += strlen("HTTP_");
	return put(environ, name, value, error);
}

/* TARGET is encoded, SCRIPT_NAME is not. */
static int
put_uri(struct gantry_environ *environ, const char *script_name,
    const char *target, struct gantry_error *error)
{
	struct gantry_buffer uri = { 0 };
	const char *copy = NULL;

	percent_encode(&uri, script_name, PERCENT_PATH);
	gantry_buffer_puts(&uri, target);
	if (!gantry_buffer_failed(&uri))
		copy = gantry_environ_format(
		    environ, "%.*s", (int)uri.length, uri.data);
	gantry_buffer_clear(&uri);
	return put(environ, "REQUEST_URI", copy, error);
}

static int
put_target(struct gantry_environ *environ, const char *script_name,
    const char *target, struct gantry_error *error)
{
	const char *question = strchr(target, '?');
	size_t length =
	    question != NULL ? (size_t)(question - target) : strlen(target);
	char *path;

	if (*target != '/')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is not a path; begin it with a slash", target);
	path = gantry_environ_alloc(environ, length + 1);
	if (path == NULL)
		return gantry_error_memory(error);
	if (percent_decode(path, target, length, false) == -1)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' has a percent sign that is not an escape", target);
	if (put(environ, "SCRIPT_NAME", script_name, error) == -1 ||
	    put(environ, "PATH_INFO", path, error) == -1 ||
	    put_uri(environ, script_name, target, error) == -1)
		return -1;
	return put(environ, "QUERY_STRING",
	    question != NULL ? question + 1 : "", error);
}

/* Add the headers, and the variables that replace those made here. */
static int
put_given(struct gantry_environ *environ, const struct call *call,
    struct gantry_error *error)
{
	const char *const *header = call->headers;
	const struct gantry_variable *variable = call->variables;

	for (; header != NULL && *header != NULL; header++)
		if (put_header(environ, *header, error) == -1)
			return -1;
	for (; variable != NULL && variable->name != NULL; variable++) {
		if (variable->value == NULL)
			return gantry_error_set(error, GANTRY_ERROR_ARGUMENT,
			    "the variable %s has no value", variable->name);
		if (put(environ, variable->name, variable->value, error) == -1)
			return -1;
	}
	return 0;
}

static int
fill_environ(struct gantry_environ *environ, const struct call *call,
    struct gantry_error *error)
{
	const char *address =
	    call->remote_addr != NULL ? call->remote_addr : "127.0.0.1";
	const char *script_name =
	    call->script_name != NULL ? call->script_name : "";

	if (put(environ, "REQUEST_METHOD", call->method, error) == -1 ||
	    put_target(environ, script_name, call->target, error) == -1 ||
	    put(environ, "GATEWAY_INTERFACE", "CGI/1.1", error) == -1 ||
	    put(environ, "SERVER_PROTOCOL", "HTTP/1.1", error) == -1 ||
	    put(environ, "SERVER_NAME", "localhost", error) == -1 ||
	    put(environ, "SERVER_PORT", call->is_https ? "443" : "80", error) ==
		-1 ||
	    put(environ, "SERVER_SOFTWARE", "gantry", error) == -1 ||
	    put(environ, "REMOTE_ADDR", address, error) == -1)
		return -1;
	if (call->is_https && put(environ, "HTTPS", "on", error) == -1)
		return -1;
	if (call->body != NULL &&
	    put(environ, "CONTENT_LENGTH",
		gantry_environ_format(environ, "%zu", call->body_length),
		error) == -1)
		return -1;
	return put_given(environ, call, error);
}

/* The gate returned: wait, or keep what is left of the request. */
static void
settle(struct call_running *self, int result)
{
	struct gantry_deferred *deferred = self->request.body.deferred;

	self->result = result;
	if (result == GANTRY_DEFERRED) {
		deferred_drained(deferred);
		deferred_park(deferred);
	} else if (result == -1) {
		gantry_error_set(&self->error, GANTRY_ERROR_HANGUP,
		    "the application broke its answer off");
	}
}

void
call_begin(struct call_running *self, struct gate *gate,
    const struct call *call, struct gantry_buffer *answer)
{
	struct gantry_error *rejection = &self->error;
	int filled;

	*self = (struct call_running){
		.gate = gate,
		.call = *call,
		.answer = answer,
		.body = call->body,
		.body_left = call->body_length,
		.loop = PRIVATE_LOOP_CLOSED,
	};
	request_init(&self->request, &transport, self);
	self->request.environ.keeps_received = gate->options.traces;
	filled = fill_environ(&self->request.environ, call, rejection);
	if (filled == -1 && rejection->code != GANTRY_ERROR_LIMIT)
		self->result = -1;
	else /* What is too large is answered, as a server does. */
		settle(self,
		    gate_serve(
			gate, &self->request, filled == 0 ? NULL : rejection));
}

bool
call_wait(struct call_running *self, int milliseconds)
{
	if (!self->is_due)
		self->is_due =
		    private_loop_wait_for(&self->loop, NULL, milliseconds);
	return self->is_due;
}

void
call_run(struct call_running *self)
{
	if (!call_is_waiting(self) || !call_wait(self, 0))
		return;
	self->is_due = false;
	deferred_begin(self->request.body.deferred);
	settle(self, gate_resume(self->gate, &self->request));
}

void
call_cancel(struct call_running *self, enum gantry_end reason)
{
	if (!call_is_waiting(self))
		return;
	deferred_cancel(self->request.body.deferred, reason);
	call_run(self);
}

int
call_end(struct call_running *self, struct gantry_error *error)
{
	const struct gantry_buffer *kept = &self->request.errors.kept;

	if (self->result == -1 && error != NULL)
		*error = self->error;
	if (self->call.log != NULL && kept->length > 0)
		gantry_buffer_add(self->call.log, kept->data, kept->length);
	private_loop_close(&self->loop);
	request_clear(&self->request);
	return self->result;
}

int
call_serve(struct gate *gate, const struct call *call,
    struct gantry_buffer *answer, struct gantry_error *error)
{
	struct call_running running;

	call_begin(&running, gate, call, answer);
	while (call_is_waiting(&running)) {
		call_wait(&running, -1);
		call_run(&running);
	}
	return call_end(&running, error);
}
