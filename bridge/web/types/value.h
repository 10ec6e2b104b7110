#ifndef WEB_TYPES_VALUE_H
#define WEB_TYPES_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "web/types/uuid.h"

/*
 * Text as values of a type.  The whole text is one: nothing is cut off, and no
 * blank is skipped.  Each returns 0, or -1 when it is none; the value is left
 * alone then.
 */

/* Digits with an optional sign. */
int value_integer(const char *text, int64_t *value);

/* A finite decimal number, maybe with an exponent; whatever the locale. */
int value_number(const char *text, double *value);

/* true, True, t, yes, y, 1, on; false, False, f, no, n, 0, off. */
int value_boolean(const char *text, bool *value);

/* RFC 9562, with its dashes or without; it becomes lower case with dashes. */
int value_uuid(const char *text, char uuid[UUID_SIZE]);

#endif
