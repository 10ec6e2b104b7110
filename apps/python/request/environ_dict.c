/*
 * Names come again with each request, and most values, too: a name is made
 * once, with its hash, and keeps the last value that it had.
 */
#include "python/request/environ_dict.h"

#include <string.h>

#include "python/request/file_wrapper.h"
#include "python/runtime/error_stream.h"

/* Clients choose names of headers, so not all are kept. */
#define SLOTS	    1024
#define ENTRIES_MAX 512

/* Longer values are made anew. */
#define VALUE_MAX_BYTES 160

/* With free threading, each thread has a table of its own. */
#ifdef Py_GIL_DISABLED
#define OF_THREAD static _Thread_local
#else
#define OF_THREAD static
#endif

struct entry {
	PyObject *name; /* interned; NULL: the slot is free */
	PyObject *value; /* the last; or NULL */
	char *bytes; /* of the name */
	size_t length;
	size_t value_length;
	char value_bytes[VALUE_MAX_BYTES];
};

OF_THREAD struct entry *slots[SLOTS];
OF_THREAD unsigned used;

/* What every environ begins with, but for what may differ. */
static PyObject *template;

static PyObject *name_scheme, *name_input, *name_id, *scheme_http,
    *scheme_https, *name_multithread, *name_multiprocess, *name_run_once;

/* Of the length, the first and the last eight bytes. */
static unsigned
hash(const char *name, size_t length)
{
	uint64_t head = 0, tail = 0;

	if (length >= sizeof(head)) {
		memcpy(&head, name, sizeof(head));
		memcpy(&tail, name + length - sizeof(tail), sizeof(tail));
	} else {
		memcpy(&head, name, length);
	}
	head = (head * UINT64_C(0x9e3779b97f4a7c15) ^ tail ^ length) *
	    UINT64_C(0x3cc1342c9c14ef2f);
	return (unsigned)(head >> 54); /* ten bits: SLOTS */
}

static struct entry *
new_entry(const char *name, size_t length)
{
	struct entry *entry = PyMem_Calloc(1, sizeof(*entry));

	if (entry == NULL)
		return NULL;
	entry->bytes = PyMem_Malloc(length);
	entry->name = PyUnicode_DecodeLatin1(name, (Py_ssize_t)length, NULL);
	if (entry->bytes == NULL || entry->name == NULL) {
		PyMem_Free(entry->bytes);
		Py_XDECREF(entry->name);
		PyMem_Free(entry);
		return NULL;
	}
	PyUnicode_InternInPlace(&entry->name);
	memcpy(entry->bytes, name, length);
	entry->length = length;
	return entry;
}

/* The entry of NAME; NULL: it is not kept. */
static struct entry *
find(const char *name, size_t length)
{
	unsigned slot = hash(name, length);

	for (; slots[slot] != NULL; slot = (slot + 1) % SLOTS)
		if (slots[slot]->length == length &&
		    memcmp(slots[slot]->bytes, name, length) == 0)
			return slots[slot];
	if (used == ENTRIES_MAX)
		return NULL;
	slots[slot] = new_entry(name, length);
	if (slots[slot] != NULL)
		used++;
	PyErr_Clear();
	return slots[slot];
}

/* The value, borrowed from ENTRY; NULL with an exception. */
static PyObject *
value_of(struct entry *entry, const char *bytes, size_t length)
{
	PyObject *value;

	if (entry->value != NULL && entry->value_length == length &&
	    memcmp(entry->value_bytes, bytes, length) == 0)
		return entry->value;
	value = PyUnicode_DecodeLatin1(bytes, (Py_ssize_t)length, NULL);
	if (value == NULL)
		return NULL;
	Py_XSETREF(entry->value, value);
	entry->value_length = length;
	memcpy(entry->value_bytes, bytes, length);
	return value;
}

/* Put a variable whose name or value is not kept. */
static int
put_new(PyObject *dict, const struct gantry_variable *variable,
    const struct entry *entry)
{
	PyObject *name, *value;
	int result = -1;

	name = entry != NULL ? Py_NewRef(entry->name)
			     : PyUnicode_DecodeLatin1(variable->name,
				   (Py_ssize_t)strlen(variable->name), NULL);
	value = PyUnicode_DecodeLatin1(
	    variable->value, (Py_ssize_t)strlen(variable->value), NULL);
	if (name != NULL && value != NULL)
		result = PyDict_SetItem(dict, name, value);
	Py_XDECREF(name);
	Py_XDECREF(value);
	return result;
}

static int
put(PyObject *dict, const struct gantry_variable *variable)
{
	const size_t length = strlen(variable->value);
	struct entry *entry = find(variable->name, strlen(variable->name));
	PyObject *value;

	if (entry == NULL || length > VALUE_MAX_BYTES)
		return put_new(dict, variable, entry);
	value = value_of(entry, variable->value, length);
	return value != NULL ? PyDict_SetItem(dict, entry->name, value) : -1;
}

/* The body is decoded, so the application must not decode it again. */
static bool
is_shown(const char *name)
{
	return strcmp(name, "HTTP_TRANSFER_ENCODING") != 0;
}

static int
put_variables(PyObject *dict, const struct gantry_environ *environ)
{
	struct gantry_variable variable;
	size_t position = 0;

	while (gantry_environ_next(environ, &position, &variable))
		if (is_shown(variable.name) && put(dict, &variable) == -1)
			return -1;
	return 0;
}

static int
put_id(PyObject *dict, struct gantry_environ *environ)
{
	const struct gantry_variable variable = {
		.name = "gantry.request_id",
		.value = gantry_environ_request_id(environ),
	};

	return put_new(dict, &variable, &(struct entry){ .name = name_id });
}

static int
put_wsgi(PyObject *dict, struct request *request)
{
	const struct gantry_wsgi *wsgi = gantry_environ_wsgi(request->environ);
	const bool is_https = strcmp(wsgi->url_scheme, "https") == 0;

	if (PyDict_SetItem(dict, name_scheme,
		is_https ? scheme_https : scheme_http) == -1 ||
	    PyDict_SetItem(dict, name_input, (PyObject *)request) == -1)
		return -1;
	/* These are true in the template. */
	if (!wsgi->multithread &&
	    PyDict_SetItem(dict, name_multithread, Py_False) == -1)
		return -1;
	if (!wsgi->multiprocess &&
	    PyDict_SetItem(dict, name_multiprocess, Py_False) == -1)
		return -1;
	if (wsgi->run_once &&
	    PyDict_SetItem(dict, name_run_once, Py_True) == -1)
		return -1;
	return put_id(dict, request->environ);
}

PyObject *
environ_dict_new(struct request *request)
{
	PyObject *dict = PyDict_Copy(template);

	if (dict == NULL)
		return NULL;
	if (put_variables(dict, request->environ) == 0 &&
	    put_wsgi(dict, request) == 0)
		return dict;
	Py_DECREF(dict);
	return NULL;
}

int
environ_dict_prepare(void)
{
	name_scheme = PyUnicode_InternFromString("wsgi.url_scheme");
	name_input = PyUnicode_InternFromString("wsgi.input");
	name_id = PyUnicode_InternFromString("gantry.request_id");
	name_multithread = PyUnicode_InternFromString("wsgi.multithread");
	name_multiprocess = PyUnicode_InternFromString("wsgi.multiprocess");
	name_run_once = PyUnicode_InternFromString("wsgi.run_once");
	scheme_http = PyUnicode_InternFromString("http");
	scheme_https = PyUnicode_InternFromString("https");
	template = Py_BuildValue("{s(ii)sOsOsOsOsOsO}", "wsgi.version", 1, 0,
	    "wsgi.multithread", Py_True, "wsgi.multiprocess", Py_True,
	    "wsgi.run_once", Py_False, "wsgi.input_terminated", Py_True,
	    "wsgi.file_wrapper", file_wrapper_type(), "wsgi.errors",
	    stream_get());
	return template != NULL && !PyErr_Occurred() ? 0 : -1;
}
