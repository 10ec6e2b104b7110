/*
 * Python in a template process, which forks the workers.
 */
#include "python/runtime/exception.h"
#include "python/runtime/py.h"
#include "python/start/start.h"

/* The names of the threads but for the main one, with commas between. */
static const char names_of_threads[] =
    "import threading\n"
    "names = ', '.join(sorted(thread.name for thread\n"
    "                         in threading.enumerate()\n"
    "                         if thread is not threading.main_thread()))\n";

int
start_check_threads(struct gantry_error *error)
{
	PyObject *names = Py_BuildValue("{ss}", "__name__", "gantry.preload");
	PyObject *done = NULL, *text = NULL;
	const char *bytes = NULL;
	int result = 0;

	if (names != NULL)
		done =
		    PyRun_String(names_of_threads, Py_file_input, names, names);
	if (done != NULL)
		text = PyDict_GetItemString(names, "names");
	if (text != NULL)
		bytes = PyUnicode_AsUTF8(text);
	if (bytes == NULL)
		result = exception_explain(error, "python.preload");
	else if (*bytes != '\0')
		result = gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "python.preload: the import has started threads, which "
		    "workers would not have: %.200s; start them in "
		    "python.on_fork, or set python.preload to no",
		    bytes);
	Py_XDECREF(done);
	Py_XDECREF(names);
	return result;
}

void
start_freeze(void)
{
	static bool is_done;
	PyObject *module, *result = NULL;

	if (is_done)
		return;
	is_done = true;
	module = PyImport_ImportModule("gc");
	if (module != NULL)
		result = PyObject_CallMethod(module, "collect", NULL);
	Py_XDECREF(result);
	result = NULL;
	if (module != NULL)
		result = PyObject_CallMethod(module, "freeze", NULL);
	if (result == NULL)
		exception_log();
	Py_XDECREF(result);
	Py_XDECREF(module);
}
