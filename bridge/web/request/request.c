/*
 * The request: its environ, fields of the path, headers, and context.
 */
#include <ctype.h>
#include <string.h>

#include "base/null.h"
#include "gantry/web.h"
#include "web/request/request.h"

void
request_begin(struct gantry_request *request, struct gantry_web *web,
    struct gantry_environ *environ, struct gantry_response *response)
{
	request->environ = environ;
	request->web = web;
	request->response = response;
	request->entry = NULL;
	request->operation = NULL;
	request->match.count = 0; /* the rest is large and not cleared */
	request->context = NULL;
	request->body = NULL;
	request->body_length = 0;
	request->json = NULL;
	request->part_schema = NULL;
	request->encodings = NULL;
}

int
request_out_of_memory(struct gantry_request *request)
{
	return gantry_response_raise(request->response,
	    &(struct gantry_http_error){ .status = GANTRY_500 });
}

void
request_null(const struct gantry_request *request, const char *function,
    const char *argument)
{
	if (request == NULL) {
		gantry_null_log(function, "request");
		return;
	}
	gantry_errors_printf(gantry_environ_wsgi(request->environ)->errors,
	    "%s: %s is NULL", function, argument);
	gantry_response_raise(request->response,
	    &(struct gantry_http_error){ .status = GANTRY_500 });
}

struct gantry_environ *
gantry_request_environ(const struct gantry_request *request)
{
	if (request_lacks(request, request, __func__, "request"))
		return NULL;
	return request->environ;
}

bool
gantry_request_is_gone(const struct gantry_request *request)
{
	return request_lacks(request, request, __func__, "request") ||
	    gantry_environ_is_gone(request->environ);
}

void *
gantry_request_state(const struct gantry_request *request)
{
	if (request_lacks(request, request, __func__, "request"))
		return NULL;
	return gantry_web_state(request->web);
}

struct gantry_response *
gantry_request_response(const struct gantry_request *request)
{
	if (request_lacks(request, request, __func__, "request"))
		return NULL;
	return request->response;
}

const char *
gantry_request_method(const struct gantry_request *request)
{
	if (request_lacks(request, request, __func__, "request"))
		return NULL;
	return gantry_environ_get(request->environ, "REQUEST_METHOD");
}

const char *
gantry_request_path(const struct gantry_request *request)
{
	if (request_lacks(request, request, __func__, "request"))
		return NULL;
	return gantry_environ_get(request->environ, "PATH_INFO");
}

static struct context *
find_context(const struct gantry_request *request, const char *name)
{
	struct context *context = request->context;

	while (context != NULL && strcmp(context->name, name) != 0)
		context = context->next;
	return context;
}

int
gantry_request_set(
    struct gantry_request *request, const char *name, void *value)
{
	struct context *context;

	if (request_lacks(request, name, __func__, "name"))
		return -1;
	context = find_context(request, name);
	if (context == NULL) {
		context =
		    gantry_environ_alloc(request->environ, sizeof(*context));
		if (context == NULL)
			return request_out_of_memory(request);
		context->name = name;
		context->next = request->context;
		request->context = context;
	}
	context->value = value;
	return 0;
}

void *
gantry_request_get(const struct gantry_request *request, const char *name)
{
	const struct context *context;

	if (request_lacks(request, name, __func__, "name"))
		return NULL;
	context = find_context(request, name);
	return context != NULL ? context->value : NULL;
}

/* A field is NUL-terminated at the end of the path and after being copied. */
static const char *
field_text(struct gantry_request *request, struct match_field *field)
{
	char *copy;

	if (field->kind != MATCH_UUID && field->text[field->length] == '\0')
		return field->text;
	copy = gantry_environ_alloc(request->environ, match_field_size(field));
	if (copy == NULL)
		return NULL;
	match_field_write(field, copy);
	field->text = copy;
	field->length = strlen(copy);
	field->kind = MATCH_TEXT;
	return copy;
}

const char *
gantry_request_field(struct gantry_request *request, const char *name)
{
	struct match *match;
	size_t i;

	if (request_lacks(request, name, __func__, "name"))
		return NULL;
	match = &request->match;
	for (i = 0; i < match->count; i++)
		if (strcmp(match->fields[i].name, name) == 0)
			return field_text(request, &match->fields[i]);
	return NULL;
}

/*
 * RFC 3875 section 4.1.18.  Content-Type and Content-Length have variables
 * without HTTP_.
 */
const char *
gantry_request_header(const struct gantry_request *request, const char *name)
{
	static const char prefix[] = "HTTP_";
	char key[256]; /* web servers accept no longer names */
	size_t length = strlen(prefix);
	const char *short_key = key + length;

	if (request_lacks(request, name, __func__, "name"))
		return NULL;
	memcpy(key, prefix, length);
	for (; *name != '\0'; name++) {
		if (length + 1 == sizeof(key))
			return NULL;
		key[length++] =
		    *name == '-' ? '_' : (char)toupper((unsigned char)*name);
	}
	key[length] = '\0';
	if (strcmp(short_key, "CONTENT_TYPE") == 0 ||
	    strcmp(short_key, "CONTENT_LENGTH") == 0)
		return gantry_environ_get(request->environ, short_key);
	return gantry_environ_get(request->environ, key);
}
