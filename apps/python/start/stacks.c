/*
 * faulthandler writes without the GIL, and then lets the handler run that was
 * there before, which writes the stack of the functions in C.
 */
#include "python/start/start.h"

#include <signal.h>
#include <unistd.h>

#include "python/runtime/exception.h"

/* Does this process log stacks?  Commands such as "gantry call" do not. */
static bool
has_handler(int number)
{
	struct sigaction action;

	return sigaction(number, NULL, &action) == 0 &&
	    action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN;
}

/* Call METHOD of MODULE with POSITIONAL and NAMED arguments, both taken. */
static int
call(
    PyObject *module, const char *method, PyObject *positional, PyObject *named)
{
	PyObject *function = PyObject_GetAttrString(module, method);
	PyObject *result = NULL;

	if (function != NULL && positional != NULL && named != NULL)
		result = PyObject_Call(function, positional, named);
	Py_XDECREF(result);
	Py_XDECREF(function);
	Py_XDECREF(positional);
	Py_XDECREF(named);
	return result != NULL ? 0 : -1;
}

int
start_log_stacks(struct gantry_error *error)
{
	PyObject *module = PyImport_ImportModule("faulthandler");
	int result = module != NULL ? 0 : -1;

	if (result == 0 && has_handler(SIGRTMIN))
		result =
		    call(module, "register", Py_BuildValue("(i)", SIGRTMIN),
			Py_BuildValue("{sisOsO}", "file", STDERR_FILENO,
			    "all_threads", Py_False, "chain", Py_True));
	if (result == 0 && has_handler(SIGSEGV))
		result = call(module, "enable", PyTuple_New(0),
		    Py_BuildValue("{sisO}", "file", STDERR_FILENO,
			"all_threads", Py_False));
	Py_XDECREF(module);
	if (result == -1)
		return exception_explain(error, "faulthandler cannot be used");
	return 0;
}
