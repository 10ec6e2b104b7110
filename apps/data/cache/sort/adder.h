#ifndef CACHE_SORT_ADDER_H
#define CACHE_SORT_ADDER_H

#include "data/cache/sort/sorter.h"

/*
 * Adds up amounts by a key of any bytes, in bounded memory.
 *
 *	adder_init(&adder, path, memory);
 *	adder_add ...
 *	adder_next ... until it returns 0
 *	adder_clear(&adder);
 */

struct adder {
	struct sorter parts; /* key, amount */
	struct run_record ahead; /* the next part */
	int status; /* of reading it: 1, 0 or -1 */
	bool is_sorted;
	struct gantry_buffer key; /* of the sum that was returned */
};

struct adder_sum {
	const char *key; /* until the next call */
	size_t length;
	int64_t sum;
};

/* Temporary files are made beside PATH, which must outlive the adder. */
void adder_init(struct adder *adder, const char *path, size_t memory);

/* Idempotent, safe on a zeroed struct. */
void adder_clear(struct adder *adder);

/*
 * Add AMOUNT to the sum of a key of LENGTH bytes.  Returns where to write the
 * key before the next call, or NULL with ERROR filled.
 */
char *adder_add(struct adder *adder, size_t length, int64_t amount,
    struct gantry_error *error);

/*
 * After the last part: get the next sum.  Each key comes once, in the order of
 * its bytes.  A sum that 64 bits cannot hold becomes the nearest number that
 * they can.  Returns 1, or 0 after the last, or -1.
 */
int adder_next(
    struct adder *adder, struct adder_sum *sum, struct gantry_error *error);

#endif
