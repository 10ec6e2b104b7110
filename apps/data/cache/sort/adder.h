#ifndef CACHE_SORT_ADDER_H
#define CACHE_SORT_ADDER_H

#include "data/cache/sort/sorter.h"

/*
 * Adds up amounts by a key of any bytes, in memory that is bounded.
 *
 *	adder_init(&adder, path, memory);
 *	adder_add ...
 *	adder_next ... until it returns 0
 *	adder_clear(&adder);
 */

struct adder {
	struct sorter parts; /* key, amount */
	struct run_record ahead; /* the part that is next */
	int status; /* is it there: 1, or 0, or -1 */
	bool is_sorted;
	struct gantry_buffer key; /* of the sum that was given */
};

struct adder_sum {
	const char *key; /* until the next one is asked for */
	size_t length;
	int64_t sum;
};

/* Temporary files are made beside PATH, which must outlive the adder. */
void adder_init(struct adder *adder, const char *path, size_t memory);

/* Idempotent, safe on a zeroed struct. */
void adder_clear(struct adder *adder);

/*
 * Add AMOUNT to the sum of a key of LENGTH bytes.  Returns where the key goes,
 * to be filled in before the next call, or NULL with ERROR filled.
 */
char *adder_add(struct adder *adder, size_t length, int64_t amount,
    struct gantry_error *error);

/*
 * After the last: get the next sum, in the order of the keys' bytes, of which
 * each comes once.  One that 64 bits cannot hold is the number next to it that
 * they can.  Returns 1, or 0 after the last, or -1.
 */
int adder_next(
    struct adder *adder, struct adder_sum *sum, struct gantry_error *error);

#endif
