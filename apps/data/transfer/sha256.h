#ifndef TRANSFER_SHA256_H
#define TRANSFER_SHA256_H

#include <stdbool.h>
#include <stddef.h>

/* SHA-256 (FIPS 180-4) of what is in memory. */

#define SHA256_SIZE 32
/* Room for its hexadecimal digits and a NUL. */
#define SHA256_TEXT (2 * SHA256_SIZE + 1)

struct sha256 {
	unsigned char bytes[SHA256_SIZE];
};

/* Returns false when memory ran out. */
bool sha256_of(const void *data, size_t length, struct sha256 *hash);

void sha256_write(const struct sha256 *hash, char text[SHA256_TEXT]);

/* Read 64 lower-case hexadecimal digits, which need not end in a NUL. */
bool sha256_read(const char *text, size_t length, struct sha256 *hash);

bool sha256_equal(const struct sha256 *a, const struct sha256 *b);

#endif
