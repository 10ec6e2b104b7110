#ifndef QUERY_ANSWER_H
#define QUERY_ANSWER_H

#include "data/query/language/query.h"
#include "data/query/store/store.h"

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

/* Count the documents of QUERY up to UP_TO; -1: all.  Returns 0 or -1. */
int answer_count(struct answering *answering, struct query *query,
    int64_t up_to, int64_t *count, struct gantry_error *error);

/* Free the statistics. */
void answering_clear(struct answering *answering);

#endif
