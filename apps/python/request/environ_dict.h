#ifndef PYTHON_REQUEST_ENVIRON_DICT_H
#define PYTHON_REQUEST_ENVIRON_DICT_H

#include "python/request/request.h"

/* The environ of an application in Python (PEP 3333, "environ Variables"). */

/* Make the names and values that are always the same.  Returns 0 or -1. */
int environ_dict_prepare(void);

/* A new dict for REQUEST, or NULL with an exception. */
PyObject *environ_dict_new(struct request *request);

#endif
