#ifndef CACHE_PROJECTION_H
#define CACHE_PROJECTION_H

#include <stddef.h>

#include "data/cache/json_field.h"

#define PROJECTION_FIELDS_MAX 8

/*
 * What an application keeps ready of the documents: tables of its own, filled
 * by its SQL while the cache is built.  Documents need not be kept for it.
 */

/*
 * What is done with a document of one collection.  Of the rules of a projection
 * the first that fits is run, and no other.
 */
struct cache_rule {
	/*
	 * The collection's id, wherever it lies, "ent"; or its path, in which a
	 * name in braces stands for any id, "publications/{publication}/ent".
	 */
	const char *collection;
	/* The fields that the SQL uses, ended by NULL. */
	const char *fields[PROJECTION_FIELDS_MAX + 1];
	/*
	 * Which types they must have to fit; FIELD_OTHER: any.  A double with a
	 * whole value is an integer where one is asked for.
	 */
	enum field_type types[PROJECTION_FIELDS_MAX];
	/*
	 * One statement.  Bound to it are ?1, the document's path; ?2, its
	 * parent's path, or ''; from ?3 on, the fields: a string as text, an
	 * integer, a double, a boolean as 0 or 1; everything else as NULL.
	 *
	 * NULL: the document is a part of the projection's sums, by its parent
	 * and the first field, a FIELD_TEXT; the second, a FIELD_INTEGER, is
	 * added up.
	 */
	const char *sql;
};

/* Which of the texts with a common beginning are its best. */
struct cache_best {
	size_t most; /* how many of them are given */
	size_t above; /* for a beginning that more texts than this have */
};

/*
 * Sums of millions of documents, which cost SQL's way, a statement for each
 * document and then a sort, several times as much.
 *
 * Each statement reads a table that can be read once only; its rows come in the
 * order in which a table clustered so is filled fastest.
 */
struct cache_sums {
	/*
	 * Run for each parent that has sums, in the order of their paths: ?1 is
	 * the path.  It yields a number, not 0, or no row to leave out its
	 * sums.
	 */
	const char *number;
	/*
	 * Run once, then: it reads summed(parent, sum, text), by parent's
	 * number, largest sum and text.
	 */
	const char *insert;
	/*
	 * For texts that are searched by how they begin; all NULL when they are
	 * not.  FOLDED is the text as fold.h makes it.
	 *
	 * summed_texts(parent, folded, text, sum), by parent's path, folded,
	 * text; summed_totals(folded, text, sum), by folded, text, the sums
	 * over all parents; summed_best(parent, prefix, sum, text), by parent's
	 * number, prefix, largest sum, text: see best.h.  Its parent is 0 for
	 * the best of the totals.
	 */
	const char *insert_texts, *insert_totals, *insert_best;
	struct cache_best best;
};

/* What there is to be drawn: SQL that reads the tables.  All NULL: nothing. */
struct cache_pictures {
	/* Yields the name of each picture. */
	const char *names;
	/*
	 * Yields the words of the picture with the name ?1 and their counts,
	 * the most frequent first.
	 */
	const char *words;
};

struct cache_projection {
	const char *name;
	/* Makes the tables; temporary ones are gone when the cache is read. */
	const char *create;
	const struct cache_rule *rules; /* ended by { NULL } */
	/*
	 * After the last document.  What is not of the expected shape goes into
	 * ignored(projection, reason, count, example).
	 */
	const char *finish;
	/* After that; all NULL when no rule adds up. */
	struct cache_sums sums;
	struct cache_pictures pictures;
};

#endif
