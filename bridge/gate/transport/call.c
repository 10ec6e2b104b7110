/*
 * A request in process.  Like a web server, it makes CGI variables from a
 * method, a request target and headers (RFC 3875).
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text/percent.h"
#include "gate/transport/call.h"

struct call_connection {
	const char *body;
	size_t left;
	struct gantry_buffer *answer;
};

static ssize_t
read_body(void *owner, void *data, size_t size)
{
	struct call_connection *self = owner;

	if (size > self->left)
		size = self->left;
	if (size > 0)
		memcpy(data, self->body, size);
	self->body += size;
	self->left -= size;
	return (ssize_t)size;
}

static int
write_answer(void *owner, const void *data, size_t size)
{
	struct call_connection *self = owner;

	return gantry_buffer_add(self->answer, data, size);
}

static int
flush_answer(void *owner)
{
	(void)owner;
	return 0;
}

static const struct transport transport = {
	.read = read_body,
	.write = write_answer,
	.flush = flush_answer,
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

int
call_serve(struct gate *gate, const struct call *call,
    struct gantry_buffer *answer, struct gantry_error *error)
{
	struct call_connection connection = {
		.body = call->body,
		.left = call->body_length,
		.answer = answer,
	};
	struct gantry_error rejection = { 0 };
	struct request request;
	int result;

	request_init(&request, &transport, &connection);
	request.environ.keeps_received = gate->options.traces;
	result = fill_environ(&request.environ, call, &rejection);
	if (result == -1 && rejection.code != GANTRY_ERROR_LIMIT) {
		gantry_error_set(error, rejection.code, "%s", rejection.text);
	} else {
		/* What is too large is answered, as a server does. */
		result =
		    gate_serve(gate, &request, result == 0 ? NULL : &rejection);
		if (result == -1)
			gantry_error_set(error, GANTRY_ERROR_HANGUP,
			    "the application broke its answer off");
		if (call->log != NULL)
			gantry_buffer_add(call->log, request.errors.kept.data,
			    request.errors.kept.length);
	}
	request_clear(&request);
	return result;
}
