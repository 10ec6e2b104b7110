#ifndef GATE_PRELOAD_H
#define GATE_PRELOAD_H

#include "gate/gate.h"

/*
 * Applications that are loaded once, in a template process that workers are
 * forked from (gantry/contract.h).
 */

/*
 * Does one of the mounts have a setting "preload" that is yes?  Also in the
 * master, where no application is loaded.
 */
bool preload_is_asked(const struct gate_options *options);

/* Load the applications of those mounts.  Returns 0, or -1 with ERROR filled.
 */
int preload_applications(
    const struct gate_options *options, struct gantry_error *error);

/* Tell each application of the mounts, once, about a fork. */
void preload_tell(const struct gate_options *options, enum gantry_fork when);

#endif
