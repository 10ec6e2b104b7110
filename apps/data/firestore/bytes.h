#ifndef FIRESTORE_BYTES_H
#define FIRESTORE_BYTES_H

#include <stdbool.h>
#include <stddef.h>

/* A run of bytes that belongs to somebody else. */

struct bytes {
	const char *data;
	size_t length;
};

/* Which comes first, byte by byte: below, equal to or above zero. */
int bytes_compare(struct bytes a, struct bytes b);

bool bytes_is_equal(struct bytes a, const char *string);

/* Is this well-formed UTF-8 (RFC 3629)?  A NUL byte is. */
bool bytes_is_utf8(struct bytes bytes);

/* A copy fit for an error text: cut, quoted, without control characters. */
struct bytes_shown {
	char text[80];
};

struct bytes_shown bytes_show(struct bytes bytes);

#endif
