#ifndef WEB_TYPES_NUMERAL_H
#define WEB_TYPES_NUMERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers in text that is not NUL-terminated. */

/* Digits with an optional sign, as an int64_t holds them. */
bool integer_parse(const char *text, size_t length, int64_t *value);

/*
 * A decimal number with an optional sign and exponent, or inf, infinity or nan
 * in any case, of at most 255 bytes.
 */
bool number_parse(const char *text, size_t length, double *value);

#endif
