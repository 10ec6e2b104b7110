#ifndef CACHE_SORT_BEST_H
#define CACHE_SORT_BEST_H

#include "data/cache/projection.h"
#include "data/cache/sort/sorter.h"

/*
 * Finds the texts with the largest sums among those with a common prefix, where
 * there are many, so that a search for them need not read all.
 *
 *	best_init(&best, &options);
 *	best_add ...
 *	best_next ... until it returns 0
 *	best_clear(&best);
 *
 * Prefixes have 0 to BEST_DEPTH characters.
 */

#define BEST_DEPTH 8

struct best_options {
	const char *path; /* temporary files are made beside it */
	size_t memory; /* see sorter.h */
	struct cache_best wanted;
};

/* A text for best_add; they are sorted by FOLDED within each parent. */
struct best_text {
	int64_t parent, sum;
	const char *folded; /* in UTF-8, without NUL */
	size_t folded_length;
	const char *text;
	size_t text_length;
};

/* One of the best of PREFIX, borrowed until the next call. */
struct best_row {
	int64_t parent, sum;
	const char *prefix;
	size_t prefix_length;
	const char *text;
	size_t text_length;
};

/* The texts that share a prefix with the text added last. */
struct best_level {
	size_t start; /* of the entries that may be among its best */
	size_t texts; /* how many, except those of a longer open prefix */
	size_t length; /* of the prefix in bytes */
};

struct best_entry {
	int64_t sum;
	struct gantry_buffer text;
};

struct best {
	struct best_options options;
	struct sorter rows; /* parent, prefix, NUL, sum, text */
	struct gantry_buffer prefix; /* the longest that is open */
	int64_t parent;
	struct best_level levels[BEST_DEPTH + 1]; /* by number of characters */
	size_t level_count; /* how many prefixes are open; 0: none */
	struct best_entry *entries; /* of the shorter prefixes first */
	size_t entry_count, entry_room;
	bool is_sorted;
};

/* The options' path must outlive BEST. */
void best_init(struct best *best, const struct best_options *options);

/* Idempotent, safe on a zeroed struct. */
void best_clear(struct best *best);

int best_add(struct best *best, const struct best_text *text,
    struct gantry_error *error);

/*
 * After the last text: get the next row, by parent, prefix, largest sum, text.
 * Returns 1, or 0 after the last, or -1.
 */
int best_next(
    struct best *best, struct best_row *row, struct gantry_error *error);

#endif
