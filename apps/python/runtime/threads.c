/*
 * PyGILState_Ensure makes the state of a thread once; from then on it is only
 * attached and detached.
 */
#include "python/runtime/threads.h"

#include <dlfcn.h>

static _Thread_local PyThreadState *own;
static _Thread_local PyGILState_STATE ensured;
static _Thread_local bool is_ensured;
static _Thread_local uint64_t requests;
static _Thread_local struct gantry_environ *current;

int
threads_share_symbols(struct gantry_error *error)
{
	/* The module is loaded with RTLD_LOCAL, and with it this library. */
	if (dlopen(PYTHON_LIBRARY, RTLD_NOW | RTLD_GLOBAL | RTLD_NOLOAD) !=
	    NULL)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
	    "the symbols of " PYTHON_LIBRARY " cannot be shared: %s",
	    dlerror());
}

void
threads_adopt(void)
{
	own = PyThreadState_Get();
}

/*
 * To Python, this thread is one that it did not start, so threads that it
 * starts would be daemons, for which nobody waits at the end.
 */
static void
tell_threading(void)
{
	PyObject *threading = PyImport_ImportModule("threading");
	PyObject *thread = NULL;

	if (threading != NULL)
		thread = PyObject_CallMethod(threading, "current_thread", NULL);
	if (thread != NULL)
		PyObject_SetAttrString(thread, "_daemonic", Py_False);
	PyErr_Clear();
	Py_XDECREF(thread);
	Py_XDECREF(threading);
}

void
threads_enter(void)
{
	if (own != NULL) {
		PyEval_RestoreThread(own);
		return;
	}
	ensured = PyGILState_Ensure();
	is_ensured = true;
	own = PyThreadState_Get();
	tell_threading();
}

void
threads_leave(void)
{
	PyEval_SaveThread();
}

void
threads_forget(void)
{
	if (own == NULL || !is_ensured)
		return;
	PyEval_RestoreThread(own);
	PyGILState_Release(ensured);
	own = NULL;
	is_ensured = false;
}

void
threads_set_switch_interval(int64_t milliseconds)
{
	PyObject *result = NULL, *sys = PyImport_ImportModule("sys");

	if (sys != NULL)
		result = PyObject_CallMethod(
		    sys, "setswitchinterval", "d", (double)milliseconds / 1e3);
	if (result == NULL)
		PyErr_Clear();
	Py_XDECREF(result);
	Py_XDECREF(sys);
}

struct gantry_environ *
threads_environ(void)
{
	return current;
}

uint64_t
threads_request(void)
{
	return current != NULL ? requests : 0;
}

void
threads_set_environ(struct gantry_environ *running)
{
	current = running;
	if (running != NULL)
		requests++;
}
