/*
 * Serve one request: repair its environ, find its mount, call the application.
 * A request that reaches no application is answered here, and logged once.
 */
#include <stdlib.h>

#include "base/log/log.h"
#include "gate/deferred/deferred.h"
#include "gate/environ/repair.h"
#include "gate/failure.h"
#include "gate/gate.h"
#include "gate/hooks/process_hooks.h"
#include "gate/metrics/metric_area.h"
#include "gate/module/module.h"
#include "gate/reply_finish.h"
#include "gate/trace/trace.h"

/*
 * So many functions of a deferred request run in a row, so that one that always
 * has more to do does not hold a thread.
 */
#define CALLS_MAX 16

/* Open the application of one mount. */
static int
open_mount(const struct mount *mount, void **state, bool required, bool warn,
    struct gantry_error *error)
{
	if (mount->module != NULL && module_load(mount->module, error) == -1)
		return -1;
	if (mount->application->call == NULL)
		return gantry_error_set(error, GANTRY_ERROR_ARGUMENT,
		    "application '%s' has no call", mount_name(mount));
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

static int
begin_hooks(struct gate *gate, struct gantry_error *error)
{
	const struct gate_options *options = &gate->options;

	if (!options->is_alone)
		return 0;
	if (hooks_prepare(options->mounts, options->mount_count, error) == -1 ||
	    hooks_begin_worker(options->mounts, options->mount_count, error) ==
		-1)
		return -1;
	gate->has_begun = true;
	return 0;
}

int
gate_open(struct gate *gate, const struct gate_options *options, bool warn,
    struct gantry_error *error)
{
	struct gantry_error unused;

	if (error == NULL)
		error = &unused;
	*gate = (struct gate){
		.options = *options,
		.tracer = {
			.traces_all = options->traces,
			.is_asked = options->debug,
			.secret = options->trace_secret,
		},
	};
	gate->unavailable = options->mount_count;
	gate->states = calloc(options->mount_count + 1, sizeof(*gate->states));
	gate->foreign =
	    calloc(options->mount_count + 1, sizeof(*gate->foreign));
	if (gate->states == NULL || gate->foreign == NULL) {
		gate_close(gate);
		return gantry_error_memory(error);
	}
	if (begin_hooks(gate, error) == -1) {
		gate_close(gate);
		return -1;
	}
	for (; gate->opened < options->mount_count; gate->opened++) {
		error->code = GANTRY_ERROR_NONE;
		if (open_mount(&options->mounts[gate->opened],
			&gate->states[gate->opened],
			options->requires_available, warn, error) == -1) {
			gate_close(gate);
			return -1;
		}
		foreign_init(&gate->foreign[gate->opened],
		    options->mounts[gate->opened].application,
		    options->mounts[gate->opened].settings);
		if (error->code == GANTRY_ERROR_UNAVAILABLE &&
		    gate->opened < gate->unavailable)
			gate->unavailable = gate->opened;
	}
	return 0;
}

size_t
gate_find_unavailable(const struct gate_options *options, size_t from)
{
	const struct gantry_application *application;
	struct gantry_error error;
	void *state;
	int result;

	for (; from < options->mount_count; from++) {
		application = options->mounts[from].application;
		state = NULL;
		result = open_mount(
		    &options->mounts[from], &state, true, false, &error);
		if (application->close != NULL &&
		    (result == 0 || error.code == GANTRY_ERROR_UNAVAILABLE))
			application->close(state);
		if (result == -1)
			break;
	}
	return from;
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
gate_begin_thread(const struct gate *gate)
{
	const struct gantry_application *application;
	size_t i;

	for (i = 0; i < gate->opened; i++) {
		application = gate->options.mounts[i].application;
		if (application->thread_begin != NULL)
			application->thread_begin(gate->states[i]);
	}
}

void
gate_end_thread(const struct gate *gate)
{
	const struct gantry_application *application;
	size_t i;

	for (i = 0; i < gate->opened; i++) {
		application = gate->options.mounts[i].application;
		if (application->thread_end != NULL)
			application->thread_end(gate->states[i]);
	}
}

/* Close what belongs to the process; once. */
static void
close_hooks(struct gate *gate)
{
	size_t i;

	if (gate->has_begun)
		hooks_end_worker(
		    gate->options.mounts, gate->options.mount_count);
	gate->has_begun = false;
	for (i = 0; i < gate->options.mount_count; i++)
		metrics_forget(gate->options.mounts[i].settings);
	gate->options.is_alone = false;
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
	if (gate->options.is_alone)
		close_hooks(gate);
	free(gate->states);
	gate->states = NULL;
	free(gate->foreign);
	gate->foreign = NULL;
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
		status = environ->is_uri_too_long
		    ? "414 URI Too Long"
		    : "431 Request Header Fields Too Large";
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

/* The master found that requests like this one crash workers. */
static int
reject_crashing(struct request *request)
{
	struct gantry_error error;

	gantry_error_set(&error, GANTRY_ERROR_BUSY,
	    "requests like this one crashed workers; they are refused for a "
	    "while (crash-limit)");
	request->rejection_status = "503 Service Unavailable";
	return reject(request, &error);
}

/* Set the variables that come from the configuration. */
static int
set_options(const struct gate_options *options, struct request *request,
    struct gantry_error *error)
{
	struct gantry_environ *environ = &request->environ;

	environ->wsgi.multithread = options->multithread;
	environ->wsgi.multiprocess = options->multiprocess;
	environ->wsgi.run_once = options->run_once;
	if (options->file_handoff == NULL || request->is_direct)
		return 0;
	return environ_set(
	    environ, "gantry.file_handoff", options->file_handoff, error);
}

/* Send what was written, and keep no memory that a wait does not need. */
static void
suspend(struct request *request)
{
	struct gantry_environ *environ = &request->environ;
	struct gantry_body *body = &request->body;
	const struct observer *observer = environ->observer;

	gantry_flush(body);
	if (body->data.length == 0)
		gantry_buffer_clear(&body->data);
	tracer_keep(request);
	TRACE_BEGIN(environ, "wait", "deferred");
	if (observer != NULL && observer->suspend != NULL)
		observer->suspend(observer->owner, request);
}

/* There were too many deferred requests, and the application gave up. */
static void
answer_refused(struct request *request)
{
	failure_answer(&request->environ, "503 Service Unavailable",
	    "Too many requests are waiting.",
	    gantry_environ_request_id(&request->environ));
}

static int
break_off(struct request *request, const char *why)
{
	struct gantry_body *body = &request->body;

	gantry_errors_printf(&request->errors, "%s", why);
	errors_warn(&request->errors,
	    "the answer was broken off, %lld bytes into its body",
	    (long long)body->written);
	body->state = REPLY_ENDED;
	return -1;
}

/* The request was cancelled: answer, if that is still possible. */
static int
answer_cancelled(struct request *request)
{
	struct gantry_environ *environ = &request->environ;
	struct gantry_body *body = &request->body;
	const char *status = "503 Service Unavailable";
	const char *detail = "The worker that served the request has ended.";

	switch (body->deferred->reason) {
	case GANTRY_END_DEADLINE:
		status = "504 Gateway Timeout";
		detail = "The application wrote nothing in time "
			 "(deferred-timeout).";
		break;
	case GANTRY_END_DRAINING:
		break;
	default:
		body->peer_closed = true;
		body->state = REPLY_ENDED;
		return -1;
	}
	if (body->sent)
		return break_off(request, detail);
	errors_warn(&request->errors, "%s", detail);
	failure_answer(
	    environ, status, detail, gantry_environ_request_id(environ));
	return reply_finish(environ, 0);
}

/*
 * Tell the application the end.  Unless the request was cancelled, its reply
 * was finished with RESULT.
 */
static void
tell_end(struct request *request, bool is_cancelled, int result)
{
	struct gantry_body *body = &request->body;
	struct gantry_deferred *deferred = body->deferred;
	enum gantry_end reason = GANTRY_END_FINISHED;

	if (is_cancelled || (result != 0 && deferred_is_cancelled(deferred)))
		reason = deferred->reason;
	else if (result != 0 && body->peer_closed)
		reason = GANTRY_END_GONE;
	deferred_end(deferred, reason);
	body->deferred = NULL;
}

static int
end_cancelled(struct request *request)
{
	const int result = answer_cancelled(request);

	tell_end(request, true, result);
	return result;
}

/*
 * The application, or a function of the request, returned *RESULT, which is not
 * 0.  Returns whether the request waits or was cancelled; then *RESULT is that
 * of the gate.  Otherwise the reply is to be finished with it.
 */
static bool
is_settled(struct request *request, int *result)
{
	struct gantry_body *body = &request->body;

	if (*result == GANTRY_DEFERRED && body->deferred != NULL) {
		if (deferred_is_cancelled(body->deferred))
			*result = end_cancelled(request);
		else
			suspend(request);
		return true;
	}
	if (body->was_refused && !body->sent) {
		answer_refused(request);
		*result = 0;
	} else if (*result == GANTRY_DEFERRED) {
		gantry_errors_printf(&request->errors,
		    "the application broke the contract: it returned "
		    "GANTRY_DEFERRED without gantry_defer");
	}
	return false;
}

/* Call what is due.  Returns what the last function returned. */
static int
call_due(struct request *request)
{
	struct deferred_call next;
	int result = GANTRY_DEFERRED;
	unsigned calls;

	for (calls = 0; calls < CALLS_MAX && result == GANTRY_DEFERRED &&
	     deferred_next(request->body.deferred, &next);
	     calls++)
		result = next.call(&request->environ, next.argument);
	return result;
}

static int
call_application(struct request *request)
{
	struct gantry_environ *environ = &request->environ;

	return environ->mount->application->call(environ, reply_start_response);
}

/* Call the application, so that a developer sees where it crashes. */
__attribute__((cold)) static int
guard(struct request *request, bool resumes)
{
	const struct development *development = request->environ.development;

	return development->guard(
	    development->owner, request, resumes ? call_due : call_application);
}

/*
 * Call the application of MOUNT or, if the request RESUMES, what is due of it,
 * with the state that this thread has.
 */
static int
run(struct gate *gate, struct request *request, const struct mount *mount,
    bool resumes)
{
	struct gantry_environ *environ = &request->environ;
	const struct gantry_application *application = mount->application;
	const size_t index = (size_t)(mount - gate->options.mounts);
	int result;

	environ->state = gate->states[index];
	environ->foreign =
	    gate->foreign[index].repairs ? &gate->foreign[index] : NULL;
	environ->runner = &gate->runner;
	if (!resumes && gate->observer.route != NULL)
		gate->observer.route(gate->observer.owner, mount->prefix, NULL);
	if (gate->listener.begins != NULL)
		gate->listener.begins(gate->listener.owner, index);
	tracer_call_begin(environ, mount);
	if (environ->development != NULL)
		result = guard(request, resumes);
	else
		result = resumes
		    ? call_due(request)
		    : application->call(environ, reply_start_response);
	tracer_call_end(environ);
	if (result != 0 && is_settled(request, &result))
		return result;
	result = reply_finish(environ, result);
	errors_debug(&request->errors, "%s answered %d, %lld bytes",
	    application->name, request->body.status,
	    (long long)request->body.written);
	if (request->body.deferred != NULL)
		tell_end(request, false, result);
	tell_fact(gate, index);
	return result;
}

/* Hand the request to the application at MOUNT. */
static int
call(struct gate *gate, struct request *request, const struct mount *mount)
{
	struct gantry_environ *environ = &request->environ;
	const struct gantry_application *application = mount->application;
	struct gantry_error error;

	if (request->is_authorizer && !application->authorizes)
		return reject_authorizer(request, application->name);
	if (gate->listener.refuses != NULL &&
	    gate->listener.refuses(gate->listener.owner, environ))
		return reject_crashing(request);
	environ->mount = mount;
	if (application->foreign &&
	    foreign_set_environ(&gate->foreign[mount - gate->options.mounts],
		environ, &error) == -1)
		return reject(request, &error);
	return run(gate, request, mount, false);
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
	if (set_options(options, request, &error) == -1)
		return reject(request, &error);
	TRACE_BEGIN(environ, "repair", "the environ");
	result = environ_repair(
	    environ, options->trusted, &request->input.left, &error);
	TRACE_END(environ);
	if (result == -1)
		return reject(request, &error);
	TRACE_BEGIN(environ, "mount", "find the application");
	result = mount_resolve(&search, environ, &match, &error);
	TRACE_END(environ);
	if (result == -1)
		return reject(request, &error);
	if (environ->development != NULL &&
	    environ->development->answer(
		environ->development->owner, request, match.path))
		return reply_finish(environ, 0);
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
	request->environ.development = gate->development;
	if (observer->begin != NULL)
		observer->begin(observer->owner, request);
	tracer_begin(&gate->tracer, request);
	if (gate->development != NULL)
		gate->development->begin(gate->development->owner, request);
	result = serve(gate, request, rejection);
	if (result == GANTRY_DEFERRED)
		return result;
	TRACE_END(&request->environ);
	if (observer->end != NULL)
		observer->end(observer->owner, request, result);
	if (gate->development != NULL)
		gate->development->end(
		    gate->development->owner, request, result);
	return result;
}

int
gate_resume(struct gate *gate, struct request *request)
{
	const struct observer *observer = &gate->observer;
	struct gantry_environ *environ = &request->environ;
	int result;

	environ->observer = observer;
	environ->development = gate->development;
	if (gate->development != NULL)
		gate->development->begin(gate->development->owner, request);
	if (observer->resume != NULL)
		observer->resume(observer->owner, request);
	TRACE_END(environ);
	result = run(gate, request, environ->mount, true);
	if (result == GANTRY_DEFERRED)
		return result;
	TRACE_END(environ);
	if (observer->end != NULL)
		observer->end(observer->owner, request, result);
	if (gate->development != NULL)
		gate->development->end(
		    gate->development->owner, request, result);
	tracer_drop(request);
	return result;
}

void
gantry_environ_set_route(struct gantry_environ *environ, const char *route)
{
	const struct observer *observer;

	if (environ_lacks(environ, route, __func__, "route"))
		return;
	observer = environ->observer;
	if (observer != NULL && observer->route != NULL &&
	    environ->mount != NULL)
		observer->route(observer->owner, environ->mount->prefix, route);
}

void
gantry_environ_step(struct gantry_environ *environ, const char *what)
{
	const struct observer *observer;

	if (environ_lacks(environ, environ, __func__, "environ"))
		return;
	observer = environ->observer;
	if (observer != NULL && observer->step != NULL)
		observer->step(observer->owner, what);
}

void
gantry_environ_note(struct gantry_environ *environ, const char *what)
{
	const struct observer *observer;

	if (environ_lacks(environ, environ, __func__, "environ") ||
	    environ_lacks(environ, what, __func__, "what"))
		return;
	observer = environ->observer;
	if (observer != NULL && observer->note != NULL)
		observer->note(observer->owner, what);
}

bool
gantry_environ_is_slow(const struct gantry_environ *environ)
{
	const struct observer *observer;

	if (environ_lacks(environ, environ, __func__, "environ"))
		return false;
	observer = environ->observer;
	return observer != NULL && observer->is_slow != NULL &&
	    observer->is_slow(observer->owner);
}

void
gantry_environ_explain(struct gantry_environ *environ, const char *why)
{
	const struct observer *observer;

	if (environ_lacks(environ, why, __func__, "why"))
		return;
	observer = environ->observer;
	if (observer != NULL && observer->explain != NULL)
		observer->explain(observer->owner, why);
}
