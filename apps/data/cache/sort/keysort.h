#ifndef CACHE_SORT_KEYSORT_H
#define CACHE_SORT_KEYSORT_H

#include <stddef.h>
#include <stdint.h>

/*
 * Sorts keys of any bytes in the order of memcmp(3), a prefix before longer
 * keys: the collation BINARY of SQLite.
 */

struct keysort_item {
	uint64_t digit; /* used by the sort */
	uint32_t offset; /* of the key, from the base */
	uint32_t length; /* of the key */
};

/* Sort COUNT items, whose keys follow BASE.  It allocates no memory. */
void keysort(const char *base, struct keysort_item *items, size_t count);

/* Compare two keys, with the result of memcmp. */
int keysort_compare(const char *left, size_t left_length, const char *right,
    size_t right_length);

#endif
