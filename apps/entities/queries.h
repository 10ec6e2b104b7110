#ifndef ENTITIES_QUERIES_H
#define ENTITIES_QUERIES_H

#include "data/cache/db.h"
#include "entities/store.h"

/* The prepared statements of the SQLite store. */

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
	QUERY_MENTIONS, /* ?1 publication */
	QUERY_ALL_MENTIONS,
	QUERY_DISTINCTIVE, /* ?1 publication */
	QUERY_COUNT,
};

struct queries {
	struct db *db;
	struct gantry_environ *environ; /* traces the statements; or NULL */
	struct db_statement *of[QUERY_COUNT];
	struct db_statement *paused; /* it has more rows; NULL: none */
	enum query paused_query;
	int64_t all_mentions; /* once they were asked for; 0: not yet */
};

/* Returns 0, or -1 with ERROR filled; finalize them in both cases. */
int queries_prepare(
    struct queries *queries, struct db *db, struct gantry_error *error);

/* Idempotent, safe on a zeroed struct. */
void queries_finalize(struct queries *queries);

/* Get the query plan of a statement; see db_plan. */
int queries_plan(const struct queries *queries, enum query which, char *text,
    size_t size, struct gantry_error *error);

/* Trace a statement that the caller steps. */
void queries_begin(const struct queries *queries, enum query which);
void queries_end(const struct queries *queries, enum query which);

/*
 * Get the number that a bound statement returns.  Returns 1, 0 when there is no
 * row, or -1.
 */
int queries_find(const struct queries *queries, enum query which,
    int64_t *number, struct gantry_error *error);

/*
 * Visit each row of a bound statement, a name and a count.  Returns the number
 * of rows, or -1.  If the visitor pauses, queries->paused is set.
 */
int64_t queries_walk(struct queries *queries, enum query which,
    const struct store_visitor *visitor, struct gantry_error *error);

/* Go on with the statement that was paused.  Returns as queries_walk. */
int64_t queries_resume(struct queries *queries,
    const struct store_visitor *visitor, struct gantry_error *error);

/* Reset the statement that was paused, if any. */
void queries_forget(struct queries *queries);

#endif
