#ifndef PYTHON_RUNTIME_PY_H
#define PYTHON_RUNTIME_PY_H

/*
 * Python's own header, which must come before those of the system.  Lengths
 * that it takes are Py_ssize_t.
 */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

/* A function in a slot of a type, which ISO C keeps apart from objects. */
#define PY_SLOT(function) ((void *)(uintptr_t)(function))

/* Bodies up to this size are copied without letting the GIL go. */
#define PY_SMALL_BYTES 16384

#endif
