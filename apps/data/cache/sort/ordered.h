#ifndef CACHE_SORT_ORDERED_H
#define CACHE_SORT_ORDERED_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

/*
 * Encodes integers in eight bytes that memcmp(3) orders like the integers:
 * big-endian, with the sign bit inverted so that negative ones come first.
 */

#define ORDERED_SIZE 8

static inline void
ordered_put(char *at, int64_t value)
{
	uint64_t bits = htobe64((uint64_t)value ^ UINT64_C(1) << 63);

	memcpy(at, &bits, ORDERED_SIZE);
}

static inline int64_t
ordered_get(const char *at)
{
	uint64_t bits;

	memcpy(&bits, at, ORDERED_SIZE);
	return (int64_t)(be64toh(bits) ^ UINT64_C(1) << 63);
}

/* The same in descending order. */
static inline void
ordered_put_falling(char *at, int64_t value)
{
	ordered_put(at, ~value);
}

static inline int64_t
ordered_get_falling(const char *at)
{
	return ~ordered_get(at);
}

#endif
