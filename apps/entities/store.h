#ifndef ENTITIES_STORE_H
#define ENTITIES_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/contract.h>

/*
 * Where publications and their words come from.  There are two stores: sqlite
 * reads a cache, noop makes the same few up, for tests and trials.  A store
 * belongs to one thread.
 */

/* A publication and its articles, or a word and how often it was written. */
struct store_row {
	const char *name;
	size_t length; /* of name, which is also NUL-terminated */
	int64_t count;
};

/* Called for each row, which is borrowed; -1 ends the walk with an error. */
typedef int store_visit(void *argument, const struct store_row *row);

struct store_visitor {
	store_visit *visit;
	void *argument;
};

/* Which words: the LIMIT first ones after the checkpoint. */
struct store_page {
	const char *publication;
	const char *after_word; /* NULL: from the start */
	int64_t after_count;
	int64_t limit;
};

/* A search gives at the most so many words. */
#define STORE_SEARCH_MAX 100

/* Which words: those that begin with PREFIX, whatever its case and marks. */
struct store_search {
	const char *prefix; /* UTF-8; empty: all words */
	const char *publication; /* NULL: in all of them */
	int64_t limit; /* 1 to STORE_SEARCH_MAX */
};

struct store {
	/*
	 * The request that the store is asked for, which is told what is done
	 * (gantry_environ_step); NULL: none.  Set before refresh.
	 */
	struct gantry_environ *environ;

	/*
	 * Newer data are looked for in any case, and not only when that was a
	 * while ago.  Set before refresh, too.
	 */
	bool wants_newest;

	/* There are images already, as there is nothing to draw them of. */
	bool has_images;

	/*
	 * Make ready for a request: everything until the next call comes from
	 * one generation.  -1: GANTRY_ERROR_UNAVAILABLE, there is no data.
	 * What follows fails with GANTRY_ERROR_BUSY when it takes too long.
	 */
	int (*refresh)(struct store *store, struct gantry_error *error);

	/*
	 * Why newer data that are there are not used.  NULL when all is well,
	 * and when this process was told before.
	 */
	const char *(*pop_error)(struct store *store);

	/* A name for the data as it is: different data, different name. */
	const char *(*generation)(struct store *store);

	/* All publications, by name. */
	int (*publications)(struct store *store,
	    const struct store_visitor *visitor, struct gantry_error *error);

	/*
	 * The words of a publication, the most frequent first, then by their
	 * bytes.  *FOUND tells whether there is such a publication.
	 */
	int (*frequencies)(struct store *store, const struct store_page *page,
	    bool *found, const struct store_visitor *visitor,
	    struct gantry_error *error);

	/*
	 * The publications that have WORD, spelled just so, with its count in
	 * each: the largest count first, then by name.  *FOUND tells whether
	 * there is any.
	 */
	int (*entity)(struct store *store, const char *word, bool *found,
	    const struct store_visitor *visitor, struct gantry_error *error);

	/*
	 * The words that begin so, with their counts in the publication, or
	 * over all: the most frequent first, then by their bytes.  *FOUND tells
	 * whether there is such a publication.
	 */
	int (*search)(struct store *store, const struct store_search *search,
	    bool *found, const struct store_visitor *visitor,
	    struct gantry_error *error);

	void (*free)(struct store *store);
};

/*
 * NULL when memory ran out.  PATH must outlive the store.  A request may query
 * for TIMEOUT milliseconds; 0: as long as it takes.
 */
struct store *store_sqlite_new(const char *path, int64_t timeout);
struct store *store_noop_new(void);

#endif
