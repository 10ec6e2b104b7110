#ifndef BASE_TEXT_DECIMAL_H
#define BASE_TEXT_DECIMAL_H

#include <stddef.h>

/* Doubles as decimal text with a point, whatever the locale. */

/*
 * Enough for "-1.7976931348623157e+308" and a locale's point of several bytes.
 */
#define DECIMAL_SIZE 48

/*
 * Write VALUE, which is finite, NUL-terminated, with the fewest digits that
 * read back as the same value.  Returns the length without the NUL.
 */
size_t decimal_write(char text[DECIMAL_SIZE], double value);

/* As strtod(3). */
double decimal_read(const char *text, char **end);

#endif
