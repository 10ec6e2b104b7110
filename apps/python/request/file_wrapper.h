#ifndef PYTHON_REQUEST_FILE_WRAPPER_H
#define PYTHON_REQUEST_FILE_WRAPPER_H

#include "python/request/request.h"

/*
 * wsgi.file_wrapper (PEP 3333, "Optional Platform-Specific File Handling").  It
 * iterates over any object with read; a file is sent without Python.
 */

/* Make the type.  Returns 0, or -1 with an exception. */
int file_wrapper_prepare(void);

/* The type, borrowed. */
PyObject *file_wrapper_type(void);

/*
 * The descriptor of the file that WRAPPER is about, with its *OFFSET and the
 * *LENGTH that is left, if it may be sent without Python; otherwise -1.
 */
int file_wrapper_descriptor(
    PyObject *wrapper, int64_t *offset, int64_t *length);

#endif
