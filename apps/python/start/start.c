/*
 * Start Python as a program of its own would, except that gantry has the
 * signals, and that what is printed goes to the log.
 */
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "python/module/builtin.h"
#include "python/runtime/py.h"
#include "python/runtime/threads.h"
#include "python/start/start.h"

static bool is_started;

/* Options of the first mount, which decided for the process. */
static struct options started_with;

/* Does the environment ask for a locale with UTF-8? */
static bool
has_utf8_locale(void)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	bool has;

	if (locale == (locale_t)0)
		return false;
	has = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
	freelocale(locale);
	return has;
}

static int
fail(const PyStatus *status, const char *what, struct gantry_error *error)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "Python does not start: %s%s%s", what,
	    status->err_msg != NULL ? ": " : "",
	    status->err_msg != NULL ? status->err_msg : "");
}

/* UTF-8 mode: LANG=C would make file names and open() use ASCII. */
static int
start_early(struct gantry_error *error)
{
	PyPreConfig early;
	PyStatus status;

	PyPreConfig_InitPythonConfig(&early);
	early.parse_argv = 0;
	early.coerce_c_locale = 0;
	if (!has_utf8_locale())
		early.utf8_mode = 1;
	status = Py_PreInitialize(&early);
	if (PyStatus_Exception(status))
		return fail(&status, "its locale", error);
	return 0;
}

/* Set the text FIELD of CONFIG to VALUE, in the locale's encoding. */
static PyStatus
put_text(PyConfig *config, wchar_t **field, const char *value)
{
	return PyConfig_SetBytesString(config, field, value);
}

/* Where Python finds its library, and what programs take for it. */
static PyStatus
put_home(
    PyConfig *config, const struct options *options, const struct venv *venv)
{
	const char *python =
	    options->home != NULL ? venv->python : PYTHON_PROGRAM;
	PyStatus status = put_text(config, &config->program_name, python);

	if (!PyStatus_Exception(status))
		status = put_text(config, &config->executable, python);
	if (!PyStatus_Exception(status) && options->home != NULL &&
	    !venv->is_venv)
		status = put_text(config, &config->home, options->home);
	return status;
}

static PyStatus
put_warnings(PyConfig *config, const struct options *options)
{
	PyStatus status = PyStatus_Ok();
	char *copy, *word, *rest = NULL;
	wchar_t *wide;

	if (options->warnings == NULL)
		return status;
	copy = strdup(options->warnings);
	if (copy == NULL)
		return PyStatus_NoMemory();
	for (word = strtok_r(copy, ",", &rest);
	     word != NULL && !PyStatus_Exception(status);
	     word = strtok_r(NULL, ",", &rest)) {
		wide = Py_DecodeLocale(word, NULL);
		if (wide == NULL)
			status = PyStatus_NoMemory();
		else
			status =
			    PyWideStringList_Append(&config->warnoptions, wide);
		PyMem_RawFree(wide);
	}
	free(copy);
	return status;
}

static int
start(const struct options *options, const struct venv *venv,
    struct gantry_error *error)
{
	PyConfig config;
	PyStatus status;

	PyConfig_InitPythonConfig(&config);
	config.install_signal_handlers = 0;
	config.parse_argv = 0;
	config.pathconfig_warnings = 0;
	config.buffered_stdio = 0;
	config.optimization_level = options->optimize;
	config.write_bytecode = options->writes_bytecode;
	status = put_home(&config, options, venv);
	if (!PyStatus_Exception(status))
		status = put_warnings(&config, options);
	if (!PyStatus_Exception(status))
		status = PyConfig_SetBytesArgv(
		    &config, 1, (char *[]){ (char *)"gantry" });
	if (!PyStatus_Exception(status))
		status = Py_InitializeFromConfig(&config);
	PyConfig_Clear(&config);
	if (!PyStatus_Exception(status))
		return 0;
	return fail(&status,
	    options->home != NULL ? options->home : PYTHON_PROGRAM, error);
}

static int
change_folder(const struct options *options, struct gantry_error *error)
{
	if (options->chdir == NULL || chdir(options->chdir) == 0)
		return 0;
	return gantry_error_system(error, "python.chdir: '%s'", options->chdir);
}

static int
start_first(const struct options *options, struct gantry_error *error)
{
	struct venv venv;

	if (options->home != NULL &&
	    venv_find(&venv, options->home, PYTHON_VERSION, error) == -1)
		return -1;
	if (options_set_env(options, error) == -1 ||
	    change_folder(options, error) == -1)
		return -1;
	if (threads_share_symbols(error) == -1 || start_early(error) == -1 ||
	    builtin_declare(error) == -1 || start(options, &venv, error) == -1)
		return -1;
	threads_adopt();
	is_started = true;
	started_with = *options;
	if (options->switch_interval > 0)
		threads_set_switch_interval(options->switch_interval);
	return 0;
}

int
start_python(const struct options *options, struct gantry_error *error)
{
	const char *key;

	if (!is_started)
		return start_first(options, error);
	key = options_differ(options, &started_with);
	if (key != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "python.%s differs between two mounts, but a worker has "
		    "one Python; serve one of them with another gantry",
		    key);
	if (options_set_env(options, error) == -1)
		return -1;
	threads_enter();
	return 0;
}

bool
start_is_done(void)
{
	return is_started;
}

/* Call MODULE.FUNCTION(); what it raises is logged. */
static void
call_if_there(const char *module, const char *function)
{
	PyObject *found = PyImport_ImportModule(module), *result = NULL;

	if (found != NULL)
		result = PyObject_CallMethod(found, function, NULL);
	if (result == NULL)
		PyErr_WriteUnraisable(found);
	Py_XDECREF(result);
	Py_XDECREF(found);
}

void
start_end_python(void)
{
	call_if_there("threading", "_shutdown");
	call_if_there("atexit", "_run_exitfuncs");
	builtin_flush();
}
