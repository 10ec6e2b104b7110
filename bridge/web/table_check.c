/*
 * Rows of tables.  A row that has something but not what it needs would end its
 * table without a word, so it is an error.
 */
#include <string.h>

#include <gantry/middleware.h>

#include "web/table_check.h"

/* Is ROW, SIZE bytes of pointers, all zero? */
static bool
is_zero(const void *row, size_t size)
{
	const unsigned char *bytes = row;
	size_t i;

	for (i = 0; i < size; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

bool
table_ends_routes(const struct gantry_route *route)
{
	return route->uri_template == NULL && is_zero(route, sizeof(*route));
}

bool
table_ends_groups(const struct gantry_group *group)
{
	return group->prefix == NULL && is_zero(group, sizeof(*group));
}

bool
table_ends_sinks(const struct gantry_sink *sink)
{
	return sink->prefix == NULL && is_zero(sink, sizeof(*sink));
}

bool
table_ends_methods(const struct gantry_method *method)
{
	return method->name == NULL && is_zero(method, sizeof(*method));
}

int
table_check_responder(const struct gantry_responder *responder,
    const char *field, struct gantry_error *error)
{
	if (responder->call != NULL || responder->name == NULL)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the responder '%s' of %s has no function", responder->name, field);
}

static int
check_hooks(const struct gantry_hook *hooks, const char *field,
    struct gantry_error *error)
{
	const struct gantry_hook *hook = hooks;

	for (; hook != NULL && !is_zero(hook, sizeof(*hook)); hook++)
		if (hook->call == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the hook %zu of %s, '%s', has no function",
			    (size_t)(hook - hooks) + 1, field,
			    hook->name != NULL ? hook->name : "?");
	return 0;
}

static int
check_middleware(const struct gantry_middleware *const *middleware,
    struct gantry_error *error)
{
	const struct gantry_middleware *one;

	for (; middleware != NULL && *middleware != NULL; middleware++) {
		one = *middleware;
		if (one->open == NULL && one->process_request == NULL &&
		    one->process_resource == NULL &&
		    one->process_response == NULL && one->teardown == NULL &&
		    one->close == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the middleware '%s' has no function",
			    one->name != NULL ? one->name : "?");
	}
	return 0;
}

static bool
ends_handlers(const struct gantry_error_handler *handler)
{
	return handler->status == 0 && handler->responder.call == NULL &&
	    handler->responder.name == NULL;
}

static int
check_handlers(
    const struct gantry_error_handler *handlers, struct gantry_error *error)
{
	const struct gantry_error_handler *handler = handlers, *other;

	for (; handler != NULL && !ends_handlers(handler); handler++) {
		if (handler->responder.call == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the error handler for %d has no function",
			    handler->status);
		if (handler->status != 0 &&
		    (handler->status < 200 || handler->status > 599))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "an error handler is for %d, which is not the "
			    "status of a failure",
			    handler->status);
		for (other = handlers; other != handler; other++)
			if (other->status == handler->status)
				return gantry_error_set(error,
				    GANTRY_ERROR_INPUT,
				    "two error handlers are for %d",
				    handler->status);
	}
	return 0;
}

int
table_check_scope(const struct gantry_group *group, struct gantry_error *error)
{
	if (check_hooks(group->before, ".before", error) == -1 ||
	    check_hooks(group->after, ".after", error) == -1 ||
	    check_middleware(group->middleware, error) == -1)
		return -1;
	return check_handlers(group->error_handlers, error);
}

int
table_check_converters(
    const struct gantry_converter *converters, struct gantry_error *error)
{
	const struct gantry_converter *row = converters, *other;

	for (; row != NULL && !is_zero(row, sizeof(*row)); row++) {
		if (row->name == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the converter %zu has no name",
			    (size_t)(row - converters) + 1);
		if (row->takes == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the converter '%s' has no function .takes",
			    row->name);
		if (*row->name == '\0' || strpbrk(row->name, "(}/") != NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "no template can name the converter '%s'",
			    row->name);
		for (other = converters; other != row; other++)
			if (strcmp(other->name, row->name) == 0)
				return gantry_error_set(error,
				    GANTRY_ERROR_INPUT,
				    "two converters are named '%s'", row->name);
	}
	return 0;
}
