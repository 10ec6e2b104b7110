/*
 * Each thread gathers its line, so that lines of threads do not mix.
 */
#include "python/runtime/error_stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gantry/contract.h>

#include "python/runtime/threads.h"

/* gantry_errors_printf cuts a line that is longer than 1 KiB. */
#define LINE_MAX_BYTES 1000

static _Thread_local char line[LINE_MAX_BYTES + 1];
static _Thread_local size_t line_length;

static PyObject *stream, *bytes_stream;

/* Log the line, which is not of a request. */
static void
log_outside(void)
{
	char text[LINE_MAX_BYTES + 16];
	int length = snprintf(
	    text, sizeof(text), "python: %.*s\n", (int)line_length, line);

	while (
	    write(STDERR_FILENO, text, (size_t)length) == -1 && errno == EINTR)
		continue;
}

static void
log_line(void)
{
	const struct gantry_environ *environ = threads_environ();

	line[line_length] = '\0';
	if (environ != NULL)
		gantry_errors_printf(
		    gantry_environ_wsgi(environ)->errors, "%s", line);
	else
		log_outside();
	line_length = 0;
}

void
stream_log(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++) {
		if (text[i] == '\n') {
			if (line_length > 0)
				log_line();
			continue;
		}
		if (line_length == LINE_MAX_BYTES)
			log_line();
		line[line_length++] = text[i];
	}
}

void
stream_finish(void)
{
	if (line_length > 0)
		log_line();
}

/* Log TEXT, a str.  Returns its length, or -1 with an exception. */
static Py_ssize_t
write_text(PyObject *text)
{
	PyObject *bytes;

	if (!PyUnicode_Check(text)) {
		PyErr_Format(PyExc_TypeError,
		    "write() argument must be str, not %.100s",
		    Py_TYPE(text)->tp_name);
		return -1;
	}
	bytes = PyUnicode_AsEncodedString(text, "utf-8", "backslashreplace");
	if (bytes == NULL)
		return -1;
	stream_log(PyBytes_AS_STRING(bytes), (size_t)PyBytes_GET_SIZE(bytes));
	Py_DECREF(bytes);
	return PyUnicode_GET_LENGTH(text);
}

static PyObject *
method_write(PyObject *self, PyObject *text)
{
	const Py_ssize_t length = write_text(text);

	(void)self;
	return length == -1 ? NULL : PyLong_FromSsize_t(length);
}

/* The same for bytes, as they are. */
static PyObject *
method_write_bytes(PyObject *self, PyObject *bytes)
{
	Py_buffer view;
	Py_ssize_t length;

	(void)self;
	if (PyObject_GetBuffer(bytes, &view, PyBUF_SIMPLE) == -1)
		return NULL;
	length = view.len;
	stream_log(view.buf, (size_t)length);
	PyBuffer_Release(&view);
	return PyLong_FromSsize_t(length);
}

static PyObject *
method_writelines(PyObject *self, PyObject *lines)
{
	PyObject *iterator = PyObject_GetIter(lines), *item;
	Py_ssize_t length = 0;

	(void)self;
	if (iterator == NULL)
		return NULL;
	while (length != -1 && (item = PyIter_Next(iterator)) != NULL) {
		length = write_text(item);
		Py_DECREF(item);
	}
	Py_DECREF(iterator);
	if (PyErr_Occurred())
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *
method_none(PyObject *self, PyObject *unused)
{
	(void)self;
	(void)unused;
	Py_RETURN_NONE;
}

/* It always is what io.TextIOWrapper could be made. */
static PyObject *
method_reconfigure(PyObject *self, PyObject *arguments, PyObject *names)
{
	(void)self;
	(void)arguments;
	(void)names;
	Py_RETURN_NONE;
}

static PyObject *
method_false(PyObject *self, PyObject *unused)
{
	(void)self;
	(void)unused;
	Py_RETURN_FALSE;
}

static PyObject *
method_true(PyObject *self, PyObject *unused)
{
	(void)self;
	(void)unused;
	Py_RETURN_TRUE;
}

/* Some programs duplicate it for those that they start. */
static PyObject *
method_fileno(PyObject *self, PyObject *unused)
{
	(void)self;
	(void)unused;
	return PyLong_FromLong(STDERR_FILENO);
}

static PyObject *
get_encoding(PyObject *self, void *unused)
{
	(void)self;
	(void)unused;
	return PyUnicode_FromString("utf-8");
}

static PyObject *
get_errors(PyObject *self, void *unused)
{
	(void)self;
	(void)unused;
	return PyUnicode_FromString("backslashreplace");
}

static PyObject *
get_closed(PyObject *self, void *unused)
{
	(void)self;
	(void)unused;
	Py_RETURN_FALSE;
}

static PyObject *
get_true(PyObject *self, void *unused)
{
	(void)self;
	(void)unused;
	Py_RETURN_TRUE;
}

static PyObject *
get_name(PyObject *self, void *unused)
{
	(void)self;
	(void)unused;
	return PyUnicode_FromString("<log>");
}

static PyObject *
get_mode(PyObject *self, void *mode)
{
	(void)self;
	return PyUnicode_FromString(mode);
}

/* Mercurial and others write bytes to sys.stdout.buffer. */
static PyObject *
get_buffer(PyObject *self, void *unused)
{
	(void)self;
	(void)unused;
	return Py_NewRef(bytes_stream);
}

static PyMethodDef methods[] = {
	{ "write", method_write, METH_O, NULL },
	{ "writelines", method_writelines, METH_O, NULL },
	/* A line is logged when it is complete. */
	{ "flush", method_none, METH_NOARGS, NULL },
	{ "close", method_none, METH_NOARGS, NULL },
	{ "isatty", method_false, METH_NOARGS, NULL },
	{ "readable", method_false, METH_NOARGS, NULL },
	{ "seekable", method_false, METH_NOARGS, NULL },
	{ "writable", method_true, METH_NOARGS, NULL },
	{ "fileno", method_fileno, METH_NOARGS, NULL },
	{ "reconfigure", (PyCFunction)(void (*)(void))method_reconfigure,
	    METH_VARARGS | METH_KEYWORDS, NULL },
	{ NULL, NULL, 0, NULL },
};

static PyGetSetDef attributes[] = {
	{ "encoding", get_encoding, NULL, NULL, NULL },
	{ "errors", get_errors, NULL, NULL, NULL },
	{ "closed", get_closed, NULL, NULL, NULL },
	{ "name", get_name, NULL, NULL, NULL },
	{ "mode", get_mode, NULL, NULL, (void *)"w" },
	{ "line_buffering", get_true, NULL, NULL, NULL },
	{ "buffer", get_buffer, NULL, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

static PyType_Slot slots[] = {
	{ Py_tp_methods, methods },
	{ Py_tp_getset, attributes },
	{ 0, NULL },
};

static PyType_Spec spec = {
	.name = "gantry.ErrorLog",
	.basicsize = sizeof(PyObject),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
	.slots = slots,
};

static PyMethodDef bytes_methods[] = {
	{ "write", method_write_bytes, METH_O, NULL },
	{ "flush", method_none, METH_NOARGS, NULL },
	{ "close", method_none, METH_NOARGS, NULL },
	{ "isatty", method_false, METH_NOARGS, NULL },
	{ "readable", method_false, METH_NOARGS, NULL },
	{ "seekable", method_false, METH_NOARGS, NULL },
	{ "writable", method_true, METH_NOARGS, NULL },
	{ "fileno", method_fileno, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static PyGetSetDef bytes_attributes[] = {
	{ "closed", get_closed, NULL, NULL, NULL },
	{ "name", get_name, NULL, NULL, NULL },
	{ "mode", get_mode, NULL, NULL, (void *)"wb" },
	{ NULL, NULL, NULL, NULL, NULL },
};

static PyType_Slot bytes_slots[] = {
	{ Py_tp_methods, bytes_methods },
	{ Py_tp_getset, bytes_attributes },
	{ 0, NULL },
};

static PyType_Spec bytes_spec = {
	.name = "gantry.ErrorLogBuffer",
	.basicsize = sizeof(PyObject),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
	.slots = bytes_slots,
};

/* The one object of a type. */
static PyObject *
make_stream(PyType_Spec *kind)
{
	PyObject *type = PyType_FromSpec(kind), *made;

	if (type == NULL)
		return NULL;
	made = PyObject_New(PyObject, (PyTypeObject *)type);
	Py_DECREF(type);
	return made;
}

int
stream_prepare(void)
{
	stream = make_stream(&spec);
	bytes_stream = make_stream(&bytes_spec);
	if (stream == NULL || bytes_stream == NULL ||
	    PySys_SetObject("stdout", stream) == -1 ||
	    PySys_SetObject("stderr", stream) == -1)
		return -1;
	return 0;
}

PyObject *
stream_get(void)
{
	return stream;
}
