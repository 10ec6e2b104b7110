#ifndef PYTHON_RUNTIME_EXCEPTION_H
#define PYTHON_RUNTIME_EXCEPTION_H

#include "python/runtime/py.h"

#include <gantry/contract.h>

/* Exceptions of applications, which are cleared and logged here. */

/* Log the exception with its traceback, in the request of this thread. */
void exception_log(void);

/*
 * The application failed in ENVIRON, and the exception is set.  If the client
 * is gone, nothing is logged.  Exits are one line.
 */
void exception_log_request(const struct gantry_environ *environ);

/*
 * Log the exception, and fill ERROR with its last line and PREFIX.  Returns -1.
 */
int exception_explain(struct gantry_error *error, const char *prefix);

/*
 * With the GIL: the type gantry.RequestTimeout, which is raised in a thread
 * whose request has exceeded its time; borrowed.
 */
PyObject *exception_request_timeout(void);

#endif
