#ifndef TRANSFER_CUTTER_H
#define TRANSFER_CUTTER_H

#include <stdint.h>

#include <gantry/error.h>

#include "data/transfer/sha256.h"

/*
 * Cutting a cache into chunks of whole SQLite pages.  A chunk ends after a page
 * whose content says so, so that pages that are inserted change the chunks
 * around them and not all that follow.  The first 4 bytes of a page have no
 * say: in an overflow page they are the number of the next page, which changes
 * when pages move.
 */

/* The pages of a chunk on average, unless the file is so large that the number
 * of chunks would exceed CUTTER_CHUNKS. */
#define CUTTER_PAGES  16
#define CUTTER_CHUNKS 65536

/* A chunk has a quarter of the mean to four times the mean. */
#define CUTTER_SPREAD 4

/* The longest chunk that is accepted, in bytes. */
#define CUTTER_LONGEST (8 << 20)

struct cut {
	uint32_t page; /* bytes of a page */
	uint32_t mean; /* pages of a chunk, a power of two */
};

struct chunk {
	struct sha256 hash;
	uint64_t offset; /* in the cache */
	uint64_t
	    anchor; /* a hash of its last page, without the first 4 bytes */
	uint32_t length;
};

/* Choose how to cut the open FILE of SIZE bytes.  Returns 0 or -1. */
int cut_choose(
    struct cut *cut, int file, uint64_t size, struct gantry_error *error);

/* Are these values that cut_choose could have chosen? */
bool cut_is_valid(const struct cut *cut);

/* The longest chunk, in bytes. */
size_t cut_longest(const struct cut *cut);

/* How much more than a chunk the prefix of a patch has on each side, in bytes.
 */
size_t cut_margin(const struct cut *cut);

/*
 * Take a chunk and its bytes, which are valid during the call.  Returns 0, or
 * -1 with ERROR to stop.
 */
typedef int cutter_take(void *argument, const struct chunk *chunk,
    const char *data, struct gantry_error *error);

/* Cut the open FILE, and call TAKE for each chunk in order.  0 or -1. */
int cutter_run(const struct cut *cut, int file, cutter_take *take,
    void *argument, struct gantry_error *error);

#endif
