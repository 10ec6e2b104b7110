/*
 * "module:callable", "module:attribute.callable", "module:factory()" and
 * "folder/file.py:callable".  Without a callable, "application" and then "app"
 * are looked for.
 */
#include "python/start/load.h"

#include <string.h>
#include <unistd.h>

#include "python/runtime/error_stream.h"
#include "python/runtime/exception.h"

/* Put FOLDER at INDEX of sys.path, unless it is there. */
static int
add_folder(PyObject *path, Py_ssize_t index, const char *folder, size_t length)
{
	PyObject *text =
	    PyUnicode_DecodeFSDefaultAndSize(folder, (Py_ssize_t)length);
	int result = -1, has = -1;

	if (text != NULL)
		has = PySequence_Contains(path, text);
	if (has == 0)
		result = PyList_Insert(path, index, text);
	else if (has == 1)
		result = 0;
	Py_XDECREF(text);
	return result;
}

/* The folders of "path", then the working folder. */
static int
add_folders(PyObject *path, const char *folders)
{
	char *here = getcwd(NULL, 0);
	Py_ssize_t index = 0;
	size_t length;
	int result = 0;

	while (result == 0 && folders != NULL && *folders != '\0') {
		length = strcspn(folders, ":");
		if (length > 0)
			result = add_folder(path, index++, folders, length);
		folders += length;
		folders += *folders == ':';
	}
	/* That of a service that has none is the whole file system. */
	if (result == 0 && here != NULL && strcmp(here, "/") != 0)
		result = add_folder(path, index, here, strlen(here));
	free(here);
	return result;
}

int
load_path(const struct options *options, struct gantry_error *error)
{
	PyObject *path = PySys_GetObject("path");

	if (path == NULL || !PyList_Check(path) ||
	    add_folders(path, options->path) == -1)
		return exception_explain(error, "sys.path cannot be set");
	return 0;
}

/*
 * A new module, executed from the file PATH.  It is called as the file is,
 * unless another module has that name: graphite.wsgi imports graphite.
 */
static PyObject *
import_file(const char *path)
{
	static const char code[] =
	    "import importlib.util, os, sys\n"
	    "name = os.path.splitext(os.path.basename(path))[0]\n"
	    "name = name.replace('-', '_').replace('.', '_')\n"
	    "sys.path.insert(0, os.path.dirname(os.path.abspath(path)))\n"
	    "try:\n"
	    "    found = importlib.util.find_spec(name)\n"
	    "except (ImportError, ValueError):\n"
	    "    found = None\n"
	    "if found and not (found.has_location and os.path.exists(\n"
	    "        found.origin) and os.path.samefile(found.origin, path)):\n"
	    "    name = '_gantry_' + name\n"
	    "from importlib.machinery import SourceFileLoader\n"
	    "loader = SourceFileLoader(name, path)\n"
	    "spec = importlib.util.spec_from_file_location(\n"
	    "    name, path, loader=loader)\n"
	    "module = importlib.util.module_from_spec(spec)\n"
	    "sys.modules[name] = module\n"
	    "try:\n"
	    "    loader.exec_module(module)\n"
	    "except BaseException:\n"
	    "    del sys.modules[name]\n"
	    "    raise\n";
	PyObject *names = Py_BuildValue(
		     "{ssss}", "path", path, "__name__", "gantry"),
		 *done = NULL, *module = NULL;

	if (names != NULL)
		done = PyRun_String(code, Py_file_input, names, names);
	if (done != NULL)
		module = PyDict_GetItemString(names, "module");
	Py_XINCREF(module);
	Py_XDECREF(done);
	Py_XDECREF(names);
	return module;
}

static bool
is_file(const char *name)
{
	const size_t length = strlen(name);

	return strchr(name, '/') != NULL ||
	    (length > 3 && strcmp(name + length - 3, ".py") == 0) ||
	    /* Django calls its module PROJECT.wsgi. */
	    (length > 5 && strcmp(name + length - 5, ".wsgi") == 0 &&
		access(name, F_OK) == 0);
}

/* Log where modules are looked for, since that is what usually is wrong. */
static void
log_path(void)
{
	PyObject *type, *value, *traceback, *text = NULL;
	PyObject *path = PySys_GetObject("path");
	const char *bytes = NULL;
	char line[960];
	int length;

	PyErr_Fetch(&type, &value, &traceback);
	if (path != NULL)
		text = PyObject_Repr(path);
	if (text != NULL)
		bytes = PyUnicode_AsUTF8(text);
	if (bytes != NULL) {
		length = snprintf(line, sizeof(line), "sys.path is %s", bytes);
		stream_log(line,
		    (size_t)length < sizeof(line) ? (size_t)length
						  : sizeof(line) - 1);
		stream_finish();
	}
	PyErr_Clear();
	Py_XDECREF(text);
	PyErr_Restore(type, value, traceback);
}

/* "a.b" of OBJECT, whose reference is taken; NULL with an exception. */
static PyObject *
descend(PyObject *object, char *names)
{
	char *name, *rest = NULL;
	PyObject *next;

	for (name = strtok_r(names, ".", &rest); name != NULL && object != NULL;
	     name = strtok_r(NULL, ".", &rest)) {
		next = PyObject_GetAttrString(object, name);
		Py_DECREF(object);
		object = next;
	}
	return object;
}

/* "application", or else "app". */
static PyObject *
find_default(PyObject *module)
{
	PyObject *found = PyObject_GetAttrString(module, "application");

	if (found == NULL && PyErr_ExceptionMatches(PyExc_AttributeError)) {
		PyErr_Clear();
		found = PyObject_GetAttrString(module, "app");
		if (found == NULL)
			PyErr_Format(PyExc_AttributeError,
			    "the module has neither 'application' nor 'app'; "
			    "give MODULE:CALLABLE");
	}
	Py_DECREF(module);
	return found;
}

/* What NAMES, "callable" or "factory()", means in MODULE, which is taken. */
static PyObject *
find_callable(PyObject *module, char *names)
{
	const size_t length = names != NULL ? strlen(names) : 0;
	const bool is_factory =
	    length > 2 && strcmp(names + length - 2, "()") == 0;
	PyObject *found, *made;

	if (length == 0)
		return find_default(module);
	if (is_factory)
		names[length - 2] = '\0';
	found = descend(module, names);
	if (found == NULL || !is_factory)
		return found;
	made = PyObject_CallNoArgs(found);
	Py_DECREF(found);
	return made;
}

/* What TEXT, which is changed, means; NULL with an exception. */
static PyObject *
find(char *text)
{
	char *colon = strrchr(text, ':');
	PyObject *module;

	if (colon != NULL)
		*colon++ = '\0';
	module =
	    is_file(text) ? import_file(text) : PyImport_ImportModule(text);
	/* A dotted name: import returns the module that was named. */
	if (module == NULL && PyErr_ExceptionMatches(PyExc_ImportError))
		log_path();
	return module != NULL ? find_callable(module, colon) : NULL;
}

/* A new reference to what TEXT means and can be called; NULL: it was logged. */
static PyObject *
load(const char *text, const char *key, struct gantry_error *error)
{
	char prefix[300];
	char *copy = strdup(text);
	PyObject *found = copy != NULL ? find(copy) : PyErr_NoMemory();

	free(copy);
	snprintf(prefix, sizeof(prefix), "python.%s=%.256s", key, text);
	if (found == NULL) {
		exception_explain(error, prefix);
	} else if (!PyCallable_Check(found)) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s: it is not callable, but of type %.64s", prefix,
		    Py_TYPE(found)->tp_name);
		Py_CLEAR(found);
	}
	return found;
}

PyObject *
load_app(const struct options *options, struct gantry_error *error)
{
	return load(options->app, "app", error);
}

int
load_and_call(const char *text, struct gantry_error *error)
{
	PyObject *function = load(text, "on_fork", error), *result;

	if (function == NULL)
		return -1;
	result = PyObject_CallNoArgs(function);
	Py_DECREF(function);
	if (result == NULL)
		return exception_explain(error, "python.on_fork");
	Py_DECREF(result);
	return 0;
}
