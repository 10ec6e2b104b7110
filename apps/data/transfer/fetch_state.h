#ifndef TRANSFER_FETCH_STATE_H
#define TRANSFER_FETCH_STATE_H

#include "data/transfer/download.h"
#include "data/transfer/sha256.h"

/*
 * The file "CACHE.fetch": what the last fetch of a cache left, and the lock
 * against another one.  What is in it only saves work: without it a fetch reads
 * everything again.
 */

struct fetch_state {
	int file; /* open and locked; -1: closed */
	struct sha256 source; /* of the URL without its query */
	struct validators fetched; /* of the cache or its manifest */
	struct validators part; /* of what is in CACHE.part */
	char cache[128]; /* identifies the file that was put in place */
};

/*
 * Open, lock and read the state of the cache PATH for URL.  Returns 0, or -1
 * with ERROR, GANTRY_ERROR_BUSY when another fetch has the lock.
 */
int fetch_state_open(struct fetch_state *state, const char *path,
    const char *url, struct gantry_error *error);

/* Write it; a failure only costs the next fetch more. */
void fetch_state_save(const struct fetch_state *state);

/* The file at PATH is what was fetched.  Is it still? */
void fetch_state_set_cache(struct fetch_state *state, const char *path);
bool fetch_state_has_cache(const struct fetch_state *state, const char *path);

void fetch_state_close(struct fetch_state *state);

#endif
