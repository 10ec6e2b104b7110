#ifndef WEB_TYPES_VALUE_H
#define WEB_TYPES_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Values in text, LENGTH bytes that need no NUL: parameters, fields of paths,
 * and arguments of converters.  The whole text must be a value: nothing is cut
 * off and no white space is skipped.  Each returns 0, or -1 when the text is
 * not valid; *VALUE is unchanged then.
 */

/* Digits with an optional sign, in the range of an int64_t. */
int value_integer(const char *text, size_t length, int64_t *value);

/*
 * A decimal number with an optional sign and exponent, or inf, infinity or nan
 * in any case, of at most 255 bytes; whatever the locale.
 */
int value_number(const char *text, size_t length, double *value);

/* true, True, t, yes, y, 1, on; false, False, f, no, n, 0, off. */
int value_boolean(const char *text, size_t length, bool *value);

#endif
