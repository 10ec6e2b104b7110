/*
 * The functions of the request that a thread runs.  Outside of a request they
 * do nothing, so that code which uses them also runs in a shell or a test.
 */
#include "python/module/builtin.h"

#include "python/module/python_cache.h"
#include "python/request/environ_dict.h"
#include "python/request/file_wrapper.h"
#include "python/request/request.h"
#include "python/runtime/error_stream.h"
#include "python/runtime/exception.h"
#include "python/runtime/threads.h"

/* A str, or None, as UTF-8.  Returns 0 or -1. */
static int
text_of(PyObject *given, const char **text)
{
	*text = NULL;
	if (given == Py_None)
		return 0;
	*text = PyUnicode_AsUTF8(given);
	return *text != NULL ? 0 : -1;
}

static PyObject *
step(PyObject *self, PyObject *given)
{
	struct gantry_environ *environ = threads_environ();
	const char *text;

	(void)self;
	if (text_of(given, &text) == -1)
		return NULL;
	if (environ != NULL) {
		gantry_environ_step(environ, text);
		where_keep_step(text != NULL);
	}
	Py_RETURN_NONE;
}

static PyObject *
explain(PyObject *self, PyObject *given)
{
	struct gantry_environ *environ = threads_environ();
	const char *text;

	(void)self;
	if (text_of(given, &text) == -1)
		return NULL;
	if (environ != NULL && text != NULL)
		gantry_environ_explain(environ, text);
	Py_RETURN_NONE;
}

static PyObject *
is_slow(PyObject *self, PyObject *unused)
{
	const struct gantry_environ *environ = threads_environ();

	(void)self;
	(void)unused;
	return PyBool_FromLong(
	    environ != NULL && gantry_environ_is_slow(environ));
}

static PyObject *
is_gone(PyObject *self, PyObject *unused)
{
	const struct gantry_environ *environ = threads_environ();

	(void)self;
	(void)unused;
	return PyBool_FromLong(
	    environ != NULL && gantry_environ_is_gone(environ));
}

static PyObject *
request_id(PyObject *self, PyObject *unused)
{
	struct gantry_environ *environ = threads_environ();

	(void)self;
	(void)unused;
	if (environ == NULL)
		Py_RETURN_NONE;
	return PyUnicode_FromString(gantry_environ_request_id(environ));
}

static PyObject *
worker_id(PyObject *self, PyObject *unused)
{
	(void)self;
	(void)unused;
	return PyLong_FromUnsignedLong(gantry_worker_id());
}

static PyMethodDef methods[] = {
	{ "step", step, METH_O,
	    "step(text): what the request does now, for the status and the "
	    "logs; None: nothing." },
	{ "explain", explain, METH_O,
	    "explain(text): why the step is slow, for the slow log." },
	{ "is_slow", is_slow, METH_NOARGS,
	    "is_slow(): is the step worth an explanation?" },
	{ "is_gone", is_gone, METH_NOARGS,
	    "is_gone(): has the client gone away?" },
	{ "request_id", request_id, METH_NOARGS,
	    "request_id(): the id of the request in the log, or None." },
	{ "worker_id", worker_id, METH_NOARGS,
	    "worker_id(): the number of this worker, from 1, or 0." },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef definition = {
	PyModuleDef_HEAD_INIT,
	.m_name = "gantry",
	.m_doc = "What gantry tells the applications that it serves.",
	.m_size = -1,
	.m_methods = methods,
};

/* The submodule; a module with a path is a package to import. */
static int
add_cache(PyObject *module)
{
	PyObject *cache = python_cache_new();
	PyObject *modules = PyImport_GetModuleDict();
	PyObject *path = PyList_New(0);
	int result = -1;

	if (cache != NULL && path != NULL &&
	    PyDict_SetItemString(modules, "gantry.cache", cache) == 0 &&
	    PyModule_AddObjectRef(module, "__path__", path) == 0)
		result = PyModule_AddObjectRef(module, "cache", cache);
	Py_XDECREF(cache);
	Py_XDECREF(path);
	return result;
}

static PyObject *
initialize(void)
{
	PyObject *module = PyModule_Create(&definition);

	if (module != NULL && add_cache(module) == -1)
		Py_CLEAR(module);
	if (module != NULL &&
	    PyModule_AddObjectRef(
		module, "RequestTimeout", exception_request_timeout()) == -1)
		Py_CLEAR(module);
	if (module != NULL &&
	    PyModule_AddStringConstant(module, "__version__", GANTRY_VERSION) ==
		-1)
		Py_CLEAR(module);
	return module;
}

int
builtin_declare(struct gantry_error *error)
{
	if (PyImport_AppendInittab("gantry", initialize) == -1)
		return gantry_error_memory(error);
	return 0;
}

int
builtin_prepare(struct gantry_error *error)
{
	if (stream_prepare() == -1 || request_prepare() == -1 ||
	    file_wrapper_prepare() == -1 || environ_dict_prepare() == -1)
		return exception_explain(error, "Python does not start");
	return builtin_set_breakpoint_hook(error);
}

void
builtin_flush(void)
{
	stream_finish();
}
