#ifndef CACHE_HASH_H
#define CACHE_HASH_H

#include <stddef.h>
#include <stdint.h>

/*
 * FNV-1a with 64 bits and a final mixing step.  It distinguishes contents, but
 * not against an attacker who wants two to be equal.
 */

#define HASH_START 0xcbf29ce484222325u

/*
 * Extend HASH by SIZE bytes at DATA and an end mark, so that "ab", "c" and "a",
 * "bc" differ.
 */
uint64_t hash_add(uint64_t hash, const void *data, size_t size);

uint64_t hash_finish(uint64_t hash);

#endif
