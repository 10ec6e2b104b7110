/*
 * Parameters are found in their place.  A rejection tells the client what is
 * wrong, where, and what is allowed.
 */
#include <stdio.h>
#include <string.h>

#include "base/text/utf8.h"
#include "gantry/web.h"
#include "web/request/form.h"
#include "web/request/param.h"
#include "web/request/request.h"

bool
param_lacks(const struct gantry_request *request,
    const struct gantry_param *param, const void *value, const char *function)
{
	return request_lacks(request, param, function, "param") ||
	    request_lacks(request, param->name, function, "param->name") ||
	    request_lacks(request, value, function, "value");
}

int
param_begin(struct gantry_request *request, const struct gantry_param *param,
    struct param_source *source)
{
	const char *name = param->name, *query;

	*source = (struct param_source){ .query = { .at = "", .name = name } };
	switch (param->place) {
	case GANTRY_IN_QUERY:
		query = gantry_environ_get(request->environ, "QUERY_STRING");
		if (query != NULL)
			source->query.at = query;
		break;
	case GANTRY_IN_FORM:
		return form_text(request, &source->query.at);
	case GANTRY_IN_PATH:
		source->single = gantry_request_field(request, name);
		break;
	case GANTRY_IN_HEADER:
		source->single = gantry_request_header(request, name);
		break;
	case GANTRY_IN_COOKIE:
		source->single = gantry_request_cookie(request, name);
		break;
	}
	return 0;
}

/* Fail with 400: "the query parameter 'x' WHAT".  Returns -1. */
static int
fail(struct gantry_request *request, const struct gantry_param *param,
    const char *what)
{
	static const struct {
		const char *before, *after;
	} places[] = {
		[GANTRY_IN_QUERY] = { "query parameter ", "" },
		[GANTRY_IN_PATH] = { "field ", " of the path" },
		[GANTRY_IN_HEADER] = { "header ", "" },
		[GANTRY_IN_COOKIE] = { "cookie ", "" },
		[GANTRY_IN_FORM] = { "form field ", "" },
	};

	return gantry_response_fail(request->response, GANTRY_400,
	    "the %s'%s'%s %s", places[param->place].before, param->name,
	    places[param->place].after, what);
}

static int
check_utf8(struct gantry_request *request, const struct gantry_param *param,
    const char *text)
{
	return utf8_is_valid(text, strlen(text))
	    ? 0
	    : fail(request, param, "must be UTF-8");
}

int
param_read_encoded(struct gantry_request *request,
    const struct gantry_param *param, const char *encoded, size_t length,
    const char **text)
{
	switch (query_decode(request->environ, encoded, length, text)) {
	case QUERY_DECODED:
		return check_utf8(request, param, *text);
	case QUERY_MALFORMED:
		return fail(request, param,
		    "is badly percent-encoded: write '%' as %25, and do not "
		    "send %00");
	case QUERY_NO_MEMORY:
		break;
	}
	return request_out_of_memory(request);
}

int
param_next(struct gantry_request *request, const struct gantry_param *param,
    struct param_source *source, const char **text)
{
	const char *encoded;
	size_t length;

	if (source->single != NULL) {
		*text = source->single;
		source->single = NULL;
		return check_utf8(request, param, *text) == 0 ? 1 : -1;
	}
	if (!query_next(&source->query, &encoded, &length))
		return 0;
	return param_read_encoded(request, param, encoded, length, text) == 0
	    ? 1
	    : -1;
}

/* Does the empty TEXT count as absent? */
static bool
is_empty(const struct gantry_param *param, const char *text)
{
	return *text == '\0' && !param->takes_empty &&
	    (param->place == GANTRY_IN_QUERY || param->place == GANTRY_IN_FORM);
}

int
param_use_fallback(struct gantry_request *request,
    const struct gantry_param *param, const char **text)
{
	*text = param->fallback;
	if (param->fallback == NULL && param->is_required)
		return fail(request, param, "is missing");
	return 0;
}

int
param_read(struct gantry_request *request, const struct gantry_param *param,
    const char **text)
{
	struct param_source source;
	const char *found = NULL, *next;
	int result;

	if (param_begin(request, param, &source) == -1)
		return -1;
	while ((result = param_next(request, param, &source, &next)) == 1) {
		if (found != NULL)
			return fail(
			    request, param, "is given twice; give it once");
		found = next;
	}
	if (result == -1)
		return -1;
	*text = found;
	if (found == NULL || is_empty(param, found))
		return param_use_fallback(request, param, text);
	return 0;
}

int
param_reject(struct gantry_request *request, const struct gantry_param *param,
    const char *text, const char *what)
{
	struct gantry_error error;
	char must[1024];

	if (text != param->fallback) {
		snprintf(must, sizeof(must), "must be %s", what);
		return fail(request, param, must);
	}
	gantry_error_set(&error, GANTRY_ERROR_SYSTEM,
	    "the fallback '%s' of the parameter '%s' is not %s", text,
	    param->name, what);
	return gantry_response_fail_with(request->response, &error);
}

/* "one of 'a', 'b'" */
static const char *
format_choices(char *buffer, size_t size, const char *const *choices)
{
	size_t used = (size_t)snprintf(buffer, size, "one of ");

	for (; *choices != NULL && used < size; choices++)
		used += (size_t)snprintf(buffer + used, size - used, "'%s'%s",
		    *choices, choices[1] != NULL ? ", " : "");
	return buffer;
}

static bool
is_choice(const struct gantry_param *param, const char *text)
{
	const char *const *choice = param->choices;

	if (choice == NULL)
		return true;
	while (*choice != NULL && strcmp(*choice, text) != 0)
		choice++;
	return *choice != NULL;
}

int
param_check_choice(struct gantry_request *request,
    const struct gantry_param *param, const char *item, const char *text)
{
	char what[768];

	if (is_choice(param, item))
		return 0;
	return param_reject(request, param, text,
	    format_choices(what, sizeof(what), param->choices));
}

bool
gantry_param_is_given(
    struct gantry_request *request, const struct gantry_param *param)
{
	struct param_source source;
	const char *text;
	size_t length;
	int result;

	if (param_lacks(request, param, param, __func__))
		return false;
	source = (struct param_source){ .query = { .name = param->name } };
	/* An invalid form is reported by what reads it. */
	if (param->place == GANTRY_IN_FORM)
		result = form_peek(request, &source.query.at);
	else
		result = param_begin(request, param, &source);
	if (result == -1)
		return false;
	return source.single != NULL ||
	    query_next(&source.query, &text, &length);
}
