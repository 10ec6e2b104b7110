#ifndef QUERY_AGGREGATE_H
#define QUERY_AGGREGATE_H

#include "data/query/answer/answer.h"

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
int aggregate_run(struct answering *answering, struct query *query,
    const struct query_aggregations *aggregations, struct gantry_buffer *json,
    struct gantry_error *error);

#endif
