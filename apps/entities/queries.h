#ifndef ENTITIES_QUERIES_H
#define ENTITIES_QUERIES_H

#include "data/cache/db.h"
#include "entities/store.h"

/* The statements of the store on a cache, prepared on one file. */

enum query {
	QUERY_PUBLICATIONS,
	QUERY_PUBLICATION_ID, /* ?1 name */
	QUERY_WORDS_TOP, /* ?1 publication, ?2 limit */
	QUERY_WORDS_TIED, /* and ?3 count, ?4 word */
	QUERY_WORDS_BELOW, /* and ?3 count */
	QUERY_ENTITY, /* ?1 folded, ?2 word */
	QUERY_SEARCH_BEST, /* ?1 publication or 0, ?2 limit, ?3 prefix */
	QUERY_SEARCH_ALL, /* ?2 limit, ?3 prefix, ?4 what is behind it */
	QUERY_SEARCH_ONE, /* and ?1 publication */
	QUERY_COUNT,
};

struct queries {
	struct db *db;
	struct gantry_environ *environ; /* told which one runs; or NULL */
	struct db_statement *of[QUERY_COUNT];
};

/* 0, or -1 with ERROR filled and some prepared. */
int queries_prepare(
    struct queries *queries, struct db *db, struct gantry_error *error);

/* Idempotent, safe on a zeroed struct. */
void queries_finalize(struct queries *queries);

/* How SQLite runs a statement: see db_plan. */
int queries_plan(const struct queries *queries, enum query which, char *text,
    size_t size, struct gantry_error *error);

/*
 * The number that a bound statement yields.  Returns 1, 0 when there is none,
 * or -1.
 */
int queries_find(const struct queries *queries, enum query which,
    int64_t *number, struct gantry_error *error);

/*
 * Give each row of a bound statement, a name and a count, to VISIT.  Returns
 * how many, or -1.
 */
int64_t queries_walk(const struct queries *queries, enum query which,
    const struct store_visitor *visitor, struct gantry_error *error);

#endif
