/*
 * SHA-256 by OpenSSL, and its hexadecimal digits.
 */
#include <openssl/evp.h>
#include <string.h>

#include "data/transfer/sha256.h"

bool
sha256_of(const void *data, size_t length, struct sha256 *hash)
{
	return EVP_Digest(
		   data, length, hash->bytes, NULL, EVP_sha256(), NULL) == 1;
}

void
sha256_write(const struct sha256 *hash, char text[SHA256_TEXT])
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < SHA256_SIZE; i++) {
		text[2 * i] = digits[hash->bytes[i] >> 4];
		text[2 * i + 1] = digits[hash->bytes[i] & 15];
	}
	text[SHA256_TEXT - 1] = '\0';
}

/* The value of the digit C, or -1. */
static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
sha256_read(const char *text, size_t length, struct sha256 *hash)
{
	int high, low;
	size_t i;

	if (length != SHA256_TEXT - 1)
		return false;
	for (i = 0; i < SHA256_SIZE; i++) {
		high = digit(text[2 * i]);
		low = digit(text[2 * i + 1]);
		if (high == -1 || low == -1)
			return false;
		hash->bytes[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

bool
sha256_equal(const struct sha256 *a, const struct sha256 *b)
{
	return memcmp(a->bytes, b->bytes, SHA256_SIZE) == 0;
}
