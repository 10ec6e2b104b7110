#ifndef BASE_TEXT_UTF8_H
#define BASE_TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above 10FFFF. */

/*
 * How many bytes the character has that begins at TEXT, of which LEFT bytes are
 * left, at least one; 0 when none begins there.
 */
size_t utf8_length(const char *text, size_t left);

/* Is all of TEXT, LENGTH bytes, UTF-8? */
bool utf8_is_valid(const char *text, size_t length);

#endif
