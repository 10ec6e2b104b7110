#ifndef CACHE_SORT_SUMS_H
#define CACHE_SORT_SUMS_H

#include "data/cache/sort/adder.h"
#include "data/cache/sort/best.h"

/*
 * Adds up amounts by two keys, the path of a parent and a text, outside of SQL
 * and in bounded memory.  The sums come in the orders in which clustered tables
 * are filled fastest: by the folded text and by the largest sum.
 *
 *	sums_init(&sums, &options);
 *	sums_add ...
 *	sums_start
 *	sums_next_text ... until it returns 0
 *	sums_next_total, sums_next, sums_next_best likewise
 *	sums_clear(&sums);
 */

struct sums_options {
	const char *path; /* temporary files are made beside this one */
	size_t memory; /* bytes, used three times, before they are created */
	/*
	 * Fold the texts.  Otherwise they are sorted by their own bytes,
	 * without totals and best.
	 */
	bool folds;
	struct cache_best best;
};

struct sum {
	int64_t parent; /* its number */
	int64_t sum;
	const char *text; /* until the next call */
	size_t length;
	const char *folded; /* until the next call */
	size_t folded_length;
};

/*
 * Get the number of the parent at PATH, other than 0.  Returns 1, or 0 to leave
 * out its sums, or -1 with ERROR filled.
 */
typedef int sums_number(void *argument, const char *path, size_t length,
    int64_t *number, struct gantry_error *error);

struct sums {
	bool folds;
	struct adder parts; /* what was added, by parent, folded text, text */
	struct adder totals; /* sums, by folded text, text */
	struct sorter whole; /* sums, by the parent's number, sum, text */
	bool whole_is_sorted;
	struct best best; /* number 0: of the totals */
	struct gantry_buffer folded; /* of the part that is being added */

	sums_number *number;
	void *argument;
	struct gantry_buffer parent; /* the key of the current one, and NUL */
	struct gantry_buffer path; /* of it, and NUL */
	int is_numbered; /* the result of NUMBER */
	int64_t parent_number;
};

/* Together with SQLite, far less than a small machine has. */
#define SUMS_MEMORY ((size_t)8 << 20)

/* The options' path must outlive the sums. */
void sums_init(struct sums *sums, const struct sums_options *options);

/* Idempotent, safe on a zeroed struct. */
void sums_clear(struct sums *sums);

struct sums_part {
	const char *parent; /* any bytes */
	size_t parent_length;
	const char *text; /* any bytes */
	size_t text_length;
	int64_t amount;
};

int sums_add(struct sums *sums, const struct sums_part *part,
    struct gantry_error *error);

/*
 * After the last part: NUMBER is called for each parent, in the order of their
 * paths.
 */
void sums_start(struct sums *sums, sums_number *number, void *argument);

/*
 * Get the next sum.  Call each function until it returns 0 before the next
 * function; the first one always.  A sum that 64 bits cannot hold becomes the
 * nearest number that they can.  Returns 1, or 0 after the last, or -1.
 *
 * By parents in the order of their paths, then by folded text, then by the
 * bytes of the text.
 */
int sums_next_text(
    struct sums *sums, struct sum *sum, struct gantry_error *error);

/* Over all parents, in the same order; parent is 0. */
int sums_next_total(
    struct sums *sums, struct sum *sum, struct gantry_error *error);

/*
 * By the number of the parent, then the largest sum, then the bytes of the
 * text; without folded.
 */
int sums_next(struct sums *sums, struct sum *sum, struct gantry_error *error);

/* See best.h. */
int sums_next_best(
    struct sums *sums, struct best_row *row, struct gantry_error *error);

#endif
