/*
 * Modules and extensions are loaded whenever a request needs them, and a
 * traceback reads the sources, so everything that can be imported may be read.
 */
#include "python/start/start.h"

#include <string.h>
#include <unistd.h>

#include "python/runtime/py.h"
#include "python/runtime/threads.h"

/* What libraries read: names, time zones, certificates, types of files. */
static const char *const system_files[] = { "/etc/hosts", "/etc/host.conf",
	"/etc/resolv.conf", "/etc/nsswitch.conf", "/etc/gai.conf",
	"/etc/services", "/etc/protocols", "/etc/localtime", "/etc/timezone",
	"/etc/mime.types", "/etc/passwd", "/etc/group", "/etc/ssl",
	"/etc/ld.so.cache", "/etc/locale.alias", "/etc/os-release",
	"/usr/share/zoneinfo", "/usr/lib/ssl", "/proc/self", "/proc/meminfo",
	"/proc/stat", "/proc/cpuinfo", "/sys/devices/system/cpu", NULL };

/* Where programs are, and what they load. */
static const char *const programs[] = { "/usr", "/bin", "/sbin", "/lib",
	"/lib64", NULL };

static int
add_list(struct gantry_rights *rights, enum gantry_right right,
    const char *const *list, struct gantry_error *error)
{
	for (; *list != NULL; list++)
		if (gantry_rights_add(rights, right, *list, error) == -1)
			return -1;
	return 0;
}

/* The whole file system is not a folder of modules. */
static int
add_path(struct gantry_rights *rights, enum gantry_right right, PyObject *path,
    struct gantry_error *error)
{
	PyObject *bytes = NULL;
	const char *text;
	int result = 0;

	if (path != NULL && PyUnicode_Check(path))
		bytes = PyUnicode_EncodeFSDefault(path);
	text = bytes != NULL ? PyBytes_AS_STRING(bytes) : "";
	if (*text != '\0' && strcmp(text, "/") != 0)
		result = gantry_rights_add(rights, right, text, error);
	PyErr_Clear();
	Py_XDECREF(bytes);
	return result;
}

/* Everything in sys.path; an empty entry is the working folder. */
static int
add_modules(struct gantry_rights *rights, struct gantry_error *error)
{
	static const char *const prefixes[] = { "prefix", "exec_prefix",
		"base_prefix", "base_exec_prefix", NULL };
	PyObject *path = PySys_GetObject("path");
	Py_ssize_t i;

	for (i = 0; prefixes[i] != NULL; i++)
		if (add_path(rights, GANTRY_RIGHT_READS,
			PySys_GetObject(prefixes[i]), error) == -1)
			return -1;
	for (i = 0;
	     path != NULL && PyList_Check(path) && i < PyList_GET_SIZE(path);
	     i++)
		if (add_path(rights, GANTRY_RIGHT_READS,
			PyList_GET_ITEM(path, i), error) == -1)
			return -1;
	return 0;
}

static int
add_rights(const struct options *options, struct gantry_rights *rights,
    struct gantry_error *error)
{
	if (gantry_rights_add(rights, GANTRY_RIGHT_LOADS, "", error) == -1 ||
	    add_modules(rights, error) == -1 ||
	    add_list(rights, GANTRY_RIGHT_READS, system_files, error) == -1)
		return -1;
	if (options->chdir != NULL && strcmp(options->chdir, "/") != 0 &&
	    gantry_rights_add(
		rights, GANTRY_RIGHT_READS, options->chdir, error) == -1)
		return -1;
	if (options->connect &&
	    gantry_rights_add(rights, GANTRY_RIGHT_CONNECTS, "*", error) == -1)
		return -1;
	if (options->reload &&
	    gantry_rights_add(rights, GANTRY_RIGHT_RELOADS, "", error) == -1)
		return -1;
	if (!options->exec)
		return 0;
	/* multiprocessing has its locks there. */
	if (gantry_rights_add(rights, GANTRY_RIGHT_WRITES, "/dev/shm", error) ==
	    -1)
		return -1;
	if (add_path(rights, GANTRY_RIGHT_RUNS, PySys_GetObject("executable"),
		error) == -1)
		return -1;
	return add_list(rights, GANTRY_RIGHT_RUNS, programs, error);
}

int
start_add_rights(const struct options *options, struct gantry_rights *rights,
    struct gantry_error *error)
{
	int result;

	threads_enter();
	result = add_rights(options, rights, error);
	threads_leave();
	return result;
}
