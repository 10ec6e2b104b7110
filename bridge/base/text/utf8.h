#ifndef BASE_TEXT_UTF8_H
#define BASE_TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above 10FFFF. */

/*
 * The number of bytes of the character at TEXT, which has LEFT bytes, at least
 * one; 0 when they do not begin a valid character.
 */
size_t utf8_length(const char *text, size_t left);

/* Are LENGTH bytes at TEXT valid UTF-8? */
bool utf8_is_valid(const char *text, size_t length);

/* The number of characters of TEXT, which is valid UTF-8. */
size_t utf8_count(const char *text);

#endif
