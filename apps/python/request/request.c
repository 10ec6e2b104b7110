/*
 * start_response and write.  The object is called with a status and headers
 * for the one, and with bytes for the other.
 */
#include "python/request/request.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include "python/runtime/threads.h"

/* So many headers are on the stack. */
#define HEADERS_SMALL 48

static PyTypeObject *type;

/* The object of the last request of this thread; NULL: it was kept. */
static _Thread_local struct request *spare;

int
request_check(const struct request *request)
{
	if (request->environ != NULL)
		return 0;
	PyErr_SetString(PyExc_RuntimeError, "the request is over");
	return -1;
}

/*
 * The Latin-1 bytes of TEXT, borrowed; NULL with an exception that calls it
 * WHAT.
 */
static const char *
latin1_of(PyObject *text, const char *what)
{
	const char *bytes;

	if (!PyUnicode_Check(text)) {
		PyErr_Format(PyExc_TypeError, "%s must be str, not %.100s",
		    what, Py_TYPE(text)->tp_name);
		return NULL;
	}
#if PY_VERSION_HEX < 0x030c0000
	if (PyUnicode_READY(text) == -1)
		return NULL;
#endif
	if (PyUnicode_KIND(text) != PyUnicode_1BYTE_KIND) {
		PyErr_Format(PyExc_ValueError,
		    "%s has a character that is not in Latin-1: %R", what,
		    text);
		return NULL;
	}
	bytes = (const char *)PyUnicode_1BYTE_DATA(text);
	if (strlen(bytes) != (size_t)PyUnicode_GET_LENGTH(text)) {
		PyErr_Format(PyExc_ValueError, "%s has a NUL: %R", what, text);
		return NULL;
	}
	return bytes;
}

/* Note the Content-Length, if HEADER is that; what is wrong is seen later. */
static void
note_length(struct request *request, const struct gantry_header *header)
{
	char *end;
	long long length;

	if (strcasecmp(header->name, "Content-Length") != 0)
		return;
	errno = 0;
	length = strtoll(header->value, &end, 10);
	if (errno == 0 && end != header->value && *end == '\0' && length >= 0)
		request->left = length;
}

static int
read_header(
    struct request *request, PyObject *item, struct gantry_header *header)
{
	if (!PyTuple_Check(item) || PyTuple_GET_SIZE(item) != 2) {
		PyErr_Format(PyExc_TypeError,
		    "a header must be a tuple (name, value), not %R", item);
		return -1;
	}
	header->name = latin1_of(PyTuple_GET_ITEM(item, 0), "a header's name");
	if (header->name == NULL)
		return -1;
	header->value = latin1_of(PyTuple_GET_ITEM(item, 1), header->name);
	if (header->value == NULL)
		return -1;
	note_length(request, header);
	return 0;
}

/* Read LIST to HEADERS, which has room for all and the end. */
static int
read_headers(
    struct request *request, PyObject *list, struct gantry_header *headers)
{
	Py_ssize_t i;

	request->left = REQUEST_LENGTH_NONE;
	for (i = 0; i < PyList_GET_SIZE(list); i++)
		if (read_header(
			request, PyList_GET_ITEM(list, i), &headers[i]) == -1)
			return -1;
	headers[i] = (struct gantry_header){ NULL, NULL };
	return 0;
}

/* Raise the exception of EXC_INFO, (type, value, traceback). */
static int
raise_again(PyObject *exc_info)
{
	PyObject *value = PyTuple_GET_ITEM(exc_info, 1);
	PyObject *traceback = PyTuple_GET_ITEM(exc_info, 2);

	if (PyExceptionInstance_Check(value)) {
		if (traceback != Py_None)
			PyException_SetTraceback(value, traceback);
		PyErr_SetObject((PyObject *)Py_TYPE(value), value);
	} else {
		PyErr_SetObject(PyTuple_GET_ITEM(exc_info, 0), value);
	}
	return -1;
}

/* Say which exception made the application begin again. */
static void
describe(PyObject *exc_info, struct gantry_error *error)
{
	PyObject *value = PyTuple_GET_ITEM(exc_info, 1);
	PyObject *text = PyObject_Str(value);
	const char *bytes = text != NULL ? PyUnicode_AsUTF8(text) : NULL;

	gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the application begins another response: %s: %s",
	    Py_TYPE(value)->tp_name, bytes != NULL ? bytes : "");
	PyErr_Clear();
	Py_XDECREF(text);
}

static int
check_exc_info(PyObject *exc_info)
{
	if (PyTuple_Check(exc_info) && PyTuple_GET_SIZE(exc_info) == 3)
		return 0;
	PyErr_SetString(
	    PyExc_TypeError, "exc_info must be what sys.exc_info() returns");
	return -1;
}

/* May the response begin now, with EXC_INFO or None?  Returns 0 or -1. */
static int
check_order(const struct request *request, PyObject *exc_info)
{
	if (exc_info == Py_None) {
		if (!request->is_started)
			return 0;
		PyErr_SetString(PyExc_AssertionError,
		    "start_response was called again without exc_info");
		return -1;
	}
	if (check_exc_info(exc_info) == -1)
		return -1;
	if (!gantry_environ_is_sent(request->environ))
		return 0;
	return raise_again(exc_info);
}

/* Call the start_response of the contract. */
static int
start(struct request *request, const char *status,
    const struct gantry_header *headers, PyObject *exc_info)
{
	struct gantry_environ *environ = request->environ;
	struct gantry_error error;

	if (!request->is_started) {
		request->body =
		    request->start_response(environ, status, headers);
	} else {
		describe(exc_info, &error);
		request->body =
		    gantry_restart_response(environ, &error, status, headers);
	}
	request->is_started = true;
	if (request->body != NULL)
		return 0;
	PyErr_SetString(PyExc_ValueError,
	    "start_response: the status or a header is not valid; the log "
	    "says why");
	return -1;
}

static int
begin(struct request *request, PyObject *status, PyObject *list,
    PyObject *exc_info)
{
	struct gantry_header small[HEADERS_SMALL], *headers = small;
	const char *text;
	size_t count;

	if (check_order(request, exc_info) == -1)
		return -1;
	text = latin1_of(status, "the status");
	if (text == NULL)
		return -1;
	if (!PyList_Check(list)) {
		PyErr_Format(PyExc_TypeError,
		    "the headers must be a list, not %.100s",
		    Py_TYPE(list)->tp_name);
		return -1;
	}
	count = (size_t)PyList_GET_SIZE(list);
	if (count >= HEADERS_SMALL)
		headers = gantry_environ_alloc(
		    request->environ, (count + 1) * sizeof(*headers));
	if (headers == NULL) {
		PyErr_NoMemory();
		return -1;
	}
	if (read_headers(request, list, headers) == -1)
		return -1;
	return start(request, text, headers, exc_info);
}

/* The third argument, which may be given by name; NULL with an exception. */
static PyObject *
find_exc_info(PyObject *const *arguments, Py_ssize_t count, PyObject *names)
{
	const Py_ssize_t named = names != NULL ? PyTuple_GET_SIZE(names) : 0;

	if (count == 2 && named == 0)
		return Py_None;
	if (count == 3 && named == 0)
		return arguments[2];
	if (count == 2 && named == 1 &&
	    PyUnicode_CompareWithASCIIString(
		PyTuple_GET_ITEM(names, 0), "exc_info") == 0)
		return arguments[2];
	PyErr_SetString(PyExc_TypeError,
	    "start_response takes (status, headers, exc_info=None)");
	return NULL;
}

static int
write_block(struct request *self, PyObject *block)
{
	enum request_sent sent = request_write(self, block);

	if (sent == REQUEST_SENT)
		sent = request_flush(self);
	if (sent != REQUEST_GONE)
		return sent == REQUEST_FAILED ? -1 : 0;
	PyErr_SetString(PyExc_BrokenPipeError, "the client went away");
	return -1;
}

static PyObject *
call(
    PyObject *object, PyObject *const *arguments, size_t flags, PyObject *names)
{
	struct request *self = (struct request *)object;
	const Py_ssize_t count = PyVectorcall_NARGS(flags);
	PyObject *exc_info;

	if (request_check(self) == -1)
		return NULL;
	if (count == 1 && names == NULL && PyBytes_Check(arguments[0])) {
		if (write_block(self, arguments[0]) == -1)
			return NULL;
		Py_RETURN_NONE;
	}
	exc_info = find_exc_info(arguments, count, names);
	if (exc_info == NULL ||
	    begin(self, arguments[0], arguments[1], exc_info) == -1)
		return NULL;
	return Py_NewRef(object);
}

/* gantry_write or gantry_flush failed. */
static enum request_sent
explain(const struct request *request, int number)
{
	if (number == ENOMEM) {
		PyErr_NoMemory();
		return REQUEST_FAILED;
	}
	if (number == EMSGSIZE)
		return REQUEST_FULL;
	(void)request;
	return REQUEST_GONE;
}

/* Is BLOCK what an application may write?  Returns 0 or -1. */
static int
check_block(const struct request *request, PyObject *block)
{
	if (!PyBytes_Check(block)) {
		PyErr_Format(PyExc_TypeError,
		    "a block of the response must be bytes, not %.100s",
		    Py_TYPE(block)->tp_name);
		return -1;
	}
	if (request->is_started)
		return 0;
	PyErr_SetString(PyExc_AssertionError,
	    "a block was written before start_response was called");
	return -1;
}

enum request_sent
request_write(struct request *request, PyObject *block)
{
	PyThreadState *state = NULL;
	size_t size;
	int result, number;

	if (check_block(request, block) == -1)
		return REQUEST_FAILED;
	size = (size_t)PyBytes_GET_SIZE(block);
	request->gathered += size;
	if (request->gathered > PY_SMALL_BYTES) {
		request->gathered = 0;
		state = PyEval_SaveThread();
	}
	result = gantry_write(request->body, PyBytes_AS_STRING(block), size);
	number = errno;
	if (state != NULL)
		PyEval_RestoreThread(state);
	if (result == -1)
		return explain(request, number);
	if (request->left == REQUEST_LENGTH_NONE)
		return REQUEST_SENT;
	request->left -= (int64_t)size;
	return request->left <= 0 ? REQUEST_FULL : REQUEST_SENT;
}

enum request_sent
request_flush(struct request *request)
{
	int result;

	request->gathered = 0;
	Py_BEGIN_ALLOW_THREADS;
	result = gantry_flush(request->body);
	Py_END_ALLOW_THREADS;
	return result == 0 ? REQUEST_SENT : REQUEST_GONE;
}

static void
deallocate(PyObject *object)
{
	PyTypeObject *own = Py_TYPE(object);

	input_clear((struct request *)object);
	PyObject_Free(object);
	Py_DECREF(own);
}

static PyMemberDef members[] = {
	{ "__vectorcalloffset__", T_PYSSIZET,
	    offsetof(struct request, vectorcall), READONLY, NULL },
	{ NULL, 0, 0, 0, NULL },
};

static PyType_Slot slots[] = {
	{ Py_tp_dealloc, PY_SLOT(deallocate) },
	{ Py_tp_call, PY_SLOT(PyVectorcall_Call) },
	{ Py_tp_iter, PY_SLOT(PyObject_SelfIter) },
	{ Py_tp_iternext, PY_SLOT(input_next) },
	{ Py_tp_methods, input_methods },
	{ Py_tp_members, members },
	{ 0, NULL },
};

static PyType_Spec spec = {
	.name = "gantry.Request",
	.basicsize = sizeof(struct request),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL |
	    Py_TPFLAGS_DISALLOW_INSTANTIATION,
	.slots = slots,
};

int
request_prepare(void)
{
	type = (PyTypeObject *)PyType_FromSpec(&spec);
	return type != NULL ? 0 : -1;
}

struct request *
request_begin(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct request *request = spare;

	spare = NULL;
	if (request == NULL) {
		request = PyObject_New(struct request, type);
		if (request == NULL)
			return NULL;
		request->vectorcall = call;
		request->ahead = NULL;
	}
	request->environ = environ;
	request->start_response = start_response;
	request->body = NULL;
	request->is_started = false;
	request->left = REQUEST_LENGTH_NONE;
	request->gathered = 0;
	input_begin(request);
	return request;
}

void
request_end(struct request *request)
{
	request->environ = NULL;
	request->body = NULL;
	input_clear(request);
	if (Py_REFCNT(request) == 1 && spare == NULL)
		spare = request;
	else
		Py_DECREF(request);
}
