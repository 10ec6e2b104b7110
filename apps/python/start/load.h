#ifndef PYTHON_START_LOAD_H
#define PYTHON_START_LOAD_H

#include "python/runtime/py.h"
#include "python/start/python_options.h"

/* Finding an application: its module is imported. */

/*
 * Put the folders of OPTIONS first into sys.path.  With the GIL.  Returns 0, or
 * -1 with ERROR filled.
 */
int load_path(const struct options *options, struct gantry_error *error);

/*
 * Import OPTIONS->app and return a new reference to its callable.  Returns NULL
 * with ERROR filled; the traceback was logged.
 */
PyObject *load_app(const struct options *options, struct gantry_error *error);

/* Call the function TEXT, "module:function".  Returns 0 or -1. */
int load_and_call(const char *text, struct gantry_error *error);

#endif
