/*
 * WSGI applications in Python as an application of gantry.  A worker has one
 * Python, which all mounts share; each mount has its callable.
 */
#include "python/runtime/py.h"

#include <stdlib.h>
#include <string.h>

#include <gantry/module.h>
#include <gantry/trace.h>

#include "python/module/builtin.h"
#include "python/module/python_cache.h"
#include "python/request/environ_dict.h"
#include "python/request/request.h"
#include "python/runtime/error_stream.h"
#include "python/runtime/exception.h"
#include "python/runtime/threads.h"
#include "python/start/load.h"
#include "python/start/python_options.h"
#include "python/start/start.h"

/* An application, which all threads of its mount share. */
struct served {
	const struct gantry_settings *settings; /* tell mounts apart */
	struct options options;
	PyObject *callable;
	char step[160]; /* what a request does at first */
	bool is_in_worker; /* what each worker does was done */
	struct served *next;
};

static struct served *all;

/* How often open has succeeded without close. */
static size_t opened;

static struct served *
find(const struct gantry_settings *settings)
{
	struct served *served = all;

	while (served != NULL && served->settings != settings)
		served = served->next;
	return served;
}

/* With the GIL: import the application. */
static int
import(struct served *served, struct gantry_error *error)
{
	const struct options *options = &served->options;

	if (options->cache != NULL)
		python_cache_set_path(options->cache);
	if (load_path(options, error) == -1)
		return -1;
	served->callable = load_app(options, error);
	if (served->callable == NULL)
		return -1;
	snprintf(
	    served->step, sizeof(served->step), "python: %s", options->app);
	return 0;
}

/* With the GIL, in the process that serves. */
static int
begin_worker(struct served *served, struct gantry_error *error)
{
	const struct options *options = &served->options;

	if (options->on_fork != NULL &&
	    load_and_call(options->on_fork, error) == -1)
		return -1;
	if (options->reload && gantry_worker_id() != 0 &&
	    start_note_files(error) == -1)
		return -1;
	served->is_in_worker = true;
	return 0;
}

/* Import the application, once in a process and those forked from it. */
static struct served *
load_first(const struct gantry_settings *settings, struct gantry_error *error)
{
	struct served *served = calloc(1, sizeof(*served));
	const bool is_first = !start_is_done();
	int result;

	if (served == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	served->settings = settings;
	if (options_read(&served->options, settings, error) == -1 ||
	    start_python(&served->options, error) == -1) {
		free(served);
		return NULL;
	}
	result = is_first &&
		(builtin_prepare(error) == -1 || start_log_stacks(error) == -1)
	    ? -1
	    : import(served, error);
	stream_finish();
	threads_leave();
	if (result == -1) {
		free(served);
		return NULL;
	}
	served->next = all;
	all = served;
	return served;
}

static int
open_mount(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	struct served *served = find(settings);

	int result = 0;

	if (served == NULL)
		served = load_first(settings, error);
	if (served == NULL)
		return -1;
	if (!served->is_in_worker) {
		threads_enter();
		result = begin_worker(served, error);
		stream_finish();
		threads_leave();
	}
	if (result == -1)
		return -1;
	opened++;
	*state = served;
	return 0;
}

static int
preload(const struct gantry_settings *settings, struct gantry_error *error)
{
	int result;

	if (load_first(settings, error) == NULL)
		return -1;
	threads_enter();
	result = start_check_threads(error);
	threads_leave();
	return result;
}

/* The GIL is kept over the fork. */
static void
forks(enum gantry_fork when)
{
	if (!start_is_done())
		return;
	if (when == GANTRY_FORK_BEFORE) {
		threads_enter();
		start_freeze();
		PyOS_BeforeFork();
		return;
	}
	if (when == GANTRY_FORK_PARENT)
		PyOS_AfterFork_Parent();
	else
		PyOS_AfterFork_Child();
	stream_finish();
	threads_leave();
}

/* After the last, the process is about to end: the GIL is kept. */
static void
close_mount(void *state)
{
	(void)state;
	if (--opened > 0)
		return;
	threads_enter();
	start_end_python();
}

/* Call the application and send what it returns. */
static int
serve(const struct served *served, struct request *request)
{
	PyObject *environ, *result;
	PyObject *arguments[3] = { NULL, NULL, (PyObject *)request };
	int sent;

	gantry_trace_begin(request->environ, "python", "make the environ");
	environ = arguments[1] = environ_dict_new(request);
	gantry_trace_end(request->environ);

	if (environ == NULL) {
		exception_log_request(request->environ);
		return -1;
	}
	gantry_trace_begin(
	    request->environ, "python", "call %s", served->options.app);
	result = PyObject_Vectorcall(served->callable, arguments + 1,
	    2 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
	gantry_trace_end(request->environ);
	Py_DECREF(environ);
	if (result == NULL) {
		exception_log_request(request->environ);
		return -1;
	}
	gantry_trace_begin(
	    request->environ, "python", "send what was returned");
	sent = request_send(request, result);
	gantry_trace_end(request->environ);
	Py_DECREF(result);
	return sent;
}

static int
call(struct gantry_environ *environ, gantry_start_response *start_response)
{
	const struct served *served = gantry_environ_state(environ);
	struct request *request;
	int result = -1;

	gantry_environ_step(environ, served->step);
	threads_enter();
	threads_set_environ(environ);
	where_begin(environ);
	request = request_begin(environ, start_response);
	if (request != NULL) {
		result = serve(served, request);
		request_end(request);
	} else {
		exception_log_request(environ);
	}
	stream_finish();
	where_end();
	threads_set_environ(NULL);
	threads_leave();
	return result;
}

static int
add_rights(
    void *state, struct gantry_rights *rights, struct gantry_error *error)
{
	const struct served *served = state;

	return start_add_rights(&served->options, rights, error);
}

static void
begin_thread(void *state)
{
	const struct served *served = state;

	/* Now, as threads that are started before the sandbox are not in it. */
	if (gantry_worker_id() != 0)
		where_start();
	if (!served->options.reload)
		return;
	threads_enter();
	start_watch();
	threads_leave();
}

static void
end_thread(void *state)
{
	(void)state;
	threads_forget();
}

static const char *const reads[] = { "reads", "document_root", NULL };
static const char *const replaced[] = { "cache", NULL };
static const char *const writes[] = { "writes", NULL };

static const struct gantry_application python_application = {
	.name = "python",
	.help = "WSGI applications in Python " PYTHON_VERSION,
	.settings = python_settings,
	.open = open_mount,
	.call = call,
	.close = close_mount,
	.reads = reads,
	.replaced = replaced,
	.writes = writes,
	.foreign = true,
	.thread_begin = begin_thread,
	.thread_end = end_thread,
	.rights = add_rights,
	.preload = preload,
	.forks = forks,
};

GANTRY_MODULE(&python_application);
