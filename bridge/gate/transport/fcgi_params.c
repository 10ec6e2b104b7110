/*
 * Decode the bytes of PARAMS records in place.  At least two bytes of lengths
 * precede each pair and make room for two NULs: the name moves forward by two
 * bytes, the value by one.
 */
#include <string.h>

#include "gate/environ/repair.h"
#include "gate/transport/fcgi_params.h"
#include "wire/params.h"

static int
add_pair(struct gantry_environ *environ, const struct param *param,
    struct gantry_error *error)
{
	char *name = (char *)param->name - 2;
	char *value = (char *)param->value - 1;

	/* A NUL in a name makes it malformed, like any control character. */
	if (memchr(param->value, '\0', param->value_length) != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a parameter's value holds a NUL: '%.*s'",
		    param->name_length > 64 ? 64 : (int)param->name_length,
		    param->name);
	memmove(name, param->name, param->name_length);
	name[param->name_length] = '\0';
	memmove(value, param->value, param->value_length);
	value[param->value_length] = '\0';
	return environ_add(environ, name, param->name_length, value, error);
}

/* Another thread logs these when a deadline passes. */
static void
note_target(struct request *request)
{
	struct gantry_environ *environ = &request->environ;

	gantry_environ_request_id(environ);
	request->client = environ_text(environ, "REMOTE_ADDR");
	request->method = environ_text(environ, "REQUEST_METHOD");
	request->target = environ_text(environ, "REQUEST_URI");
	if (*request->target == '\0')
		request->target = environ_text(environ, "PATH_INFO");
	if (*request->target == '\0')
		request->target = environ_text(environ, "SCRIPT_NAME");
}

int
fcgi_params_decode(struct fcgi_request *request, struct gantry_error *error)
{
	struct gantry_environ *environ = &request->base.environ;
	char *at = request->params.data;
	size_t left = request->params.length, used;
	struct param param;

	if (gantry_buffer_failed(&request->params))
		return gantry_error_memory(error);
	for (; left > 0; at += used, left -= used) {
		used = param_decode(&param, at, left);
		if (used == 0)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the last parameter is truncated");
		if (add_pair(environ, &param, error) == -1)
			return -1;
	}
	note_target(&request->base);
	if (request->is_authorizer &&
	    environ_set(environ, "FCGI_ROLE", "AUTHORIZER", error) == -1)
		return -1;
	return environ_content_length(environ, &request->body_declared, error);
}

void
fcgi_params_set_length(struct fcgi_request *request)
{
	struct gantry_environ *environ = &request->base.environ;
	char *digits;

	if (request->body_declared >= 0 ||
	    (request->body_declared == LENGTH_MISSING &&
		request->body_length == 0))
		return;
	digits = gantry_environ_format(
	    environ, "%lld", (long long)request->body_length);
	/*
	 * If this fails, the length stays unknown, and the body ends as usual.
	 */
	if (digits != NULL)
		environ_set(environ, "CONTENT_LENGTH", digits, NULL);
}
