#ifndef TRANSFER_FINGERPRINTS_H
#define TRANSFER_FINGERPRINTS_H

#include <stdbool.h>

#include "data/transfer/cutter.h"

/*
 * Where the content of one cache is in another: hashes of strings of 64 bytes,
 * kept where the hash says so, about one in 4096 (more for large caches), so
 * that both caches keep the same ones wherever they moved to.
 */

struct fingerprint {
	uint64_t hash;
	uint64_t offset;
};

struct fingerprints {
	struct fingerprint *items; /* sorted by hash after the build */
	size_t count, capacity;
	unsigned bits; /* zeros that a kept hash begins with */
};

/* Read the open FILE, which CUT cuts.  Returns 0 or -1.  Clear it in both. */
int fingerprints_build(struct fingerprints *fingerprints, const struct cut *cut,
    int file, struct gantry_error *error);

/*
 * Find DATA, LENGTH bytes at OFFSET of another file.  *DISTANCE becomes what to
 * add to OFFSET.  Returns false, and leaves it, if nothing is alike.
 */
bool fingerprints_find(const struct fingerprints *fingerprints,
    const char *data, const struct chunk *chunk, int64_t *distance);

void fingerprints_clear(struct fingerprints *fingerprints);

#endif
