#ifndef BASE_TEXT_NUMBER_H
#define BASE_TEXT_NUMBER_H

#include <stddef.h>

/* Decimal numbers with a point, whatever the locale. */

/*
 * Enough for "-1.7976931348623157e+308" and for the points of locales, which
 * may be several bytes.
 */
#define NUMBER_SIZE 48

/*
 * Write VALUE, which is finite, with a NUL behind it and as few digits as read
 * back as the same.  Returns the length without the NUL.
 */
size_t number_write(char text[NUMBER_SIZE], double value);

/* strtod(3), likewise. */
double number_read(const char *text, char **end);

#endif
