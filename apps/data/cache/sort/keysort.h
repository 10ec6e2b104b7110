#ifndef CACHE_SORT_KEYSORT_H
#define CACHE_SORT_KEYSORT_H

#include <stddef.h>
#include <stdint.h>

/*
 * Sorting keys of any bytes in the order of memcmp(3), of two of which one
 * begins with the other the shorter first: SQLite's collation BINARY.
 */

struct keysort_item {
	uint64_t digit; /* the sort's own */
	uint32_t offset; /* of the key, from the base */
	uint32_t length; /* of the key */
};

/* Sort COUNT items, whose keys lie behind BASE.  It takes no memory. */
void keysort(const char *base, struct keysort_item *items, size_t count);

/* As memcmp: how the keys compare. */
int keysort_compare(const char *left, size_t left_length, const char *right,
    size_t right_length);

#endif
