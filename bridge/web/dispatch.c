/*
 * The order of middleware, hooks and responder.  Scopes are nested: outer ones
 * run first on the way in, inner ones first on the way out.
 */
#include <string.h>

#include <gantry/trace.h>

#include "web/dispatch.h"
#include "web/error_document.h"

/* One call into the application, for the trace and the log. */
struct step {
	struct gantry_web *web;
	const char *kind;
	const char *name, *part;
};

static struct step
begin(struct gantry_web *web, const char *kind, const char *name,
    const char *part)
{
	web->response.is_explained = false;
	gantry_trace_begin(web->request.environ, kind, "%s%s", name, part);
	return (struct step){ web, kind, name, part };
}

/*
 * The step returned RESULT.  Returns 0, or -1 with the response failed.  A step
 * that fails without giving a reason is named in the log.  One that gives a
 * reason has failed whatever it returns: what checks a request must not let it
 * pass by mistake.
 */
static int
end(const struct step *step, int result)
{
	struct gantry_environ *environ = step->web->request.environ;

	gantry_trace_end(environ);
	if (result == 0 && !step->web->response.is_explained)
		return 0;
	if (result == 0)
		gantry_errors_printf(gantry_environ_wsgi(environ)->errors,
		    "%s %s%s made the request fail, but returned 0", step->kind,
		    step->name, step->part);
	if (!step->web->response.is_explained) {
		gantry_errors_printf(gantry_environ_wsgi(environ)->errors,
		    "%s %s%s failed", step->kind, step->name, step->part);
		error_document_fail(&step->web->response);
	}
	return -1;
}

/* Calls the middleware INDEX of SCOPE on the way in. */
typedef int enter(
    const struct scope *scope, size_t index, struct gantry_web *web);

static int
process_request(const struct scope *scope, size_t index, struct gantry_web *web)
{
	const struct instance *instance = &scope->instances[index];
	const struct gantry_middleware *middleware = instance->middleware;
	struct step step;

	if (!web->site.source->independent_middleware) {
		web->entered = scope;
		web->entered_count = index + 1;
	}
	if (middleware->process_request == NULL)
		return 0;
	step = begin(web, "middleware", middleware->name, ".process_request");
	return end(&step,
	    middleware->process_request(
		&web->request, &web->response, instance->state));
}

static int
process_resource(
    const struct scope *scope, size_t index, struct gantry_web *web)
{
	const struct instance *instance = &scope->instances[index];
	const struct gantry_middleware *middleware = instance->middleware;
	struct step step;

	if (middleware->process_resource == NULL)
		return 0;
	step = begin(web, "middleware", middleware->name, ".process_resource");
	return end(&step,
	    middleware->process_resource(
		&web->request, &web->response, instance->state));
}

static int
process_response(
    const struct instance *instance, struct gantry_web *web, bool succeeded)
{
	const struct gantry_middleware *middleware = instance->middleware;
	struct step step;

	if (middleware->process_response == NULL)
		return 0;
	step = begin(web, "middleware", middleware->name, ".process_response");
	return end(&step,
	    middleware->process_response(
		&web->request, &web->response, instance->state, succeeded));
}

/*
 * Call the middleware of SCOPE and of the scopes around it, up to and without
 * OUTER.  Stops at a failure and once the response is complete.
 */
static int
enter_scopes(struct gantry_web *web, const struct scope *scope,
    const struct scope *outer, enter *call)
{
	size_t i;

	if (scope == outer)
		return 0;
	if (enter_scopes(web, scope->outer, outer, call) == -1)
		return -1;
	for (i = 0; i < scope->instance_count; i++)
		if (!web->response.is_complete && call(scope, i, web) == -1)
			return -1;
	return 0;
}

/* Call process_request of the scopes from OUTER, which it omits, to SCOPE. */
static int
request_scopes(struct gantry_web *web, const struct scope *scope,
    const struct scope *outer)
{
	if (web->site.source->independent_middleware) {
		web->entered = scope;
		web->entered_count = scope->instance_count;
	}
	return enter_scopes(web, scope, outer, process_request);
}

static int
run_hooks(
    struct gantry_web *web, const char *kind, const struct gantry_hook *hook)
{
	struct step step;

	for (; hook != NULL && hook->call != NULL && !web->response.is_complete;
	     hook++) {
		step = begin(web, kind, hook->name, "");
		if (end(&step,
			hook->call(&web->request, &web->response,
			    hook->argument)) == -1)
			return -1;
	}
	return 0;
}

/* Run the hooks of the scopes around SCOPE, then its own. */
static int
run_before(struct gantry_web *web, const struct scope *scope)
{
	if (scope == NULL)
		return 0;
	if (run_before(web, scope->outer) == -1)
		return -1;
	return run_hooks(web, "before", scope->before);
}

static int
run_after(struct gantry_web *web, const struct scope *scope)
{
	for (; scope != NULL; scope = scope->outer)
		if (run_hooks(web, "after", scope->after) == -1)
			return -1;
	return 0;
}

static int
call_responder(struct gantry_web *web, const char *kind,
    const struct gantry_responder *responder)
{
	const struct step step = begin(web, kind, responder->name, "");

	return end(&step, responder->call(&web->request, &web->response));
}

/* Check the body that OPERATION declares; on_request has methods without. */
static int
check_body(struct gantry_web *web, const struct operation *operation)
{
	const char *method = gantry_request_method(&web->request);
	struct step step;

	if (operation->method == NULL && strcmp(method, "POST") != 0 &&
	    strcmp(method, "PUT") != 0 && strcmp(method, "PATCH") != 0)
		return 0;
	step = begin(web, "body", operation->responder.name, "");
	return end(&step, declared_body_check(&web->request, operation->body));
}

/* Call the responder and, for a route, its hooks. */
static int
respond(struct gantry_web *web, const struct operation *operation)
{
	bool has_hooks = operation->route != NULL;

	if (has_hooks && run_before(web, operation->scope) == -1)
		return -1;
	if (web->response.is_complete)
		return 0;
	if (operation->body != NULL && check_body(web, operation) == -1)
		return -1;
	if (call_responder(web, "responder", &operation->responder) == -1 ||
	    response_check(&web->response) == -1)
		return -1;
	return has_hooks ? run_after(web, operation->scope) : 0;
}

/* Choose the operation of the request's entry, and the scope around it. */
static void
choose_operation(struct gantry_web *web)
{
	struct gantry_request *request = &web->request;
	const char *method = gantry_request_method(request);
	const char *wanted = strcmp(method, "OPTIONS") == 0
	    ? gantry_request_header(request, "Access-Control-Request-Method")
	    : NULL;

	if (wanted != NULL) {
		request->operation = operations_find_preflight(
		    request->entry, wanted, &web->scope);
	} else {
		request->operation = operations_find(request->entry, method);
		web->scope = request->operation->scope;
	}
	gantry_environ_set_route(request->environ, request->entry->template);
	gantry_trace_note(request->environ, "template %s, responder %s",
	    request->entry->template, request->operation->responder.name);
}

/* Find the operation that answers the request, if any, and its scope. */
static int
find_operation(struct gantry_web *web)
{
	struct gantry_request *request = &web->request;
	struct routed_path path;

	if (routed_path_find(&path, request->environ,
		web->site.source->strips_trailing_slash) == -1)
		return request_out_of_memory(request);
	gantry_trace_begin(request->environ, "route", "%s",
	    routed_path_show(&path, request->environ));
	request->entry = site_find(&web->site, &path, &request->match);
	if (request->entry != NULL)
		choose_operation(web);
	else
		web->scope =
		    site_find_scope(&web->site, &path, &request->match);
	gantry_trace_end(request->environ);
	return 0;
}

/* Is the method unknown, so that no resource of the site has it? */
static bool
is_not_implemented(const struct gantry_web *web)
{
	const struct gantry_request *request = &web->request;

	return (request->operation == NULL ||
		   request->operation == &request->entry->not_allowed) &&
	    !method_is_known(web->site.entries, gantry_request_method(request));
}

/* Fail if no responder, not even a built-in one, answers the request. */
static int
check_operation(struct gantry_web *web)
{
	if (is_not_implemented(web))
		return gantry_response_fail(&web->response, GANTRY_501,
		    "No resource here has this method.");
	if (web->request.operation == NULL)
		return gantry_response_fail(&web->response, GANTRY_404,
		    "There is nothing at this address.");
	return 0;
}

/*
 * Does a responder of the application answer?  process_resource must not run
 * for OPTIONS and 405: a browser's preflight carries no credentials.
 */
static bool
has_responder(const struct gantry_request *request)
{
	return request->operation != &request->entry->options &&
	    request->operation != &request->entry->not_allowed;
}

/* Everything up to the answer. */
static int
process(struct gantry_web *web)
{
	const struct scope *site = web->site.scope;

	if (request_scopes(web, site, NULL) == -1)
		return -1;
	if (web->response.is_complete)
		return 0;
	if (find_operation(web) == -1)
		return -1;
	if (request_scopes(web, web->scope, site) == -1)
		return -1;
	if (web->response.is_complete)
		return 0;
	if (check_operation(web) == -1)
		return -1;
	if (has_responder(&web->request) &&
	    enter_scopes(web, web->scope, NULL, process_resource) == -1)
		return -1;
	if (web->response.is_complete)
		return 0;
	return respond(web, web->request.operation);
}

/* The handler of STATUS, or of any status, from SCOPE outwards. */
static const struct gantry_responder *
find_handler(const struct scope *scope, int status)
{
	const struct gantry_error_handler *handler;
	const struct gantry_responder *found = NULL;

	for (; scope != NULL && found == NULL; scope = scope->outer)
		for (handler = scope->error_handlers;
		     handler != NULL && handler->responder.call != NULL;
		     handler++)
			if (handler->status == status ||
			    (handler->status == 0 && found == NULL))
				found = &handler->responder;
	return found;
}

/*
 * Answer the response's failure.  Returns whether an error handler did so; when
 * a handler fails, the document of its own failure is sent.
 */
static bool
answer_failure(struct gantry_web *web)
{
	struct gantry_response *response = &web->response;
	const struct gantry_responder *handler;

	gantry_trace_note(web->request.environ, "failed: %s: %s",
	    response->failure.status,
	    response->failure.detail != NULL ? response->failure.detail : "");
	response->status = response->failure.status;
	response_end_extension(response);
	handler = find_handler(web->scope, error_document_status(response));
	if (handler != NULL && call_responder(web, "handler", handler) == 0)
		return true;
	error_document_write(response);
	return false;
}

/* A position in the middleware that saw the request. */
struct position {
	const struct scope *scope;
	size_t count; /* of its middleware that is left */
};

/* The next middleware, from the innermost outwards; NULL after the last. */
static const struct instance *
next_entered(struct position *position)
{
	while (position->count == 0) {
		if (position->scope == NULL || position->scope->outer == NULL)
			return NULL;
		position->scope = position->scope->outer;
		position->count = position->scope->instance_count;
	}
	return &position->scope->instances[--position->count];
}

/* Call process_response of the middleware that saw the request. */
static void
leave_scopes(struct gantry_web *web, bool succeeded)
{
	struct position position = { web->entered, web->entered_count };
	const struct instance *instance;

	while ((instance = next_entered(&position)) != NULL)
		if (process_response(instance, web, succeeded) == -1)
			succeeded = answer_failure(web);
}

void
dispatch(struct gantry_web *web)
{
	bool succeeded;

	web->scope = web->site.scope;
	web->entered = NULL;
	web->entered_count = 0;
	succeeded =
	    (process(web) == 0 && response_defer(&web->response) == 0) ||
	    answer_failure(web);
	leave_scopes(web, succeeded);
	if (response_condition(&web->response) == -1)
		answer_failure(web);
}

void
dispatch_tear_down(struct gantry_web *web)
{
	struct position position = { web->entered, web->entered_count };
	const struct instance *instance;

	while ((instance = next_entered(&position)) != NULL)
		if (instance->middleware->teardown != NULL)
			instance->middleware->teardown(
			    &web->request, instance->state);
}
