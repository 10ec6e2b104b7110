#ifndef CACHE_BUILD_CACHE_DOCUMENT_H
#define CACHE_BUILD_CACHE_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

/* A document as it is added to a cache.  All pointers are borrowed. */

struct cache_document {
	const char *path;
	size_t path_length;
	const char *fields; /* a JSON object of Firestore REST values */
	size_t fields_length;
	int64_t create_time, update_time; /* µs since 1970; 0: unknown */
};

#endif
