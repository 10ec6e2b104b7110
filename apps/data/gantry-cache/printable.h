#ifndef GANTRY_CACHE_PRINTABLE_H
#define GANTRY_CACHE_PRINTABLE_H

#include <stdio.h>

#include <gantry/buffer.h>

/*
 * Printing what comes from files and servers.  A terminal would obey control
 * characters in it, and a line break would forge a line.  JSON needs none of
 * this: its writer escapes control characters.
 */

/*
 * Append LENGTH bytes of TEXT.  Control characters, C0 and C1 and DEL, and
 * bytes that are not UTF-8 become \xNN, one for each byte.
 */
void printable_add(struct gantry_buffer *out, const char *text, size_t length);

/* Print a line, formatted like printf(3), as printable_add would. */
void printable_line(FILE *file, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
