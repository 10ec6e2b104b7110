/*
 * breakpoint() stops in the terminal that gantry was started in.  The streams
 * of sys are the log, so a debugger gets others; from then on, what is printed
 * goes to the terminal, too.
 */
#include "python/module/builtin.h"
#include "python/runtime/exception.h"

static const char code[] =
    "import os, sys\n"
    "\n"
    "def hook(*given, **named):\n"
    "    wanted = os.environ.get('PYTHONBREAKPOINT')\n"
    "    if wanted == '0':\n"
    "        return None\n"
    "    try:\n"
    "        entry = open('/dev/tty')\n"
    "        output = open('/dev/tty', 'w', buffering=1)\n"
    "    except OSError as error:\n"
    "        print('breakpoint() is passed: there is no terminal:', error,\n"
    "              file=sys.stderr)\n"
    "        return None\n"
    "    if not sys.stdout.isatty():\n"
    "        sys.stdin, sys.stdout = entry, output\n"
    "    if wanted:\n"
    "        return sys.__breakpointhook__(*given, **named)\n"
    "    try:\n"
    "        import ipdb\n"
    "    except ImportError:\n"
    "        import pdb\n"
    "        debugger = pdb.Pdb(stdin=entry, stdout=output)\n"
    "        return debugger.set_trace(sys._getframe(1))\n"
    "    return ipdb.set_trace(sys._getframe(1))\n"
    "\n"
    "sys.breakpointhook = hook\n";

int
builtin_set_breakpoint_hook(struct gantry_error *error)
{
	PyObject *names =
	    Py_BuildValue("{ss}", "__name__", "gantry.breakpoint");
	PyObject *done = NULL;

	if (names != NULL)
		done = PyRun_String(code, Py_file_input, names, names);
	Py_XDECREF(names);
	if (done == NULL)
		return exception_explain(error, "Python does not start");
	Py_DECREF(done);
	return 0;
}
