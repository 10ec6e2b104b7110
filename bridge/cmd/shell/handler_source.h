#ifndef CMD_SHELL_HANDLER_SOURCE_H
#define CMD_SHELL_HANDLER_SOURCE_H

#include <stdbool.h>

#include "gantry/buffer.h"
#include "gantry/error.h"

/*
 * The lines of a function of this process, found through debug information by
 * addr2line(1), which also follows separate files of debug information.
 */

struct handler_place {
	char object[4096]; /* the program, or the library of a module */
	char file[4096]; /* of the source */
	unsigned line; /* where the function begins */
};

/*
 * Find the place of FUNCTION, a pointer to code.  Returns 0, or -1 with ERROR
 * filled: what is missing, and what to do about it.
 */
int handler_source_find(struct handler_place *place, const void *function,
    struct gantry_error *error);

/*
 * Append the lines of the function at PLACE with their numbers.  Returns 0, or
 * -1 with ERROR filled if the source cannot be read.
 */
int handler_source_put(const struct handler_place *place,
    struct gantry_buffer *text, struct gantry_error *error);

#endif
