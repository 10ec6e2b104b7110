#ifndef QUERY_NEAREST_H
#define QUERY_NEAREST_H

#include "data/query/answer/answer.h"

/*
 * The documents of a query whose vectors are nearest to one.  Every document of
 * the query is looked at: there is no index of vectors.  A document without a
 * vector of as many dimensions is left out.
 */

/* Called with each document of the answer, the nearest first; -1 stops. */
typedef int nearest_visit(void *argument, const struct store_document *document,
    double distance, struct gantry_error *error);

/* Returns 0, or -1 with ERROR as answer_query. */
int nearest_run(struct answering *answering, struct query *query,
    nearest_visit *visit, void *argument, struct gantry_error *error);

#endif
