#ifndef PYTHON_MODULE_BUILTIN_H
#define PYTHON_MODULE_BUILTIN_H

#include "python/runtime/py.h"

#include <gantry/contract.h>
#include <gantry/version.h>

/* The module "gantry", which applications import. */

/* Before Python starts: make it known.  Returns 0, or -1 with ERROR filled. */
int builtin_declare(struct gantry_error *error);

/* With the GIL, after the start: what the module and the host need. */
int builtin_prepare(struct gantry_error *error);

/* With the GIL: let breakpoint() stop in the terminal.  Returns 0 or -1. */
int builtin_set_breakpoint_hook(struct gantry_error *error);

/* Flush the streams of sys. */
void builtin_flush(void);

#endif
