#ifndef ENTITIES_STORE_H
#define ENTITIES_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/contract.h>

/*
 * A store provides publications and their words.  There are two: sqlite reads a
 * cache; noop invents a few, for tests and trials.  A store belongs to one
 * thread.
 */

/* A publication and its number of articles, or a word and its count. */
struct store_row {
	const char *name;
	size_t length; /* of name, which is also NUL-terminated */
	int64_t count;
	double score; /* of a distinctive word */
};

/*
 * Called for each row, which is borrowed.  -1 ends the walk with an error, and
 * STORE_PAUSED pauses it after this row, if the store has resume.
 */
#define STORE_PAUSED 1
typedef int store_visit(void *argument, const struct store_row *row);

struct store_visitor {
	store_visit *visit;
	void *argument;
};

/* A page of words: the first LIMIT after the checkpoint. */
struct store_page {
	const char *publication;
	const char *after_word; /* NULL: from the start */
	int64_t after_count;
	int64_t limit;
};

/* The most words that a search returns. */
#define STORE_SEARCH_MAX 100

/* A search: words that begin with PREFIX, ignoring case and diacritics. */
struct store_search {
	const char *prefix; /* UTF-8; empty: all words */
	const char *publication; /* NULL: in all of them */
	int64_t limit; /* 1 to STORE_SEARCH_MAX */
};

struct store {
	/*
	 * The request that the store works for; queries are traced to it
	 * (gantry_environ_step).  NULL: none.  Set before refresh.
	 */
	struct gantry_environ *environ;

	/*
	 * Always look for newer data, even if that was done a moment ago.  Set
	 * before refresh.
	 */
	bool wants_newest;

	/* The images exist elsewhere: the store has nothing to draw. */
	bool has_images;

	/*
	 * Prepare for a request: everything until the next call comes from one
	 * generation.  Fails with GANTRY_ERROR_UNAVAILABLE when there is no
	 * data.  The calls that follow fail with GANTRY_ERROR_BUSY when they
	 * take too long.
	 */
	int (*refresh)(struct store *store, struct gantry_error *error);

	/*
	 * Why newer data is not used.  NULL when the newest data is used, or
	 * when this process has returned the reason before.
	 */
	const char *(*pop_error)(struct store *store);

	/* A name for the current data: different data has a different name. */
	const char *(*generation)(struct store *store);

	/*
	 * Is something known to be missing from the data?  NULL: it is
	 * complete.
	 */
	bool (*is_incomplete)(struct store *store);

	/*
	 * Is that the newest data, as the last refresh has found it?  False if
	 * that cannot be used or is gone.  NULL: the data never changes.
	 */
	bool (*is_newest)(const struct store *store);

	/* Visit all publications, by name. */
	int (*publications)(struct store *store,
	    const struct store_visitor *visitor, struct gantry_error *error);

	/*
	 * Visit the words of a publication, the largest count first, then in
	 * the order of their bytes.  *FOUND says whether the publication
	 * exists.
	 */
	int (*frequencies)(struct store *store, const struct store_page *page,
	    bool *found, const struct store_visitor *visitor,
	    struct gantry_error *error);

	/*
	 * Visit the publications that have exactly WORD, with its count in
	 * each, the largest count first, then by name.  *FOUND says whether
	 * there is any.
	 */
	int (*entity)(struct store *store, const char *word, bool *found,
	    const struct store_visitor *visitor, struct gantry_error *error);

	/*
	 * Visit the words with the prefix and their counts in the publication,
	 * or in all publications: the largest count first, then in the order of
	 * their bytes.  *FOUND says whether the publication exists.
	 */
	int (*search)(struct store *store, const struct store_search *search,
	    bool *found, const struct store_visitor *visitor,
	    struct gantry_error *error);

	/*
	 * Visit the LIMIT words that set a publication apart, with their
	 * scores (score/ranking.h), the highest first, then in the order of
	 * their bytes.  Words that it does not mention more often than all
	 * others do are not visited.  *FOUND says whether it exists.
	 */
	int (*distinctive)(struct store *store, const struct store_page *page,
	    bool *found, const struct store_visitor *visitor,
	    struct gantry_error *error);

	/*
	 * Go on with the walk that its visitor paused: the function that walks
	 * returned STORE_PAUSED, and so does this one if VISITOR pauses again.
	 * The time for the queries begins anew.  NULL: the store cannot pause.
	 * The strings that were given to the walk must still be there.
	 */
	int (*resume)(struct store *store, const struct store_visitor *visitor,
	    struct gantry_error *error);

	/* No walk will be resumed.  Call it before the next walk; idempotent.
	 */
	void (*pause_over)(struct store *store);

	void (*free)(struct store *store);
};

/*
 * Returns NULL when memory ran out.  PATH must outlive the store.  The queries
 * of a request may take TIMEOUT milliseconds; 0: no limit.  A row whose name is
 * longer than NAME_MAX bytes fails with GANTRY_ERROR_UNAVAILABLE.
 */
struct store *store_sqlite_new(
    const char *path, int64_t timeout, int64_t name_max);
struct store *store_noop_new(void);

#endif
