/*
 * breakpoint() stops in the terminal that gantry was started in.  The streams
 * of sys are the log, so a debugger gets others; from then on, what is printed
 * goes to the terminal, too.  Under gantry dev, workers are in the background,
 * so they take the terminal while the debugger asks.
 */
#include "python/module/builtin.h"
#include "python/runtime/exception.h"

static const char code[] =
    "import os, signal, sys\n"
    "\n"
    "def give_terminal(terminal, group):\n"
    "    \"\"\"Let the processes of GROUP read the terminal; return whose it was.\"\"\"\n"
    "    old = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTTOU])\n"
    "    try:\n"
    "        before = os.tcgetpgrp(terminal)\n"
    "        if before != group:\n"
    "            os.tcsetpgrp(terminal, group)\n"
    "        return before\n"
    "    except OSError:\n"
    "        return group\n"
    "    finally:\n"
    "        signal.pthread_sigmask(signal.SIG_SETMASK, old)\n"
    "\n"
    "def debugger_class():\n"
    "    try:\n"
    "        from IPython.terminal.debugger import TerminalPdb\n"
    "        return TerminalPdb\n"
    "    except ImportError:\n"
    "        import pdb\n"
    "        return pdb.Pdb\n"
    "\n"
    "def debugger(entry, output):\n"
    "    base = debugger_class()\n"
    "    class Debugger(base):\n"
    "        def interaction(self, *given, **named):\n"
    "            before = give_terminal(entry.fileno(), os.getpgrp())\n"
    "            try:\n"
    "                base.interaction(self, *given, **named)\n"
    "            finally:\n"
    "                give_terminal(entry.fileno(), before)\n"
    "    if base.__name__ == 'Pdb':\n"
    "        return Debugger(stdin=entry, stdout=output)\n"
    "    return Debugger()\n"
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
    "        give_terminal(entry.fileno(), os.getpgrp())\n"
    "        return sys.__breakpointhook__(*given, **named)\n"
    "    return debugger(entry, output).set_trace(sys._getframe(1))\n"
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
