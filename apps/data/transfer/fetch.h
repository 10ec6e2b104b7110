#ifndef TRANSFER_FETCH_H
#define TRANSFER_FETCH_H

#include "data/cache/schema.h"
#include "data/transfer/fetch_options.h"

/*
 * Fetching a cache, or a packed one by its manifest, and putting it in place if
 * it is good.  Until then nothing changes but "CACHE.part", which a later fetch
 * continues, and "CACHE.fetch".
 */

struct fetch_result {
	bool is_unchanged;
	bool is_patched; /* a patch was enough */
	char generation[CACHE_GENERATION_SIZE];
	uint64_t received; /* bytes of bodies */
};

/*
 * Fetch.  Returns 0, or -1 with ERROR, which has the URL without its query;
 * GANTRY_ERROR_BUSY when another process fetches the same cache.
 */
int fetch_run(const struct fetch_options *options, struct fetch_result *result,
    struct gantry_error *error);

#endif
