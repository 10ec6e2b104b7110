#ifndef BASE_TEXT_SWAR_H
#define BASE_TEXT_SWAR_H

#include <stdint.h>
#include <string.h>

/*
 * Eight characters of ASCII looked at as one number.  What is asked of each is
 * answered in the upper bit of its byte; the other bits say nothing.  No byte
 * carries into the next as long as none is above 0x7f.
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

/* Which are FIRST or above? */
static inline uint64_t
swar_from(uint64_t bytes, unsigned char first)
{
	return bytes + SWAR_REPEAT(0x80u - first);
}

/* Which are from FIRST to LAST? */
static inline uint64_t
swar_between(uint64_t bytes, unsigned char first, unsigned char last)
{
	return swar_from(bytes, first) & ~(bytes + SWAR_REPEAT(0x7fu - last));
}

/* Which are not BYTE? */
static inline uint64_t
swar_differ(uint64_t bytes, unsigned char byte)
{
	return (bytes ^ SWAR_REPEAT(byte)) + SWAR_REPEAT(0x7f);
}

/* Is it so of all eight? */
static inline int
swar_all(uint64_t answers)
{
	return (answers & SWAR_REPEAT(0x80)) == SWAR_REPEAT(0x80);
}

#endif
