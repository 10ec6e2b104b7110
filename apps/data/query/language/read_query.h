#ifndef QUERY_READ_QUERY_H
#define QUERY_READ_QUERY_H

#include <gantry/error.h>

#include "data/query/language/structured_query.h"

struct json_t; /* of jansson */

/*
 * Reads queries out of JSON.
 *
 *	struct query query;
 *
 *	if (query_read(&query, parent, json, &error) == 0)
 *		... query_run ...
 *	query_clear(&query);
 */

/*
 * Read JSON, a StructuredQuery, below the document PARENT, which is copied.
 * Returns 0, or -1 with ERROR, in the words of Firestore where it has some;
 * GANTRY_ERROR_INPUT: INVALID_ARGUMENT.  Clear QUERY in both cases.
 */
int query_read(struct query *query, struct bytes parent,
    const struct json_t *json, struct gantry_error *error);

/*
 * Read JSON, the array of a StructuredAggregationQuery, for QUERY.  The fields
 * of sums and averages become orders of the query, as in Firestore.  The
 * aggregations live as long as the query.
 */
int query_read_aggregations(struct query *query, const struct json_t *json,
    struct query_aggregations *aggregations, struct gantry_error *error);

/*
 * Add the fields of the sums and averages to the order, before the name.
 * Returns 0 or -1.
 */
int query_order_by_sums(struct query *query,
    const struct query_aggregations *aggregations, struct gantry_error *error);

/* Free everything; safe on a zeroed one. */
void query_clear(struct query *query);

#endif
