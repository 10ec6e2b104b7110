#ifndef QUERY_ANSWERING_H
#define QUERY_ANSWERING_H

#include "data/query/language/structured_query.h"
#include "data/query/store/index_store.h"

/* Answers queries. */

/* The database whose documents the references in a query are about. */
struct query_origin {
	struct bytes project, database;
};

struct query_limits {
	int64_t rows; /* the most that are read; 0: any number */
	size_t memory; /* the most bytes for rows that are sorted */
};

struct query_statistics {
	int64_t read; /* rows of an index */
	int64_t documents; /* that were read */
	int64_t returned;
	int64_t skipped; /* by the offset */
	struct gantry_buffer
	    plan; /* what was done, in words, if they are wanted */
};

struct answering {
	struct store *store;
	struct query_origin origin;
	struct query_limits limits;
	struct query_statistics statistics;
	bool wants_plan;
};

/* Called with each document of the answer; -1 stops. */
typedef int query_visit(void *argument, const struct store_document *document,
    struct gantry_error *error);

/*
 * Answer QUERY, which has no search for the nearest.  Returns 0, or -1 with
 * ERROR: GANTRY_ERROR_LIMIT: a limit of RUN was reached; GANTRY_ERROR_BUSY: the
 * deadline of the database was.
 */
int answer_query(struct answering *answering, struct query *query,
    query_visit *visit, void *argument, struct gantry_error *error);

/* Called with the key of a field of a document of the answer; -1 stops. */
typedef int query_visit_key(
    void *argument, struct bytes key, struct gantry_error *error);

/* What is wanted of each document. */
struct query_keys {
	size_t order; /* the key of this one, if an index has it ... */
	query_visit_key *visit_key;
	query_visit *visit; /* ... and otherwise the document */
	void *argument;
};

/* Answer QUERY as answer_query. */
int answer_keys(struct answering *answering, struct query *query,
    const struct query_keys *keys, struct gantry_error *error);

/* Count the documents of QUERY up to UP_TO; -1: all.  Returns 0 or -1. */
int answer_count(struct answering *answering, struct query *query,
    int64_t up_to, int64_t *count, struct gantry_error *error);

/*
 * Counts, sums and averages of the documents of a query.
 *
 * Sums of integers are exact: one that 64 bits cannot hold, or with a double in
 * it, is a double.  Other values are left out, and an average of nothing is
 * null.
 */

/*
 * Append the results, {"alias":{"integerValue":"3"}}, to JSON.  Returns 0, or
 * -1 with ERROR as answer_query.
 */
int answer_aggregations(struct answering *answering, struct query *query,
    const struct query_aggregations *aggregations, struct gantry_buffer *json,
    struct gantry_error *error);

/*
 * The documents of a query whose vectors are nearest to one.  Every document of
 * the query is looked at: there is no index of vectors.  A document without a
 * vector of as many dimensions is left out.
 */

/* Called with each document of the answer, the nearest first; -1 stops. */
typedef int query_nearest_visit(void *argument,
    const struct store_document *document, double distance,
    struct gantry_error *error);

/* Returns 0, or -1 with ERROR as answer_query. */
int answer_nearest(struct answering *answering, struct query *query,
    query_nearest_visit *visit, void *argument, struct gantry_error *error);

/* Free the statistics. */
void answering_clear(struct answering *answering);

#endif
