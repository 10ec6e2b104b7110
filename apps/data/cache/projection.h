#ifndef CACHE_PROJECTION_H
#define CACHE_PROJECTION_H

#include <stddef.h>

#include "data/cache/json_field.h"

#define PROJECTION_FIELDS_MAX 8

/*
 * A projection: tables of an application, filled by its SQL from the documents
 * while the cache is built.  The cache need not keep the documents for it.
 */

/*
 * What to do with a document of one collection.  Only the first rule of a
 * projection that fits is run.
 */
struct cache_rule {
	/*
	 * The id of the collection, anywhere: "ent"; or its path, in which a
	 * name in braces matches any id: "publications/{publication}/ent".
	 */
	const char *collection;
	/* The fields that the SQL uses, ended by NULL. */
	const char *fields[PROJECTION_FIELDS_MAX + 1];
	/*
	 * The types that the fields must have; FIELD_OTHER: any.  A double that
	 * is a whole number is also an integer.
	 */
	enum field_type types[PROJECTION_FIELDS_MAX];
	/*
	 * One statement.  Its parameters are ?1, the path of the document; ?2,
	 * the path of its parent, or ''; and from ?3 on the fields: strings as
	 * text, integers, doubles, booleans as 0 or 1, everything else as NULL.
	 *
	 * NULL: the document is a part of the sums, by its parent and the first
	 * field, a FIELD_TEXT; the second field, a FIELD_INTEGER, is the
	 * amount.
	 */
	const char *sql;
};

/* Which texts with a common prefix are its best. */
struct cache_best {
	size_t most; /* how many are kept */
	size_t above; /* only for prefixes that more texts have */
};

/*
 * Sums over millions of documents.  In SQL they would take several times as
 * long: a statement for each document and then a sort.
 *
 * Each statement reads a table that can be read only once.  Its rows come in
 * the order in which a table clustered in that way is filled fastest.
 */
struct cache_sums {
	/*
	 * Run for each parent that has sums, in the order of their paths: ?1 is
	 * the path.  It returns a number other than 0, or no row to leave out
	 * its sums.
	 */
	const char *number;
	/*
	 * Then run once.  It reads summed(parent, sum, text), by the number of
	 * the parent, the largest sum, and text.
	 */
	const char *insert;
	/*
	 * For texts that are searched by a prefix; otherwise all NULL.  FOLDED
	 * is the text as fold.h folds it.
	 *
	 * summed_texts(parent, folded, text, sum), by the path of the parent,
	 * folded, text; summed_totals(folded, text, sum), by folded, text: the
	 * sums over all parents; summed_best(parent, prefix, sum, text), by the
	 * number of the parent, prefix, largest sum, text: see best.h.  Parent
	 * 0 has the best of the totals.
	 */
	const char *insert_texts, *insert_totals, *insert_best;
	struct cache_best best;
};

/* What to draw: SQL that reads the tables.  All NULL: nothing. */
struct cache_pictures {
	/* Returns the name of each picture. */
	const char *names;
	/*
	 * Returns the words of the picture ?1 and their counts, the largest
	 * count first.
	 */
	const char *words;
	/* Returns how many words the picture ?1 would have without a limit. */
	const char *total;
};

struct cache_projection {
	const char *name;
	/* Creates the tables.  Temporary ones do not stay in the cache. */
	const char *create;
	const struct cache_rule *rules; /* ended by { NULL } */
	/*
	 * Run after the last document.  It counts documents of an unexpected
	 * shape in ignored(projection, reason, count, example).
	 */
	const char *finish;
	/* Run after that; all NULL when no rule adds up. */
	struct cache_sums sums;
	struct cache_pictures pictures;
};

#endif
