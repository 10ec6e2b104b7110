/*
 * A list is written in a row and sent at once.  Any other iterable may wait
 * between its blocks, so each is sent before the next is asked for.
 */
#include "python/request/request.h"

#include <stdlib.h>
#include <unistd.h>

#include "python/request/file_wrapper.h"
#include "python/runtime/exception.h"

/* A file is copied in pieces of this size. */
#define COPY_SIZE ((size_t)65536)

/* The blocks of a list or tuple, which may change meanwhile. */
static enum request_sent
send_sequence(struct request *request, PyObject *result)
{
	enum request_sent sent = REQUEST_SENT;
	PyObject *block;
	Py_ssize_t i;

	for (i = 0;
	     sent == REQUEST_SENT && i < PySequence_Fast_GET_SIZE(result);
	     i++) {
		block = Py_NewRef(PySequence_Fast_GET_ITEM(result, i));
		sent = request_write(request, block);
		Py_DECREF(block);
	}
	return sent;
}

/* Is RESULT known to have one block, which then needs no flush? */
static bool
is_single(PyObject *result)
{
	const PySequenceMethods *methods = Py_TYPE(result)->tp_as_sequence;
	Py_ssize_t length;

	if (methods == NULL || methods->sq_length == NULL)
		return false;
	length = PyObject_Size(result);
	if (length == -1)
		PyErr_Clear();
	return length == 1;
}

static enum request_sent
send_block(struct request *request, PyObject *block, bool is_last)
{
	enum request_sent sent;

	/* The application may begin its response with its first block. */
	if (PyBytes_Check(block) && PyBytes_GET_SIZE(block) == 0)
		return REQUEST_SENT;
	sent = request_write(request, block);
	if (sent == REQUEST_SENT && !is_last)
		sent = request_flush(request);
	return sent;
}

static enum request_sent
send_blocks(struct request *request, PyObject *result)
{
	const bool is_last = is_single(result);
	PyObject *iterator = PyObject_GetIter(result), *block;
	enum request_sent sent = REQUEST_SENT;

	if (iterator == NULL)
		return REQUEST_FAILED;
	while (
	    sent == REQUEST_SENT && (block = PyIter_Next(iterator)) != NULL) {
		sent = send_block(request, block, is_last);
		Py_DECREF(block);
		if (sent == REQUEST_SENT &&
		    gantry_environ_is_gone(request->environ))
			sent = REQUEST_GONE;
	}
	Py_DECREF(iterator);
	return PyErr_Occurred() ? REQUEST_FAILED : sent;
}

/* Copy LENGTH bytes of DESCRIPTOR to BODY, without the GIL. */
static enum request_sent
copy_file(
    struct gantry_body *body, int descriptor, int64_t offset, int64_t length)
{
	char *data = malloc(COPY_SIZE);
	enum request_sent sent = data != NULL ? REQUEST_SENT : REQUEST_GONE;
	ssize_t count;

	while (sent == REQUEST_SENT && length > 0) {
		count = pread(descriptor, data,
		    (int64_t)COPY_SIZE < length ? COPY_SIZE : (size_t)length,
		    offset);
		/* It became shorter: the answer is cut off. */
		if (count <= 0)
			break;
		if (gantry_write(body, data, (size_t)count) == -1)
			sent = REQUEST_GONE;
		offset += count;
		length -= count;
	}
	free(data);
	return sent;
}

/* May the file be sent without Python?  If not, returns -1. */
static int
find_file(
    struct request *request, PyObject *result, int64_t *offset, int64_t *length)
{
	int descriptor;

	if (!request->is_started || gantry_environ_is_sent(request->environ))
		return -1;
	descriptor = file_wrapper_descriptor(result, offset, length);
	if (request->left != REQUEST_LENGTH_NONE && *length > request->left)
		*length = request->left;
	return descriptor;
}

static enum request_sent
send_any(struct request *request, PyObject *result)
{
	int64_t offset, length = 0;
	enum request_sent sent;
	int descriptor;

	if (PyList_CheckExact(result) || PyTuple_CheckExact(result))
		return send_sequence(request, result);
	if (PyBytes_Check(result) || PyUnicode_Check(result)) {
		PyErr_Format(PyExc_TypeError,
		    "the application returned %.100s, which would be sent "
		    "byte by byte; return a list that has it",
		    Py_TYPE(result)->tp_name);
		return REQUEST_FAILED;
	}
	descriptor = find_file(request, result, &offset, &length);
	if (descriptor == -1)
		return send_blocks(request, result);
	Py_BEGIN_ALLOW_THREADS;
	sent = copy_file(request->body, descriptor, offset, length);
	Py_END_ALLOW_THREADS;
	return sent;
}

/* Its own exception does not replace the first. */
static void
close_result(struct request *request, PyObject *result)
{
	PyObject *close, *answer;

	if (PyList_CheckExact(result) || PyTuple_CheckExact(result))
		return;
	close = PyObject_GetAttrString(result, "close");
	if (close == NULL && PyErr_ExceptionMatches(PyExc_AttributeError)) {
		PyErr_Clear();
		return;
	}
	answer = close != NULL ? PyObject_CallNoArgs(close) : NULL;
	if (answer == NULL)
		exception_log_request(request->environ);
	Py_XDECREF(answer);
	Py_XDECREF(close);
}

int
request_send(struct request *request, PyObject *result)
{
	const enum request_sent sent = send_any(request, result);

	if (sent == REQUEST_FAILED)
		exception_log_request(request->environ);
	close_result(request, result);
	return sent == REQUEST_SENT || sent == REQUEST_FULL ? 0 : -1;
}
