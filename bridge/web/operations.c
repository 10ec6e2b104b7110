/*
 * The methods of a template: those of its routes, HEAD for GET, OPTIONS, and
 * 405 for all others.
 */
#include <string.h>

#include <gantry/response.h>

#include "base/text/header.h"
#include "base/text/token_list.h"
#include "web/operations.h"
#include "web/request/request.h"
#include "web/table_check.h"

const struct scope *
scope_common(const struct scope *a, const struct scope *b)
{
	const struct scope *outer;

	for (; a != NULL; a = a->outer)
		for (outer = b; outer != NULL; outer = outer->outer)
			if (outer == a)
				return a;
	return NULL;
}

static bool
is_same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* The operation of METHOD itself, or NULL. */
static struct operation *
find(const struct entry *entry, const char *method)
{
	struct operation *operation = entry->operations;

	while (operation != NULL && !is_same(operation->method, method))
		operation = operation->next;
	return operation;
}

static int
add(struct arena *arena, struct entry *entry, const struct operation *operation,
    struct gantry_error *error)
{
	struct operation *copy, **last = &entry->operations;
	const struct operation *other = find(entry, operation->method);

	if (other != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the template '%s' has two responders for %s: '%s' and "
		    "'%s'",
		    entry->template,
		    operation->method != NULL ? operation->method
					      : "all other methods",
		    other->responder.name, operation->responder.name);
	if (operation->responder.call == NULL)
		return gantry_error_set(error, GANTRY_ERROR_ARGUMENT,
		    "the template '%s': a responder has no call",
		    entry->template);
	copy = arena_alloc(arena, sizeof(*copy));
	if (copy == NULL)
		return gantry_error_memory(error);
	*copy = *operation;
	while (*last != NULL)
		last = &(*last)->next;
	*last = copy;
	return 0;
}

/* Is METHOD a token (RFC 9110 section 5.6.2) without lower-case letters? */
static bool
is_method(const char *method)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				      "!#$%&'*+-.^_`|~";

	return *method != '\0' && method[strspn(method, allowed)] == '\0';
}

static int
add_methods(struct arena *arena, struct entry *entry,
    const struct gantry_route *route, const struct scope *scope,
    struct gantry_error *error)
{
	const struct gantry_method *method = route->methods;

	for (; method != NULL && !table_ends_methods(method); method++) {
		const struct operation own = {
			.method = method->name,
			.responder = method->responder,
			.route = route,
			.scope = scope,
		};

		if (method->name == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the template '%s': a row of .methods has no name",
			    entry->template);
		if (method->responder.call == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the template '%s': the method '%s' has no "
			    "responder",
			    entry->template, method->name);
		if (!is_method(method->name))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the template '%s': '%s' is not a method; write "
			    "methods in capitals",
			    entry->template, method->name);
		if (add(arena, entry, &own, error) == -1)
			return -1;
	}
	return 0;
}

/* Has each parameter of ROUTE a name?  Returns 0 or -1. */
static int
check_params(const struct entry *entry, const struct gantry_route *route,
    struct gantry_error *error)
{
	const struct gantry_param *const *param = route->params;

	for (; param != NULL && *param != NULL; param++)
		if ((*param)->name == NULL)
			return gantry_error_set(error, GANTRY_ERROR_ARGUMENT,
			    "the template '%s': a parameter has no name",
			    entry->template);
	return 0;
}

int
operations_add(struct arena *arena, struct entry *entry,
    const struct gantry_route *route, const struct scope *scope,
    struct gantry_error *error)
{
	const struct operation own[] = {
		{ "GET", route->on_get, route, scope, NULL, NULL },
		{ "HEAD", route->on_head, route, scope, NULL, NULL },
		{ "POST", route->on_post, route, scope, NULL, NULL },
		{ "PUT", route->on_put, route, scope, NULL, NULL },
		{ "PATCH", route->on_patch, route, scope, NULL, NULL },
		{ "DELETE", route->on_delete, route, scope, NULL, NULL },
		{ "OPTIONS", route->on_options, route, scope, NULL, NULL },
		{ NULL, route->on_request, route, scope, NULL, NULL },
	};
	bool has_any =
	    route->methods != NULL && !table_ends_methods(route->methods);
	size_t i;

	for (i = 0; i < sizeof(own) / sizeof(*own); i++) {
		if (table_check_responder(&own[i].responder,
			own[i].method != NULL ? own[i].method : ".on_request",
			error) == -1)
			return gantry_error_prefix(
			    error, "the template '%s'", entry->template);
		if (own[i].responder.call == NULL)
			continue;
		has_any = true;
		if (add(arena, entry, &own[i], error) == -1)
			return -1;
	}
	if (!has_any)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the template '%s' has no responder; give it .on_get or "
		    "another",
		    entry->template);
	if (check_params(entry, route, error) == -1)
		return -1;
	return add_methods(arena, entry, route, scope, error);
}

int
operations_add_sink(struct arena *arena, struct entry *entry,
    const struct gantry_responder *responder, const struct scope *scope,
    struct gantry_error *error)
{
	const struct operation all = {
		.responder = *responder,
		.scope = scope,
	};

	return add(arena, entry, &all, error);
}

/*
 * The methods that ENTRY allows.  What answers all methods also allows the one
 * that a preflight asks for.  NULL when memory ran out.
 */
static const char *
list_allowed(struct gantry_request *request)
{
	const struct entry *entry = request->entry;
	const char *allow = entry->allow != NULL ? entry->allow : "OPTIONS";
	const char *wanted =
	    gantry_request_header(request, "Access-Control-Request-Method");

	if (find(entry, NULL) == NULL || wanted == NULL ||
	    !header_is_token(wanted) || token_list_has(allow, wanted))
		return allow;
	return gantry_environ_format(request->environ, "%s, %s", allow, wanted);
}

static int
answer_options(struct gantry_request *request, struct gantry_response *response)
{
	const char *allow = list_allowed(request);

	if (allow == NULL)
		return request_out_of_memory(request);
	gantry_response_status(response, GANTRY_204);
	return gantry_response_header(response, "Allow", allow);
}

static int
answer_not_allowed(
    struct gantry_request *request, struct gantry_response *response)
{
	const struct gantry_header headers[] = {
		{ "Allow", request->entry->allow },
		{ NULL, NULL },
	};
	const struct gantry_http_error error = {
		.status = GANTRY_405,
		.detail = gantry_environ_format(request->environ,
		    "This resource allows %s.", request->entry->allow),
		.headers = headers,
	};

	return gantry_response_raise(response, &error);
}

/* "GET, HEAD, OPTIONS"; NULL when memory ran out. */
static const char *
list_methods(struct arena *arena, const struct entry *entry)
{
	struct gantry_buffer text = { 0 };
	const struct operation *operation = entry->operations;
	const char *allow = NULL;

	for (; operation != NULL; operation = operation->next) {
		if (operation->method == NULL)
			continue;
		gantry_buffer_printf(&text, "%s, ", operation->method);
		if (strcmp(operation->method, "GET") == 0 &&
		    find(entry, "HEAD") == NULL)
			gantry_buffer_puts(&text, "HEAD, ");
	}
	gantry_buffer_puts(
	    &text, find(entry, "OPTIONS") == NULL ? "OPTIONS" : "");
	if (!gantry_buffer_failed(&text)) {
		if (text.data[text.length - 1] == ' ')
			text.length -= 2;
		allow = arena_strndup(arena, text.data, text.length);
	}
	gantry_buffer_clear(&text);
	return allow;
}

static void
finish(struct entry *entry)
{
	const struct operation *operation = entry->operations;

	entry->scope = operation->scope;
	for (; operation != NULL; operation = operation->next)
		entry->scope = scope_common(entry->scope, operation->scope);
	entry->options = (struct operation){
		.responder = GANTRY_RESPONDER(answer_options),
		.scope = entry->scope,
	};
	entry->not_allowed = (struct operation){
		.responder = GANTRY_RESPONDER(answer_not_allowed),
		.scope = entry->scope,
	};
}

int
operations_finish(
    struct arena *arena, struct entry *entry, struct gantry_error *error)
{
	for (; entry != NULL; entry = entry->next) {
		entry->allow = list_methods(arena, entry);
		if (entry->allow == NULL)
			return gantry_error_memory(error);
		finish(entry);
	}
	return 0;
}

void
operations_finish_sinks(struct entry *entry)
{
	for (; entry != NULL; entry = entry->next)
		finish(entry);
}

const struct operation *
operations_find(const struct entry *entry, const char *method)
{
	const struct operation *operation = find(entry, method);

	if (operation == NULL && strcmp(method, "HEAD") == 0)
		operation = find(entry, "GET");
	if (operation == NULL)
		operation = find(entry, NULL);
	if (operation != NULL)
		return operation;
	return strcmp(method, "OPTIONS") == 0 ? &entry->options
					      : &entry->not_allowed;
}

/* Does middleware of SCOPE, or around it, answer preflights? */
static bool
answers_preflight(const struct scope *scope)
{
	size_t i;

	for (; scope != NULL; scope = scope->outer)
		for (i = 0; i < scope->instance_count; i++)
			if (scope->instances[i].middleware->answers_preflight)
				return true;
	return false;
}

const struct operation *
operations_find_preflight(
    const struct entry *entry, const char *wanted, const struct scope **scope)
{
	const struct operation *operation = operations_find(entry, "OPTIONS");

	if (operation->method != NULL) {
		*scope = operation->scope;
		return operation;
	}
	*scope = operations_find(entry, wanted)->scope;
	if (operation == &entry->options || answers_preflight(*scope))
		return &entry->options;
	*scope = operation->scope;
	return operation;
}
