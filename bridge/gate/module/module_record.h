#ifndef GATE_MODULE_RECORD_H
#define GATE_MODULE_RECORD_H

#include "base/arena.h"
#include "gantry/buffer.h"
#include "gantry/contract.h"

/*
 * What an application declares, as bytes: everything in its struct but the
 * functions, and which functions there are.  The process that reads a module
 * writes them, and the master reads them.
 */

/* No application has more to say. */
#define MODULE_RECORD_MAX ((size_t)1 << 20)

/*
 * Append APPLICATION, whose tables are ended as contract.h says, to RECORD.
 * Two applications have the same record only if they declare the same.
 */
void module_record_write(
    struct gantry_buffer *record, const struct gantry_application *application);

/*
 * Make an application in ARENA of a record that may be hostile.  It has no
 * functions yet: they are NULL.  Returns it, or NULL with ERROR filled: the
 * record is not well-formed, or what it declares cannot be an application, for
 * example since a name has a control character.
 */
struct gantry_application *module_record_read(const void *record, size_t size,
    struct arena *arena, struct gantry_error *error);

#endif
