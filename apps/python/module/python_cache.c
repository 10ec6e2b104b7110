/*
 * The store of the application entities, for Python.  A store belongs to one
 * thread, so a cache has one for each thread that reads it.  All that a request
 * reads comes from one generation.
 */
#include "python/module/python_cache.h"

#include <stdlib.h>
#include <string.h>

#include "entities/store.h"
#include "python/runtime/threads.h"

#define TIMEOUT_MILLISECONDS 5000
#define NAME_MAX_BYTES	     (1 << 20)

/* The store of one thread. */
struct reader {
	struct store *store;
	unsigned long thread;
	uint64_t request; /* for which it was refreshed; 0: none */
	struct reader *next;
};

struct cache_object {
	PyObject_HEAD char *path;
	int64_t timeout; /* milliseconds */
	struct reader *readers;
};

static PyTypeObject *type;
static PyObject *unavailable;
static const char *default_path;

void
python_cache_set_path(const char *path)
{
	default_path = path;
}

/* Raise what ERROR says.  Always returns NULL. */
static PyObject *
raise_error(const struct gantry_error *error)
{
	PyObject *kind = unavailable;

	if (error->code == GANTRY_ERROR_MEMORY)
		return PyErr_NoMemory();
	if (error->code == GANTRY_ERROR_BUSY)
		kind = PyExc_TimeoutError;
	PyErr_SetString(kind, error->text);
	return NULL;
}

static struct reader *
find_reader(struct cache_object *self)
{
	const unsigned long thread = PyThread_get_thread_ident();
	struct reader *reader = self->readers;

	while (reader != NULL && reader->thread != thread)
		reader = reader->next;
	if (reader != NULL)
		return reader;
	reader = calloc(1, sizeof(*reader));
	if (reader != NULL)
		reader->store =
		    store_sqlite_new(self->path, self->timeout, NAME_MAX_BYTES);
	if (reader == NULL || reader->store == NULL) {
		free(reader);
		PyErr_NoMemory();
		return NULL;
	}
	reader->thread = thread;
	reader->next = self->readers;
	self->readers = reader;
	return reader;
}

/* The store of this thread, for its request; NULL with an exception. */
static struct store *
get_store(PyObject *object)
{
	struct reader *reader = find_reader((struct cache_object *)object);
	const uint64_t request = threads_request();
	struct gantry_error error;

	if (reader == NULL)
		return NULL;
	reader->store->environ = threads_environ();
	if (request != 0 && reader->request == request)
		return reader->store;
	reader->store->wants_newest = request == 0;
	if (reader->store->refresh(reader->store, &error) == -1) {
		raise_error(&error);
		return NULL;
	}
	reader->request = request;
	return reader->store;
}

/* Append (name, count) to the list ARGUMENT. */
static int
append(void *argument, const struct store_row *row)
{
	PyObject *pair = Py_BuildValue(
	    "(s#L)", row->name, (Py_ssize_t)row->length, (long long)row->count);
	const int result =
	    pair != NULL ? PyList_Append((PyObject *)argument, pair) : -1;

	Py_XDECREF(pair);
	return result;
}

/* The LIST after a walk; None if nothing was FOUND. */
static PyObject *
finish(PyObject *list, int result, bool found, const struct gantry_error *error)
{
	if (result == 0 && found)
		return list;
	Py_DECREF(list);
	if (PyErr_Occurred())
		return NULL;
	if (result == -1)
		return raise_error(error);
	Py_RETURN_NONE;
}

static PyObject *
publications(PyObject *self, PyObject *unused)
{
	struct store *store = get_store(self);
	PyObject *list = store != NULL ? PyList_New(0) : NULL;
	const struct store_visitor visitor = { append, list };
	struct gantry_error error;

	(void)unused;
	if (list == NULL)
		return NULL;
	return finish(
	    list, store->publications(store, &visitor, &error), true, &error);
}

static PyObject *
frequencies(PyObject *self, PyObject *arguments, PyObject *names)
{
	static char *keywords[] = { (char *)"publication", (char *)"limit",
		(char *)"after", NULL };
	struct store_page page = { .limit = 100 };
	struct gantry_error error;
	struct store *store;
	PyObject *list;
	long long limit = 100, count = 0;
	bool found = false;
	int result;

	if (!PyArg_ParseTupleAndKeywords(arguments, names, "s|L(sL)", keywords,
		&page.publication, &limit, &page.after_word, &count))
		return NULL;
	if (limit < 1) {
		PyErr_SetString(PyExc_ValueError, "limit must be positive");
		return NULL;
	}
	page.limit = limit;
	page.after_count = count;
	store = get_store(self);
	list = store != NULL ? PyList_New(0) : NULL;
	if (list == NULL)
		return NULL;
	result = store->frequencies(store, &page, &found,
	    &(struct store_visitor){ append, list }, &error);
	return finish(list, result, found, &error);
}

static PyObject *
entity(PyObject *self, PyObject *given)
{
	const char *word = PyUnicode_AsUTF8(given);
	struct store *store = word != NULL ? get_store(self) : NULL;
	PyObject *list = store != NULL ? PyList_New(0) : NULL;
	struct gantry_error error;
	bool found = false;
	int result;

	if (list == NULL)
		return NULL;
	result = store->entity(store, word, &found,
	    &(struct store_visitor){ append, list }, &error);
	return finish(list, result, found, &error);
}

static PyObject *
search(PyObject *self, PyObject *arguments, PyObject *names)
{
	static char *keywords[] = { (char *)"prefix", (char *)"publication",
		(char *)"limit", NULL };
	struct store_search wanted = { .limit = 10 };
	struct gantry_error error;
	struct store *store;
	PyObject *list;
	long long limit = 10;
	bool found = false;
	int result;

	if (!PyArg_ParseTupleAndKeywords(arguments, names, "s|zL", keywords,
		&wanted.prefix, &wanted.publication, &limit))
		return NULL;
	if (limit < 1 || limit > STORE_SEARCH_MAX) {
		PyErr_Format(PyExc_ValueError, "limit must be from 1 to %d",
		    STORE_SEARCH_MAX);
		return NULL;
	}
	wanted.limit = limit;
	store = get_store(self);
	list = store != NULL ? PyList_New(0) : NULL;
	if (list == NULL)
		return NULL;
	result = store->search(store, &wanted, &found,
	    &(struct store_visitor){ append, list }, &error);
	return finish(list, result, found, &error);
}

static PyObject *
get_generation(PyObject *self, void *unused)
{
	struct store *store = get_store(self);

	(void)unused;
	return store != NULL ? PyUnicode_FromString(store->generation(store))
			     : NULL;
}

static PyObject *
get_is_incomplete(PyObject *self, void *unused)
{
	struct store *store = get_store(self);

	(void)unused;
	if (store == NULL)
		return NULL;
	return PyBool_FromLong(
	    store->is_incomplete != NULL && store->is_incomplete(store));
}

static PyObject *
get_path(PyObject *self, void *unused)
{
	(void)unused;
	return PyUnicode_DecodeFSDefault(((struct cache_object *)self)->path);
}

static void
deallocate(PyObject *object)
{
	struct cache_object *self = (struct cache_object *)object;
	PyTypeObject *own = Py_TYPE(object);
	struct reader *reader;

	while ((reader = self->readers) != NULL) {
		self->readers = reader->next;
		reader->store->free(reader->store);
		free(reader);
	}
	free(self->path);
	PyObject_Free(object);
	Py_DECREF(own);
}

#define WITH_NAMES(function) (PyCFunction)(void (*)(void))(function)

static PyMethodDef methods[] = {
	{ "publications", publications, METH_NOARGS,
	    "publications(): [(name, articles), ...], by name." },
	{ "frequencies", WITH_NAMES(frequencies), METH_VARARGS | METH_KEYWORDS,
	    "frequencies(publication, limit=100, after=(word, count)): "
	    "[(word, count), ...], the largest count first; None if there is "
	    "no such publication." },
	{ "entity", entity, METH_O,
	    "entity(word): [(publication, count), ...], or None." },
	{ "search", WITH_NAMES(search), METH_VARARGS | METH_KEYWORDS,
	    "search(prefix, publication=None, limit=10): [(word, count), ...] "
	    "of the words that begin so, whatever their case; None if there "
	    "is no such publication." },
	{ NULL, NULL, 0, NULL },
};

static PyGetSetDef attributes[] = {
	{ "generation", get_generation, NULL,
	    "A name of the data: other data has another name.", NULL },
	{ "is_incomplete", get_is_incomplete, NULL,
	    "Is something known to be missing from the data?", NULL },
	{ "path", get_path, NULL, "The file.", NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

static PyType_Slot slots[] = {
	{ Py_tp_dealloc, PY_SLOT(deallocate) },
	{ Py_tp_methods, methods },
	{ Py_tp_getset, attributes },
	{ 0, NULL },
};

static PyType_Spec spec = {
	.name = "gantry.cache.Cache",
	.basicsize = sizeof(struct cache_object),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
	.slots = slots,
};

static PyObject *
new_cache(const char *path, double timeout)
{
	struct cache_object *self = PyObject_New(struct cache_object, type);

	if (self == NULL)
		return NULL;
	self->readers = NULL;
	self->timeout = (int64_t)(timeout * 1000);
	self->path = strdup(path);
	if (self->path != NULL)
		return (PyObject *)self;
	Py_DECREF(self);
	return PyErr_NoMemory();
}

static PyObject *
open_cache(PyObject *self, PyObject *arguments, PyObject *names)
{
	static char *keywords[] = { (char *)"path", (char *)"timeout", NULL };
	double timeout = TIMEOUT_MILLISECONDS / 1000.0;
	PyObject *path = NULL, *cache = NULL;

	(void)self;
	if (!PyArg_ParseTupleAndKeywords(arguments, names, "|O&d", keywords,
		PyUnicode_FSConverter, &path, &timeout))
		return NULL;
	if (path != NULL)
		cache = new_cache(PyBytes_AS_STRING(path), timeout);
	else if (default_path != NULL)
		cache = new_cache(default_path, timeout);
	else
		PyErr_SetString(PyExc_ValueError,
		    "which cache?  Give a path, or --set python.cache=PATH");
	Py_XDECREF(path);
	return cache;
}

static PyMethodDef functions[] = {
	{ "open", WITH_NAMES(open_cache), METH_VARARGS | METH_KEYWORDS,
	    "open(path=None, timeout=5.0): the cache that gantry-cache made; "
	    "without a path, that of the setting cache." },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef definition = {
	PyModuleDef_HEAD_INIT,
	.m_name = "gantry.cache",
	.m_doc = "The publications and words in a cache of gantry-cache.",
	.m_size = -1,
	.m_methods = functions,
};

PyObject *
python_cache_new(void)
{
	PyObject *module = PyModule_Create(&definition);

	type = (PyTypeObject *)PyType_FromSpec(&spec);
	unavailable = PyErr_NewExceptionWithDoc("gantry.cache.Unavailable",
	    "There is no cache, or it cannot be read.", PyExc_OSError, NULL);
	if (module == NULL || type == NULL || unavailable == NULL ||
	    PyModule_AddObjectRef(module, "Cache", (PyObject *)type) == -1 ||
	    PyModule_AddObjectRef(module, "Unavailable", unavailable) == -1) {
		Py_XDECREF(module);
		return NULL;
	}
	return module;
}
