#ifndef BASE_TEXT_PERCENT_H
#define BASE_TEXT_PERCENT_H

#include <stdbool.h>
#include <stddef.h>

#include "gantry/buffer.h"

/* Percent-encoding (RFC 3986 section 2.1). */

/*
 * Decode LENGTH bytes at FROM to TO, which may be the same place, and append a
 * NUL.  With PLUS_IS_SPACE, decode as HTML forms are encoded.  Returns 0, or -1
 * for an invalid escape and for %00, which no C string can hold.
 */
int percent_decode(
    char *to, const char *from, size_t length, bool plus_is_space);

/*
 * Decode the byte that begins at *AT, which is before END; *AT moves past it.
 * Returns the byte, or -1 as above.
 */
int percent_next(const char **at, const char *end, bool plus_is_space);

/*
 * Append TEXT, in which everything is encoded except RFC 3986's unreserved
 * characters and those of ALSO.
 */
void percent_encode(
    struct gantry_buffer *buffer, const char *text, const char *also);

/* The same for LENGTH bytes at BYTES. */
void percent_encode_bytes(struct gantry_buffer *buffer, const char *bytes,
    size_t length, const char *also);

/*
 * Append URL, in which only those bytes are encoded that no URL may hold (RFC
 * 3986 section 2); its valid escapes stay.
 */
void percent_encode_url(struct gantry_buffer *buffer, const char *url);

/* What else a segment and a path may hold as it is (RFC 3986 section 3.3). */
#define PERCENT_SEGMENT "!$&'()*+,;=:@"
#define PERCENT_PATH	"/" PERCENT_SEGMENT

#endif
