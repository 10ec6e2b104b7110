#ifndef BASE_TEXT_SWAR_H
#define BASE_TEXT_SWAR_H

#include <stdint.h>
#include <string.h>

/*
 * SIMD within a register: eight ASCII characters in one integer.  Each test
 * gives its answer in the upper bit of each byte; the other bits are undefined.
 * No byte carries into the next as long as none is above 0x7f.
 */

/* The same byte eight times. */
#define SWAR_REPEAT(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline uint64_t
swar_load(const void *text)
{
	uint64_t bytes;

	memcpy(&bytes, text, sizeof(bytes));
	return bytes;
}

/* Which bytes are FIRST or above? */
static inline uint64_t
swar_from(uint64_t bytes, unsigned char first)
{
	return bytes + SWAR_REPEAT(0x80u - first);
}

/* Which bytes are from FIRST to LAST? */
static inline uint64_t
swar_between(uint64_t bytes, unsigned char first, unsigned char last)
{
	return swar_from(bytes, first) & ~(bytes + SWAR_REPEAT(0x7fu - last));
}

/* Which bytes are not BYTE? */
static inline uint64_t
swar_differ(uint64_t bytes, unsigned char byte)
{
	return (bytes ^ SWAR_REPEAT(byte)) + SWAR_REPEAT(0x7f);
}

/* Is the answer yes for all eight? */
static inline int
swar_all(uint64_t answers)
{
	return (answers & SWAR_REPEAT(0x80)) == SWAR_REPEAT(0x80);
}

#endif
