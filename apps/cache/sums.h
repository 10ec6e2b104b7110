#ifndef CACHE_SUMS_H
#define CACHE_SUMS_H

#include "cache/sorter.h"

/*
 * Adds up amounts by two keys, a parent's path and a text, outside of SQL and
 * in memory that is bounded.  The sums come out in the order in which a table
 * wants them that is clustered by parent, sum and text.
 *
 *	sums_init(&sums, path, memory);
 *	sums_add ...
 *	sums_finish
 *	sums_next ... until it returns 0
 *	sums_clear(&sums);
 */

struct sums {
	struct sorter parts; /* what was added, by parent and text */
	struct sorter whole; /* sums, by the parent's number, sum, text */
};

struct sum {
	int64_t parent; /* its number */
	int64_t sum;
	const char *text; /* until the next one is asked for */
	size_t length;
};

/*
 * The number of the parent at PATH.  Returns 1, or 0 to leave out its sums, or
 * -1 with ERROR filled.
 */
typedef int sums_number(void *argument, const char *path, size_t length,
    int64_t *number, struct gantry_error *error);

/* With what SQLite takes, far below what a small machine has. */
#define SUMS_MEMORY ((size_t)8 << 20)

/*
 * MEMORY is how many bytes may be taken twice before temporary files are made
 * beside PATH, which must outlive the sums.
 */
void sums_init(struct sums *sums, const char *path, size_t memory);

/* Idempotent, safe on a zeroed struct. */
void sums_clear(struct sums *sums);

struct sums_part {
	const char *parent; /* no NUL is in it */
	size_t parent_length;
	const char *text; /* any bytes */
	size_t text_length;
	int64_t amount;
};

int sums_add(struct sums *sums, const struct sums_part *part,
    struct gantry_error *error);

/*
 * After the last part: NUMBER is asked for each parent, in the order of their
 * paths.  0 or -1.
 */
int sums_finish(struct sums *sums, sums_number *number, void *argument,
    struct gantry_error *error);

/*
 * Get the next sum: parents by their numbers, of each the largest sum first,
 * equal sums in the order of their texts' bytes.  A sum that 64 bits cannot
 * hold is the number next to it that they can.  Returns 1, or 0 after the last,
 * or -1.
 */
int sums_next(struct sums *sums, struct sum *sum, struct gantry_error *error);

#endif
