#ifndef CACHE_SORT_SUMS_H
#define CACHE_SORT_SUMS_H

#include "data/cache/sort/adder.h"
#include "data/cache/sort/best.h"

/*
 * Adds up amounts by two keys, a parent's path and a text, outside of SQL and
 * in memory that is bounded.  The sums come out in the orders in which tables
 * want them that are clustered so: by what their texts are folded to, and by
 * how large they are.
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
	size_t memory; /* bytes to take, three times, before they are made */
	/*
	 * Fold the texts.  If not, they are sorted by their own bytes; there
	 * are no totals then, and no best.
	 */
	bool folds;
	struct cache_best best;
};

struct sum {
	int64_t parent; /* its number */
	int64_t sum;
	const char *text; /* until the next one is asked for */
	size_t length;
	const char *folded; /* likewise */
	size_t folded_length;
};

/*
 * The number of the parent at PATH, not 0.  Returns 1, or 0 to leave out its
 * sums, or -1 with ERROR filled.
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
	struct gantry_buffer folded; /* the part that is added */

	sums_number *number;
	void *argument;
	struct gantry_buffer parent; /* whose sums come; NUL-terminated */
	int is_numbered; /* what NUMBER said */
	int64_t parent_number;
};

/* With what SQLite takes, far below what a small machine has. */
#define SUMS_MEMORY ((size_t)8 << 20)

/* The options' path must outlive the sums. */
void sums_init(struct sums *sums, const struct sums_options *options);

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
 * After the last part: NUMBER will be asked for each parent, in the order of
 * their paths.
 */
void sums_start(struct sums *sums, sums_number *number, void *argument);

/*
 * Get the next sum.  Each function is called until it returns 0 before the next
 * one is, the first in any case.  A sum that 64 bits cannot hold is the number
 * next to it that they can.  Returns 1, or 0 after the last, or -1.
 *
 * By parents, in the order of their paths; of each by the folded text, texts
 * that fold to one by their bytes.
 */
int sums_next_text(
    struct sums *sums, struct sum *sum, struct gantry_error *error);

/* Over all parents, in the same order; parent is 0. */
int sums_next_total(
    struct sums *sums, struct sum *sum, struct gantry_error *error);

/*
 * By the parents' numbers, of each the largest sum first, equal sums in the
 * order of their texts' bytes; without folded.
 */
int sums_next(struct sums *sums, struct sum *sum, struct gantry_error *error);

/* See best.h. */
int sums_next_best(
    struct sums *sums, struct best_row *row, struct gantry_error *error);

#endif
