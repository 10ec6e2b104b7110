#ifndef CACHE_PROJECTION_H
#define CACHE_PROJECTION_H

#include "cache/fields.h"

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
	const char *collection;
	/* The fields that the SQL uses, ended by NULL. */
	const char *fields[PROJECTION_FIELDS_MAX + 1];
	/* Which types they must have to fit; FIELD_OTHER: any. */
	enum field_type types[PROJECTION_FIELDS_MAX];
	/*
	 * One statement.  Bound to it are ?1, the document's path; ?2, its
	 * parent's path, or ''; from ?3 on, the fields: a string as text, an
	 * integer, a double, a boolean as 0 or 1; everything else as NULL.
	 */
	const char *sql;
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
};

#endif
