#ifndef SERVE_STACK_LINES_H
#define SERVE_STACK_LINES_H

#include <stdbool.h>

#include "serve/stack/stack_record.h"

/*
 * Functions, files and lines of a stack, by libdw of elfutils, which also finds
 * separate files of debug information: by build ID, and by .gnu_debuglink.
 * Such files may be large or hostile, so this runs in a process of its own
 * (stack_report.h).
 */

/*
 * Load the library.  False: it is not installed, or gantry was built without
 * its headers.
 */
bool stack_lines_load(void);

/*
 * After stack_lines_load: write a line for each frame of STACK, and for each
 * function that was inlined there, to the descriptor OUTPUT.  PROGRAM is a
 * descriptor of the file of the program, which is closed.
 */
void stack_lines_write(
    const struct thread_stack *stack, int program, int output);

#endif
