/*
 * The content hash behind a cache's generation.
 */
#include "data/cache/hash.h"

#define FNV_PRIME 0x100000001b3u

uint64_t
hash_add(uint64_t hash, const void *data, size_t size)
{
	const unsigned char *byte = data;
	size_t i;

	for (i = 0; i < size; i++)
		hash = (hash ^ byte[i]) * FNV_PRIME;
	return (hash ^ 0x100u) * FNV_PRIME;
}

/* The finalizer of MurmurHash3, which is in the public domain. */
uint64_t
hash_finish(uint64_t hash)
{
	hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccdu;
	hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53u;
	return hash ^ hash >> 33;
}
