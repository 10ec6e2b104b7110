/*
 * The body is complete before an application is called, so reading waits only
 * for a file, or under CGI for the web server.  Lines are looked for in what
 * was read ahead.
 */
#include "python/request/request.h"

#include <stdlib.h>
#include <string.h>

#define AHEAD_SIZE 65536

/* How much is allocated when the length of the body is not known. */
#define STEP_SIZE ((size_t)65536)

void
input_begin(struct request *request)
{
	request->has_unread = false;
	request->unread = 0;
	request->at_end = false;
	request->ahead_at = request->ahead_end = 0;
}

void
input_clear(struct request *request)
{
	free(request->ahead);
	request->ahead = NULL;
	request->ahead_at = request->ahead_end = 0;
}

/* How many bytes of the body were not read, even ahead; NONE: unknown. */
static int64_t
unread(struct request *request)
{
	const char *length;

	if (request->has_unread)
		return request->unread;
	request->has_unread = true;
	length = gantry_environ_get(request->environ, "CONTENT_LENGTH");
	if (length != NULL)
		request->unread = strtoll(length, NULL, 10);
	else if (gantry_environ_get(request->environ, "gantry.body_length") !=
	    NULL)
		request->unread = REQUEST_LENGTH_NONE;
	return request->unread;
}

/* Read up to SIZE bytes.  Returns how many, or -1 with an exception. */
static ssize_t
read_some(struct request *request, char *data, size_t size)
{
	struct gantry_input *input =
	    gantry_environ_wsgi(request->environ)->input;
	PyThreadState *state = NULL;
	ssize_t count;

	if (request->at_end || size == 0)
		return 0;
	/* More may be in a file, or still to come. */
	if (size > PY_SMALL_BYTES || unread(request) == REQUEST_LENGTH_NONE)
		state = PyEval_SaveThread();
	count = gantry_read(input, data, size);
	if (state != NULL)
		PyEval_RestoreThread(state);
	if (count == -1) {
		PyErr_SetString(PyExc_OSError,
		    "the request's body broke off: the client went away");
		return -1;
	}
	if (count == 0)
		request->at_end = true;
	else if (unread(request) != REQUEST_LENGTH_NONE)
		request->unread -= count;
	return count;
}

/* Take up to SIZE bytes of what was read ahead. */
static size_t
take_ahead(struct request *request, char *data, size_t size)
{
	const size_t left = request->ahead_end - request->ahead_at;
	const size_t taken = size < left ? size : left;

	if (taken > 0)
		memcpy(data, request->ahead + request->ahead_at, taken);
	request->ahead_at += taken;
	return taken;
}

/* Fill DATA.  Returns how much, short only at the end, or -1. */
static ssize_t
read_full(struct request *request, char *data, size_t size)
{
	size_t filled = take_ahead(request, data, size);
	ssize_t count = 1;

	while (filled < size && count > 0) {
		count = read_some(request, data + filled, size - filled);
		if (count == -1)
			return -1;
		filled += (size_t)count;
	}
	return (ssize_t)filled;
}

/* The rest of a body of unknown length, at most SIZE bytes. */
static PyObject *
read_unknown(struct request *request, size_t size)
{
	size_t filled = 0, room = 0;
	ssize_t count = 1;
	PyObject *bytes = PyBytes_FromStringAndSize(NULL, 0);

	while (bytes != NULL && count > 0 && filled < size) {
		room = size - filled < STEP_SIZE + filled ? size - filled
							  : STEP_SIZE + filled;
		if (_PyBytes_Resize(&bytes, (Py_ssize_t)(filled + room)) == -1)
			return NULL;
		count =
		    read_full(request, PyBytes_AS_STRING(bytes) + filled, room);
		if (count == -1) {
			Py_DECREF(bytes);
			return NULL;
		}
		filled += (size_t)count;
		if ((size_t)count < room)
			break;
	}
	if (bytes != NULL)
		_PyBytes_Resize(&bytes, (Py_ssize_t)filled);
	return bytes;
}

/* SIZE < 0: all. */
static PyObject *
read_bytes(struct request *request, Py_ssize_t size)
{
	const int64_t known = unread(request);
	size_t wanted = size < 0 ? SIZE_MAX : (size_t)size, left;
	PyObject *bytes;
	ssize_t count;

	if (known == REQUEST_LENGTH_NONE)
		return read_unknown(request, wanted);
	left = (size_t)known + (request->ahead_end - request->ahead_at);
	if (wanted > left)
		wanted = left;
	bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)wanted);
	if (bytes == NULL)
		return NULL;
	count = read_full(request, PyBytes_AS_STRING(bytes), wanted);
	if (count == -1) {
		Py_DECREF(bytes);
		return NULL;
	}
	if ((size_t)count < wanted)
		_PyBytes_Resize(&bytes, count);
	return bytes;
}

/* Read ahead.  Returns how many bytes there are, or -1. */
static ssize_t
fill_ahead(struct request *request)
{
	ssize_t count;

	if (request->ahead_at < request->ahead_end)
		return (ssize_t)(request->ahead_end - request->ahead_at);
	if (request->ahead == NULL)
		request->ahead = malloc(AHEAD_SIZE);
	if (request->ahead == NULL) {
		PyErr_NoMemory();
		return -1;
	}
	request->ahead_at = request->ahead_end = 0;
	count = read_some(request, request->ahead, AHEAD_SIZE);
	if (count > 0)
		request->ahead_end = (size_t)count;
	return count;
}

/* Append what was read ahead, up to a newline, to *LINE; SIZE limits it. */
static bool
extend_line(struct request *request, PyObject **line, size_t size)
{
	const char *at = request->ahead + request->ahead_at;
	const Py_ssize_t before = PyBytes_GET_SIZE(*line);
	size_t length = request->ahead_end - request->ahead_at;
	const char *newline;

	if (length > size - (size_t)before)
		length = size - (size_t)before;
	newline = memchr(at, '\n', length);
	if (newline != NULL)
		length = (size_t)(newline - at) + 1;
	if (_PyBytes_Resize(line, before + (Py_ssize_t)length) == -1)
		return true;
	memcpy(PyBytes_AS_STRING(*line) + before, at, length);
	request->ahead_at += length;
	return newline != NULL || (size_t)before + length == size;
}

/* SIZE < 0: as long as it is. */
static PyObject *
read_line(struct request *request, Py_ssize_t size)
{
	const size_t most = size < 0 ? SIZE_MAX : (size_t)size;
	PyObject *line = PyBytes_FromStringAndSize(NULL, 0);
	ssize_t count;

	if (line == NULL || most == 0)
		return line;
	for (;;) {
		count = fill_ahead(request);
		if (count == -1) {
			Py_DECREF(line);
			return NULL;
		}
		if (count == 0 || extend_line(request, &line, most))
			return line;
	}
}

/*
 * The one optional argument, a size: None and an absent one are -1.  Returns 0,
 * or -1 with an exception, also if the request is over.
 */
static int
read_size(PyObject *self, PyObject *arguments, Py_ssize_t *size)
{
	PyObject *given = Py_None;

	*size = -1;
	if (request_check((struct request *)self) == -1 ||
	    !PyArg_ParseTuple(arguments, "|O", &given))
		return -1;
	if (given == Py_None)
		return 0;
	*size = PyNumber_AsSsize_t(given, NULL);
	return PyErr_Occurred() ? -1 : 0;
}

static PyObject *
method_read(PyObject *self, PyObject *arguments)
{
	Py_ssize_t size;

	if (read_size(self, arguments, &size) == -1)
		return NULL;
	return read_bytes((struct request *)self, size);
}

static PyObject *
method_readline(PyObject *self, PyObject *arguments)
{
	Py_ssize_t size;

	if (read_size(self, arguments, &size) == -1)
		return NULL;
	return read_line((struct request *)self, size);
}

static PyObject *
method_readlines(PyObject *self, PyObject *arguments)
{
	Py_ssize_t hint, total = 0;
	PyObject *lines, *line;

	if (read_size(self, arguments, &hint) == -1)
		return NULL;
	lines = PyList_New(0);
	while (lines != NULL && (hint <= 0 || total < hint)) {
		line = read_line((struct request *)self, -1);
		if (line != NULL && PyBytes_GET_SIZE(line) == 0) {
			Py_DECREF(line);
			break;
		}
		if (line == NULL || PyList_Append(lines, line) == -1)
			Py_CLEAR(lines);
		else
			total += PyBytes_GET_SIZE(line);
		Py_XDECREF(line);
	}
	return lines;
}

static PyObject *
method_readinto(PyObject *self, PyObject *target)
{
	Py_buffer buffer;
	ssize_t count;

	if (request_check((struct request *)self) == -1 ||
	    PyObject_GetBuffer(target, &buffer, PyBUF_WRITABLE) == -1)
		return NULL;
	count =
	    read_full((struct request *)self, buffer.buf, (size_t)buffer.len);
	PyBuffer_Release(&buffer);
	return count == -1 ? NULL : PyLong_FromSsize_t(count);
}

/* The body is read to its end by the server if the application does not. */
static PyObject *
method_close(PyObject *self, PyObject *unused)
{
	(void)self;
	(void)unused;
	Py_RETURN_NONE;
}

static PyObject *
method_readable(PyObject *self, PyObject *unused)
{
	(void)self;
	(void)unused;
	Py_RETURN_TRUE;
}

PyObject *
input_next(PyObject *self)
{
	PyObject *line;

	if (request_check((struct request *)self) == -1)
		return NULL;
	line = read_line((struct request *)self, -1);
	if (line != NULL && PyBytes_GET_SIZE(line) == 0)
		Py_CLEAR(line);
	return line;
}

PyMethodDef input_methods[] = {
	{ "read", method_read, METH_VARARGS, NULL },
	{ "readline", method_readline, METH_VARARGS, NULL },
	{ "readlines", method_readlines, METH_VARARGS, NULL },
	{ "readinto", method_readinto, METH_O, NULL },
	{ "readable", method_readable, METH_NOARGS, NULL },
	{ "close", method_close, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};
