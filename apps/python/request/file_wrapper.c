/*
 * Only files of the io module are sent without Python: others may have a
 * descriptor, too, such as gzip.GzipFile, but read something else than what is
 * in it.
 */
#include "python/request/file_wrapper.h"

#include <sys/stat.h>

#define BLOCK_SIZE 8192

struct file_wrapper {
	PyObject_HEAD PyObject *file;
	Py_ssize_t block_size;
};

static PyTypeObject *type;
static PyObject *buffered_type, *raw_type;

static PyObject *new (
    PyTypeObject *subtype, PyObject *arguments, PyObject *names)
{
	static char *keywords[] = { (char *)"filelike", (char *)"block_size",
		NULL };
	struct file_wrapper *self;
	PyObject *file;
	Py_ssize_t block_size = BLOCK_SIZE;

	if (!PyArg_ParseTupleAndKeywords(
		arguments, names, "O|n", keywords, &file, &block_size))
		return NULL;
	if (block_size < 1) {
		PyErr_SetString(
		    PyExc_ValueError, "block_size must be positive");
		return NULL;
	}
	self = (struct file_wrapper *)subtype->tp_alloc(subtype, 0);
	if (self == NULL)
		return NULL;
	self->file = Py_NewRef(file);
	self->block_size = block_size;
	return (PyObject *)self;
}

static int
traverse(PyObject *object, visitproc visit, void *arg)
{
	Py_VISIT(Py_TYPE(object));
	Py_VISIT(((struct file_wrapper *)object)->file);
	return 0;
}

static int
clear(PyObject *object)
{
	Py_CLEAR(((struct file_wrapper *)object)->file);
	return 0;
}

static void
deallocate(PyObject *object)
{
	PyTypeObject *own = Py_TYPE(object);

	PyObject_GC_UnTrack(object);
	clear(object);
	own->tp_free(object);
	Py_DECREF(own);
}

static PyObject *
next(PyObject *object)
{
	struct file_wrapper *self = (struct file_wrapper *)object;
	PyObject *block =
	    PyObject_CallMethod(self->file, "read", "n", self->block_size);

	if (block == NULL)
		return NULL;
	switch (PyObject_IsTrue(block)) {
	case 1:
		return block;
	default:
		Py_DECREF(block);
		return NULL;
	}
}

static PyObject *
method_close(PyObject *object, PyObject *unused)
{
	struct file_wrapper *self = (struct file_wrapper *)object;
	PyObject *close = PyObject_GetAttrString(self->file, "close"), *result;

	(void)unused;
	if (close == NULL) {
		if (!PyErr_ExceptionMatches(PyExc_AttributeError))
			return NULL;
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	result = PyObject_CallNoArgs(close);
	Py_DECREF(close);
	return result;
}

static PyMethodDef methods[] = {
	{ "close", method_close, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static PyType_Slot slots[] = {
	{ Py_tp_new, PY_SLOT(new) },
	{ Py_tp_dealloc, PY_SLOT(deallocate) },
	{ Py_tp_traverse, PY_SLOT(traverse) },
	{ Py_tp_clear, PY_SLOT(clear) },
	{ Py_tp_iter, PY_SLOT(PyObject_SelfIter) },
	{ Py_tp_iternext, PY_SLOT(next) },
	{ Py_tp_methods, methods },
	{ 0, NULL },
};

static PyType_Spec spec = {
	.name = "gantry.FileWrapper",
	.basicsize = sizeof(struct file_wrapper),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.slots = slots,
};

int
file_wrapper_prepare(void)
{
	PyObject *io = PyImport_ImportModule("io");

	type = (PyTypeObject *)PyType_FromSpec(&spec);
	if (io != NULL) {
		buffered_type = PyObject_GetAttrString(io, "BufferedReader");
		raw_type = PyObject_GetAttrString(io, "FileIO");
	}
	Py_XDECREF(io);
	return type != NULL && buffered_type != NULL && raw_type != NULL ? 0
									 : -1;
}

PyObject *
file_wrapper_type(void)
{
	return (PyObject *)type;
}

/* The number that FILE.METHOD() returns, or -1. */
static int64_t
ask(PyObject *file, const char *method)
{
	PyObject *answer = PyObject_CallMethod(file, method, NULL);
	int64_t number = -1;

	if (answer != NULL)
		number = PyLong_AsLongLong(answer);
	PyErr_Clear();
	Py_XDECREF(answer);
	return number;
}

/* Is it a file of the io module, over one of the system? */
static bool
is_plain(PyObject *file)
{
	PyObject *raw;
	bool is;

	if ((PyObject *)Py_TYPE(file) == raw_type)
		return true;
	if ((PyObject *)Py_TYPE(file) != buffered_type)
		return false;
	raw = PyObject_GetAttrString(file, "raw");
	is = raw != NULL && (PyObject *)Py_TYPE(raw) == raw_type;
	PyErr_Clear();
	Py_XDECREF(raw);
	return is;
}

int
file_wrapper_descriptor(PyObject *wrapper, int64_t *offset, int64_t *length)
{
	struct stat status;
	PyObject *file;
	int descriptor;

	if (Py_TYPE(wrapper) != type)
		return -1;
	file = ((struct file_wrapper *)wrapper)->file;
	if (!is_plain(file))
		return -1;
	descriptor = (int)ask(file, "fileno");
	*offset = ask(file, "tell");
	if (descriptor < 0 || *offset < 0 || fstat(descriptor, &status) == -1 ||
	    !S_ISREG(status.st_mode))
		return -1;
	*length = status.st_size > *offset ? status.st_size - *offset : 0;
	return descriptor;
}
