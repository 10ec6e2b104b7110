#ifndef GATE_PROCESS_HOOKS_H
#define GATE_PROCESS_HOOKS_H

#include <stdbool.h>
#include <stddef.h>

#include "gantry/error.h"
#include "gate/environ/mount.h"

/*
 * The hooks of a process (prepare, worker_begin and worker_end of struct
 * gantry_application).  None of them is called in the master.
 */

/* Does an application of the COUNT MOUNTS have a prepare? */
bool hooks_need_preparation(const struct mount *mounts, size_t count);

/*
 * Load the modules of the mounts, which cannot be done in the sandbox.  Returns
 * 0, or -1 with ERROR filled.
 */
int hooks_load(
    const struct mount *mounts, size_t count, struct gantry_error *error);

/*
 * Call the prepare of each mount, in their order.  Returns 0, or -1 with ERROR
 * filled: the first that failed.
 */
int hooks_prepare(
    const struct mount *mounts, size_t count, struct gantry_error *error);

/*
 * Call the worker_begin of each mount.  Returns 0, or -1 with ERROR filled:
 * then those that were called have been ended again.
 */
int hooks_begin_worker(
    const struct mount *mounts, size_t count, struct gantry_error *error);

/* Call the worker_end of each mount, in reverse order. */
void hooks_end_worker(const struct mount *mounts, size_t count);

#endif
