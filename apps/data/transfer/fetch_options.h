#ifndef TRANSFER_FETCH_OPTIONS_H
#define TRANSFER_FETCH_OPTIONS_H

#include "data/transfer/download.h"

/* What to fetch, and what to accept. */

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

#endif
