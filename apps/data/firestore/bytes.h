#ifndef FIRESTORE_BYTES_H
#define FIRESTORE_BYTES_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes that the struct does not own. */

struct bytes {
	const char *data;
	size_t length;
};

/* Compare byte by byte: below zero, zero, or above zero. */
int bytes_compare(struct bytes a, struct bytes b);

bool bytes_is_equal(struct bytes a, const char *string);

/* Is this well-formed UTF-8 (RFC 3629)?  A NUL byte is. */
bool bytes_is_utf8(struct bytes bytes);

/*
 * A copy for an error message: truncated, quoted, without control characters.
 */
struct bytes_shown {
	char text[80];
};

struct bytes_shown bytes_show(struct bytes bytes);

#endif
