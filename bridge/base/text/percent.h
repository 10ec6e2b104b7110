#ifndef BASE_TEXT_PERCENT_H
#define BASE_TEXT_PERCENT_H

#include <stdbool.h>
#include <stddef.h>

#include "gantry/buffer.h"

/*
 * Decode LENGTH percent-encoded bytes at FROM (RFC 3986 section 2.1) to TO,
 * which may be the same place and gets a NUL after them; with PLUS_IS_SPACE as
 * HTML forms are encoded.  Returns 0, or -1 for an escape that is none and for
 * %00, which no C string can hold.
 */
int percent_decode(
    char *to, const char *from, size_t length, bool plus_is_space);

/*
 * The byte that begins at *AT, which lies before END, decoded in the same way;
 * *AT moves on behind it.  -1 as above.
 */
int percent_next(const char **at, const char *end, bool plus_is_space);

/*
 * Append TEXT with everything percent-encoded but RFC 3986's unreserved
 * characters and those of ALSO.
 */
void percent_encode(
    struct gantry_buffer *buffer, const char *text, const char *also);

/* What else a path may hold as it is (RFC 3986 section 3.3). */
#define PERCENT_PATH "/!$&'()*+,;=:@"

#endif
