#ifndef BASE_SECRETS_BASE64_H
#define BASE_SECRETS_BASE64_H

#include <stddef.h>

#include "gantry/buffer.h"
#include "gantry/error.h"

/* The alphabets of RFC 4648: section 4, with padding, and section 5, without.
 */
enum base64_kind {
	BASE64,
	BASE64URL,
};

/*
 * Append the bytes that LENGTH characters at TEXT encode, strictly: what no
 * encoder writes is an error.  Returns 0, or -1 with ERROR and nothing
 * appended.
 */
int base64_decode(struct gantry_buffer *buffer, enum base64_kind kind,
    const char *text, size_t length, struct gantry_error *error);

/* The value of C, or -1. */
int base64_digit(enum base64_kind kind, char c);

#endif
