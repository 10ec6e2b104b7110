/*
 * The traceback module formats an exception as Python itself would print it,
 * with causes and notes.
 */
#include "python/runtime/exception.h"

#include <string.h>

#include "python/runtime/error_stream.h"

/* Fetch the exception that is set, normalised, with its traceback. */
static PyObject *
fetch(void)
{
#if PY_VERSION_HEX >= 0x030c0000
	return PyErr_GetRaisedException();
#else
	PyObject *type, *value, *traceback;

	PyErr_Fetch(&type, &value, &traceback);
	PyErr_NormalizeException(&type, &value, &traceback);
	if (value != NULL && traceback != NULL)
		PyException_SetTraceback(value, traceback);
	Py_XDECREF(type);
	Py_XDECREF(traceback);
	return value;
#endif
}

/* The text of EXCEPTION with its traceback; NULL: it cannot be formatted. */
static PyObject *
format(PyObject *exception)
{
	PyObject *module = PyImport_ImportModule("traceback");
	PyObject *lines = NULL, *empty = NULL, *text = NULL;

	if (module != NULL)
		lines = PyObject_CallMethod(
		    module, "format_exception", "O", exception);
	if (lines != NULL)
		empty = PyUnicode_FromString("");
	if (empty != NULL)
		text = PyUnicode_Join(empty, lines);
	PyErr_Clear();
	Py_XDECREF(empty);
	Py_XDECREF(lines);
	Py_XDECREF(module);
	return text;
}

static void
log_exception(PyObject *exception)
{
	PyObject *text = format(exception), *bytes = NULL;

	stream_finish();
	if (text != NULL)
		bytes = PyUnicode_AsEncodedString(
		    text, "utf-8", "backslashreplace");
	if (bytes != NULL)
		stream_log(
		    PyBytes_AS_STRING(bytes), (size_t)PyBytes_GET_SIZE(bytes));
	else
		stream_log(Py_TYPE(exception)->tp_name,
		    strlen(Py_TYPE(exception)->tp_name));
	stream_finish();
	PyErr_Clear();
	Py_XDECREF(bytes);
	Py_XDECREF(text);
}

void
exception_log(void)
{
	PyObject *exception = fetch();

	if (exception == NULL)
		return;
	log_exception(exception);
	Py_DECREF(exception);
}

PyObject *
exception_request_timeout(void)
{
	static PyObject *type;

	/* Not an Exception, which applications catch to go on. */
	if (type == NULL)
		type = PyErr_NewExceptionWithDoc("gantry.RequestTimeout",
		    "The time of the request is over: it was answered 504.",
		    PyExc_BaseException, NULL);
	return type;
}

void
exception_log_request(const struct gantry_environ *environ)
{
	struct gantry_errors *errors = gantry_environ_wsgi(environ)->errors;

	if (PyErr_ExceptionMatches(exception_request_timeout())) {
		PyErr_Clear();
		gantry_errors_printf(
		    errors, "the application was stopped by RequestTimeout");
	} else if (gantry_environ_is_gone(environ)) {
		PyErr_Clear();
	} else if (PyErr_ExceptionMatches(PyExc_SystemExit)) {
		PyErr_Clear();
		gantry_errors_printf(errors,
		    "the application raised SystemExit; the worker goes on");
	} else if (PyErr_ExceptionMatches(PyExc_KeyboardInterrupt)) {
		PyErr_Clear();
		gantry_errors_printf(errors,
		    "the application raised KeyboardInterrupt; the worker "
		    "goes on");
	} else {
		exception_log();
	}
}

int
exception_explain(struct gantry_error *error, const char *prefix)
{
	PyObject *exception = fetch(), *text = NULL;
	const char *bytes = NULL;

	if (exception == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "%s", prefix);
	log_exception(exception);
	text = PyObject_Str(exception);
	if (text != NULL)
		bytes = PyUnicode_AsUTF8(text);
	gantry_error_set(error, GANTRY_ERROR_INPUT, "%s: %s%s%.256s", prefix,
	    Py_TYPE(exception)->tp_name, bytes != NULL ? ": " : "",
	    bytes != NULL ? bytes : "");
	PyErr_Clear();
	Py_XDECREF(text);
	Py_DECREF(exception);
	return -1;
}
