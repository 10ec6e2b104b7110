#ifndef PYTHON_MODULE_PYTHON_CACHE_H
#define PYTHON_MODULE_PYTHON_CACHE_H

#include "python/runtime/py.h"

/* The module "gantry.cache", which reads the entities of a cache. */

/* A new module, or NULL with an exception. */
PyObject *python_cache_new(void);

/* What open() opens without a path, borrowed; NULL: nothing. */
void python_cache_set_path(const char *path);

#endif
