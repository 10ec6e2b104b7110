#ifndef CACHE_HASH_H
#define CACHE_HASH_H

#include <stddef.h>
#include <stdint.h>

/*
 * FNV-1a with 64 bits and a finish that spreads its last bits: to tell one
 * content from another, not against someone who wants two to be alike.
 */

#define HASH_START 0xcbf29ce484222325u

/* The hash of what HASH stands for, followed by SIZE bytes at DATA and an end
 * mark, so that "ab", "c" and "a", "bc" differ. */
uint64_t hash_add(uint64_t hash, const void *data, size_t size);

uint64_t hash_finish(uint64_t hash);

#endif
