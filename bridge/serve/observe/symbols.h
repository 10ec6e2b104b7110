#ifndef SERVE_OBSERVE_SYMBOLS_H
#define SERVE_OBSERVE_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

/*
 * The names of the functions of this program, also of static ones, from the
 * symbol table of its file; a program that was stripped has none.
 */

/*
 * Map the file of this program; once in each process.  Without it, no name is
 * found.
 */
void symbols_open(void);

/*
 * The function that ADDRESS is in, and the OFFSET from its start.  NULL:
 * unknown.  Safe in a signal handler.
 */
const char *symbols_find(const void *address, uintptr_t *offset);

#endif
