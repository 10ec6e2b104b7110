/*
 * A request of HTTP becomes a message, and the method's messages an answer.
 */
#include <jansson.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/buffer.h>

#include "firestore/rest/rest_answer.h"
#include "firestore/rest/rest_call.h"
#include "firestore/rest/rest_request.h"

#define LARGE_BODY 32768

static int
fail(struct rest_answer *answer, enum rpc_code code, const char *text)
{
	return rest_answer_fail(
	    answer, code, (struct bytes){ text, strlen(text) });
}

static bool
is_ours(const char *path)
{
	return strncmp(path, "/v1/", 4) == 0 ||
	    strncmp(path, "/v1beta1/", 9) == 0 ||
	    strncmp(path, "/google.firestore.", 18) == 0;
}

/*
 * The path from the version on, whether the mount is above it, /fs, or is the
 * version itself, /fs/v1.  NULL when memory ran out.
 */
static const char *
find_path(struct gantry_environ *environ)
{
	const char *info = gantry_environ_get(environ, "PATH_INFO");
	const char *script = gantry_environ_get(environ, "SCRIPT_NAME");
	const char *last = strrchr(script, '/');

	if (is_ours(info) || last == NULL)
		return info;
	return gantry_environ_format(environ, "%s%s", last, info);
}

/* Put a text of the path into REQUEST. */
static int
put_text(json_t *request, const char *name, struct bytes text,
    struct gantry_error *error)
{
	if (json_object_set_new(
		request, name, json_stringn(text.data, text.length)) == 0)
		return 0;
	return gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "The path is not UTF-8.");
}

/* Make the message; NULL with ERROR filled. */
static json_t *
make_request(struct gantry_environ *environ, const struct rest_route *route,
    struct gantry_error *error)
{
	json_t *request =
	    route->has_body ? rest_body_read(environ, error) : json_object();

	if (request == NULL)
		return NULL;
	/* What the path says counts, however the body spells it. */
	if ((!route->has_body &&
		rest_parameters_read(
		    gantry_environ_get(environ, "QUERY_STRING"), request,
		    error) == -1) ||
	    put_text(request, route->member, route->value, error) == -1 ||
	    (route->has_collection &&
		put_text(request, "collectionId", route->collection, error) ==
		    -1)) {
		json_decref(request);
		return NULL;
	}
	return request;
}

static int
run(struct rest_server *server, struct rest_answer *answer,
    const struct rpc_method *method, const json_t *request)
{
	struct rpc_call call = {
		.request = request,
		.token = rpc_bearer(
		    gantry_environ_get(answer->environ, "HTTP_AUTHORIZATION")),
		.send = rest_answer_send,
		.argument = answer,
	};
	struct gantry_buffer message = { 0 };
	enum rpc_code code;
	const char *fault;
	int result;

	answer->is_stream = method->is_stream;
	rpc_service_trace(server->service, answer->environ);
	code = method->run(server->service, &call, &message);
	rpc_service_trace(server->service, NULL);
	fault = rpc_service_pop_fault(server->service);
	if (fault != NULL)
		gantry_errors_printf(
		    gantry_environ_wsgi(answer->environ)->errors, "%s", fault);
	/* There is nobody to tell that the client has left. */
	if (code == RPC_OK)
		result = rest_answer_end(answer);
	else if (code == RPC_CANCELLED)
		result = -1;
	else
		result = rest_answer_fail(answer, code,
		    (struct bytes){ message.data, message.length });
	gantry_buffer_clear(&message);
	return result;
}

/* Does the body take so much memory that the system gets it back at once? */
static bool
is_large(const struct gantry_environ *environ)
{
	const char *length = gantry_environ_get(environ, "CONTENT_LENGTH");

	return length == NULL
	    ? gantry_environ_get(environ, "gantry.body_length") != NULL
	    : strtoll(length, NULL, 10) > LARGE_BODY;
}

/* Methods that refuse everything do not need to know what is asked. */
static int
call_method(struct rest_server *server, struct rest_answer *answer,
    const struct rest_route *route)
{
	struct gantry_error error = { GANTRY_ERROR_MEMORY, "out of memory" };
	json_t *request = make_request(answer->environ, route, &error);
	int result;

	gantry_environ_set_route(answer->environ,
	    gantry_environ_format(answer->environ,
		"/google.firestore.v1.Firestore/%s", route->method->name));
	if (request == NULL)
		return error.code == GANTRY_ERROR_INPUT
		    ? fail(answer, RPC_INVALID_ARGUMENT, error.text)
		    : -1;
	result = run(server, answer, route->method, request);
	json_decref(request);
	if (is_large(answer->environ))
		malloc_trim(0);
	return result;
}

int
rest_call(struct rest_server *server, struct gantry_environ *environ,
    gantry_start_response *start_response)
{
	const char *method = gantry_environ_get(environ, "REQUEST_METHOD");
	const char *path = find_path(environ);
	struct rest_answer answer = {
		.environ = environ,
		.start_response = start_response,
		.origins = server->origins,
	};
	struct rest_route route;

	if (path == NULL)
		return -1;
	if (strcmp(method, "OPTIONS") == 0)
		return rest_answer_options(&answer);
	if (strncmp(path, "/google.firestore.", 18) == 0)
		return fail(&answer, RPC_UNIMPLEMENTED,
		    "This server does not have the method.");
	if (!rest_route_find(&route, method, path)) {
		path = console_find(environ);
		if (path != NULL)
			return console_call(
			    server->console, path, environ, start_response);
		return fail(&answer, RPC_NOT_FOUND, "Method not found.");
	}
	return call_method(server, &answer, &route);
}
