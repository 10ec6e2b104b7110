#ifndef TRANSFER_FETCH_H
#define TRANSFER_FETCH_H

#include "data/cache/schema.h"
#include "data/transfer/download.h"

/*
 * Fetching a cache, or a packed one by its manifest, and putting it in place if
 * it is good.  Until then nothing changes but "CACHE.part", which a later fetch
 * continues, and "CACHE.fetch".
 */

struct fetch_options {
	const char *url;
	const char *path; /* of the cache, without a link at its end */
	const char *public_key; /* PEM; only manifests that it verifies */
	bool allows_older; /* than the cache that is there, with a key */
	uint64_t most; /* bytes of the cache */
	unsigned tries;
	struct download_options http;
	/*
	 * Check the cache at PATH further.  IS_HASHED: a manifest has the
	 * hashes of its chunks.  Returns 0, or -1 with ERROR.
	 */
	int (*check)(void *argument, const char *path, bool is_hashed,
	    struct gantry_error *error);
	/* Show the progress: RECEIVED bytes of TOTAL, 0 if it is unknown. */
	void (*show)(void *argument, uint64_t received, uint64_t total);
	void *argument;
};

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
