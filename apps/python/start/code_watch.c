/*
 * For development: a thread looks whether the files of the imported modules
 * change, and tells the master to reload as SIGHUP does.  Of several workers
 * one does, which has a lock on the first of the files.
 */
#include <unistd.h>

#include "python/runtime/exception.h"
#include "python/runtime/py.h"
#include "python/start/start.h"

static const char code[] =
    "import fcntl, os, signal, sys, threading, time\n"
    "\n"
    "def look(times):\n"
    "    \"\"\"Return the first file that has changed.\"\"\"\n"
    "    changed = None\n"
    "    for module in list(sys.modules.values()):\n"
    "        path = getattr(module, '__file__', None)\n"
    "        if not isinstance(path, str):\n"
    "            continue\n"
    "        try:\n"
    "            status = os.stat(path)\n"
    "        except OSError:\n"
    "            continue\n"
    "        now = status.st_mtime_ns, status.st_ino\n"
    "        if times.setdefault(path, now) != now:\n"
    "            times[path] = now\n"
    "            changed = changed or path\n"
    "    return changed\n"
    "\n"
    "def lock(times, held):\n"
    "    \"\"\"Is this the worker that tells the master?\"\"\"\n"
    "    if not held:\n"
    "        held.append(os.open(min(times), os.O_RDONLY | os.O_CLOEXEC))\n"
    "    try:\n"
    "        fcntl.flock(held[0], fcntl.LOCK_EX | fcntl.LOCK_NB)\n"
    "        return True\n"
    "    except OSError:\n"
    "        return False\n"
    "\n"
    "times = {}\n"
    "look(times)\n"
    "\n"
    "def watch():\n"
    "    held = []\n"
    "    while True:\n"
    "        time.sleep(0.3)\n"
    "        path = look(times)\n"
    "        if path is None or not lock(times, held):\n"
    "            continue\n"
    "        print(f'{path} has changed: reloading', file=sys.stderr)\n"
    "        try:\n"
    "            os.kill(master, signal.SIGHUP)\n"
    "        except OSError as error:\n"
    "            print('the master cannot be told to reload; with'\n"
    "                  ' python.reload, workers run as its user:', error,\n"
    "                  file=sys.stderr)\n"
    "\n"
    "def begin():\n"
    "    threading.Thread(target=watch, name='gantry reload',\n"
    "                     daemon=True).start()\n";

/* What the code has defined, until the thread has begun; or NULL. */
static PyObject *names;

int
start_note_files(struct gantry_error *error)
{
	PyObject *done = NULL;

	names = Py_BuildValue(
	    "{sssi}", "__name__", "gantry.reload", "master", (int)getppid());
	if (names != NULL)
		done = PyRun_String(code, Py_file_input, names, names);
	if (done == NULL)
		return exception_explain(error, "python.reload");
	Py_DECREF(done);
	return 0;
}

void
start_watch(void)
{
	PyObject *function, *done = NULL, *taken = names;

	/* A thread that starts lets the GIL go, and other threads come here. */
	names = NULL;
	if (taken == NULL)
		return;
	function = PyDict_GetItemString(taken, "begin");
	if (function != NULL)
		done = PyObject_CallNoArgs(function);
	if (done == NULL)
		exception_log();
	Py_XDECREF(done);
	Py_DECREF(taken);
}
