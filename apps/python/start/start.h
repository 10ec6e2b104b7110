#ifndef PYTHON_START_START_H
#define PYTHON_START_START_H

#include <limits.h>

#include "python/start/python_options.h"

/*
 * Starting and ending Python, of which a process has one.  All that differs
 * between its versions when it starts is in start.c.
 */

/*
 * Start Python with OPTIONS, unless that is done; this thread has the GIL
 * afterwards.  Returns 0, or -1 with ERROR filled, without the GIL.
 */
int start_python(const struct options *options, struct gantry_error *error);

/* The folder of the setting "home". */
struct venv {
	bool is_venv; /* it has a pyvenv.cfg; otherwise an installation */
	char python[PATH_MAX]; /* its interpreter */
};

/*
 * Look at HOME for Python VERSION, such as "3.11".  Returns 0, or -1 with ERROR
 * filled: there is no such folder, this user cannot read it, it has neither a
 * pyvenv.cfg nor lib/pythonVERSION, or it was made for another version.
 */
int venv_find(struct venv *venv, const char *home, const char *version,
    struct gantry_error *error);

/*
 * With the GIL: let the signals that make a worker log the stack of a thread
 * log its Python stack first: the one for slow and hanging requests, and those
 * of crashes.  Returns 0, or -1 with ERROR filled.
 */
int start_log_stacks(struct gantry_error *error);

/*
 * What Python needs from the sandbox of a worker with OPTIONS, after the
 * application was imported: its library, the folders of sys.path and what those
 * read of the system.  Takes the GIL.  Returns 0, or -1 with ERROR filled.
 */
int start_add_rights(const struct options *options,
    struct gantry_rights *rights, struct gantry_error *error);

/*
 * With the GIL, for development: note the files of the modules that are
 * imported now.  Returns 0, or -1 with ERROR filled.
 */
int start_note_files(struct gantry_error *error);

/*
 * In a thread that serves, with the GIL: reload when one of the files, or of
 * those of modules that are imported later, has changed.
 */
void start_watch(void);

/*
 * For preloading, with the GIL.  Threads do not survive a fork, and may hold
 * locks: returns 0, or -1 with ERROR filled if the application has started any.
 */
int start_check_threads(struct gantry_error *error);

/*
 * The first time, collect what is garbage, and leave the rest out of later
 * collections, which would write to the pages that workers share.
 */
void start_freeze(void);

/* Is Python running in this process? */
bool start_is_done(void);

/*
 * With the GIL, in the main thread: wait for the threads of the application,
 * run what it registered with atexit, and flush its streams.  Python is not
 * finalised, since threads that are daemons would crash; the process is about
 * to end.
 */
void start_end_python(void);

#endif
