/*
 * Serve one request: repair its environ, find its mount, call the application.
 * A request that reaches no application is answered here, and logged once.
 */
#include <stdlib.h>

#include "base/log/log.h"
#include "gate/environ/repair.h"
#include "gate/failure.h"
#include "gate/gate.h"
#include "gate/module/module.h"
#include "gate/reply_finish.h"

/* Open the application of one mount. */
static int
open_mount(const struct mount *mount, void **state, bool required, bool warn,
    struct gantry_error *error)
{
	if (mount->module != NULL && module_load(mount->module, error) == -1)
		return -1;
	if (mount->application->open == NULL ||
	    mount->application->open(mount->settings, state, error) == 0)
		return 0;
	gantry_error_prefix(error, "application '%s'", mount_name(mount));
	if (error->code != GANTRY_ERROR_UNAVAILABLE || required)
		return -1;
	if (warn)
		log_warning("%s", error->text);
	return 0;
}

int
gate_open(struct gate *gate, const struct gate_options *options, bool warn,
    struct gantry_error *error)
{
	*gate = (struct gate){
		.options = *options,
		.tracer = {
			.traces_all = options->traces,
			.is_asked = options->debug,
			.secret = options->trace_secret,
		},
	};
	gate->states = calloc(options->mount_count + 1, sizeof(*gate->states));
	if (gate->states == NULL)
		return gantry_error_memory(error);
	for (; gate->opened < options->mount_count; gate->opened++) {
		if (open_mount(&options->mounts[gate->opened],
			&gate->states[gate->opened],
			options->requires_available, warn, error) == -1) {
			gate_close(gate);
			return -1;
		}
	}
	return 0;
}

static void
tell_fact(struct gate *gate, size_t index)
{
	const struct mount *mount = &gate->options.mounts[index];
	const struct gantry_application *application = mount->application;

	if (application->fact != NULL && gate->observer.fact != NULL)
		gate->observer.fact(gate->observer.owner, mount_name(mount),
		    application->fact(gate->states[index]));
}

void
gate_tell_facts(struct gate *gate)
{
	size_t i;

	for (i = 0; i < gate->opened; i++)
		tell_fact(gate, i);
}

void
gate_close(struct gate *gate)
{
	const struct gantry_application *application;

	while (gate->opened > 0) {
		gate->opened--;
		application = gate->options.mounts[gate->opened].application;
		if (application->close != NULL)
			application->close(gate->states[gate->opened]);
	}
	free(gate->states);
	gate->states = NULL;
	tracer_clear(&gate->tracer);
}

static int
reject(struct request *request, const struct gantry_error *error)
{
	struct gantry_environ *environ = &request->environ;
	const char *detail = repair_detail(environ, error->text);
	const char *status = "400 Bad Request";

	request->was_rejected = true;
	if (error->code == GANTRY_ERROR_LIMIT)
		status = "431 Request Header Fields Too Large";
	if (error->code == GANTRY_ERROR_MEMORY) {
		status = "500 Internal Server Error";
		detail = "The server's log says why.";
	}
	if (request->rejection_status != NULL)
		status = request->rejection_status;
	errors_warn(&request->errors, "request rejected: %s", error->text);
	failure_answer(
	    environ, status, detail, gantry_environ_request_id(environ));
	return reply_finish(environ, 0);
}

/* Clients request arbitrary paths, so this is not logged. */
static int
answer_not_found(struct request *request, const char *path)
{
	struct gantry_environ *environ = &request->environ;
	const char *detail = gantry_environ_format(
	    environ, "no application is mounted at '%.256s'", path);

	request->was_rejected = true;
	failure_answer(environ, "404 Not Found", detail, NULL);
	return reply_finish(environ, 0);
}

/* An application that ignores the role would authorize every request. */
static int
reject_authorizer(struct request *request, const char *name)
{
	struct gantry_error error;

	gantry_error_set(&error, GANTRY_ERROR_INPUT,
	    "application '%s' is not an Authorizer", name);
	request->rejection_status = "403 Forbidden";
	return reject(request, &error);
}

/* The master found that the path crashes workers. */
static int
reject_crashing(struct request *request)
{
	struct gantry_error error;

	gantry_error_set(&error, GANTRY_ERROR_BUSY,
	    "requests for this path crashed workers; they are refused for a "
	    "while (crash-limit)");
	request->rejection_status = "503 Service Unavailable";
	return reject(request, &error);
}

/* Set the variables that come from the configuration. */
static int
set_options(const struct gate_options *options, struct gantry_environ *environ,
    struct gantry_error *error)
{
	environ->wsgi.multithread = options->multithread;
	environ->wsgi.multiprocess = options->multiprocess;
	environ->wsgi.run_once = options->run_once;
	if (options->file_handoff == NULL)
		return 0;
	return environ_set(
	    environ, "gantry.file_handoff", options->file_handoff, error);
}

/* Hand the request to the application at MOUNT. */
static int
call(struct gate *gate, struct request *request, const struct mount *mount)
{
	struct gantry_environ *environ = &request->environ;
	const struct gantry_application *application = mount->application;
	const size_t index = (size_t)(mount - gate->options.mounts);
	int result;

	if (request->is_authorizer && !application->authorizes)
		return reject_authorizer(request, application->name);
	if (gate->listener.refuses != NULL &&
	    gate->listener.refuses(gate->listener.owner, environ))
		return reject_crashing(request);
	environ->state = gate->states[index];
	environ->mount = mount;
	environ->runner = &gate->runner;
	if (gate->listener.begins != NULL)
		gate->listener.begins(gate->listener.owner, index);
	tracer_call_begin(environ, mount);
	result = application->call(environ, reply_start_response);
	tracer_call_end(environ);
	result = reply_finish(environ, result);
	errors_debug(&request->errors, "%s answered %d, %lld bytes",
	    application->name, request->body.status,
	    (long long)request->body.written);
	tell_fact(gate, index);
	return result;
}

/* Serve the request; the caller notifies the observer. */
static int
serve(struct gate *gate, struct request *request,
    const struct gantry_error *rejection)
{
	struct gantry_environ *environ = &request->environ;
	const struct gate_options *options = &gate->options;
	const struct mount_search search = {
		.mounts = options->mounts,
		.count = options->mount_count,
		.trust_script_name = request->trust_script_name,
	};
	struct mount_match match;
	struct gantry_error error;
	int result;

	if (rejection != NULL)
		return reject(request, rejection);
	if (set_options(options, environ, &error) == -1)
		return reject(request, &error);
	gantry_trace_begin(environ, "repair", "the environ");
	result = environ_repair(
	    environ, options->trusted, &request->input.left, &error);
	gantry_trace_end(environ);
	if (result == -1)
		return reject(request, &error);
	gantry_trace_begin(environ, "mount", "find the application");
	result = mount_resolve(&search, environ, &match, &error);
	gantry_trace_end(environ);
	if (result == -1)
		return reject(request, &error);
	if (match.mount == NULL)
		return answer_not_found(request, match.path);
	return call(gate, request, match.mount);
}

int
gate_serve(struct gate *gate, struct request *request,
    const struct gantry_error *rejection)
{
	const struct observer *observer = &gate->observer;
	int result;

	request->body.shows_rules = gate->options.debug;
	request->body.mirrors_errors = gate->options.mirror_errors;
	request->body.tells_id = gate->options.request_id_header;
	request->environ.observer = observer;
	if (observer->begin != NULL)
		observer->begin(observer->owner, request);
	tracer_begin(&gate->tracer, request);
	result = serve(gate, request, rejection);
	gantry_trace_end(&request->environ);
	if (observer->end != NULL)
		observer->end(observer->owner, request, result);
	return result;
}

void
gantry_environ_step(struct gantry_environ *environ, const char *what)
{
	const struct observer *observer = environ->observer;

	if (observer != NULL && observer->step != NULL)
		observer->step(observer->owner, what);
}

bool
gantry_environ_is_slow(const struct gantry_environ *environ)
{
	const struct observer *observer = environ->observer;

	return observer != NULL && observer->is_slow != NULL &&
	    observer->is_slow(observer->owner);
}

void
gantry_environ_explain(struct gantry_environ *environ, const char *why)
{
	const struct observer *observer = environ->observer;

	if (observer != NULL && observer->explain != NULL)
		observer->explain(observer->owner, why);
}
