#ifndef PYTHON_RUNTIME_ERROR_STREAM_H
#define PYTHON_RUNTIME_ERROR_STREAM_H

#include "python/runtime/py.h"

/*
 * A text stream to the error log: wsgi.errors, and sys.stdout and sys.stderr.
 * Lines of a request have its id; others begin with "python:".
 */

/* Make the type, and the one stream of the process.  Returns 0 or -1. */
int stream_prepare(void);

/* The stream, borrowed. */
PyObject *stream_get(void);

/* Log TEXT, one line or several; with or without the GIL. */
void stream_log(const char *text, size_t length);

/* Log the line that this thread has begun, if any. */
void stream_finish(void);

#endif
