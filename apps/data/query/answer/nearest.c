/*
 * At most 1,000 results are wanted, so they are kept in their order.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/query/answer/answering.h"

struct result {
	double distance;
	int64_t rank;
};

struct nearest {
	const struct query_nearest *query;
	struct result *results;
	size_t count;
	double *vector; /* of the document */
};

/* Read the vector of DOCUMENT; false when it has none of the dimensions. */
static bool
read_vector(struct nearest *nearest, const struct store_document *document)
{
	struct json_part elements, json;
	struct json_walk walk;
	struct value value;
	int64_t integer;
	size_t i;

	if (!field_find(&nearest->query->field, document->fields, &value) ||
	    value.kind != VALUE_MAP || !value_is_vector(value.text, &elements))
		return false;
	walk = json_walk(elements);
	for (i = 0; json_walk_next(&walk, NULL, &json); i++) {
		if (i == nearest->query->dimensions ||
		    !value_read(json, &value))
			return false;
		if (value.kind == VALUE_INTEGER &&
		    value_to_integer(&value, &integer))
			nearest->vector[i] = (double)integer;
		else if (value.kind != VALUE_DOUBLE ||
		    !value_to_double(&value, &nearest->vector[i]))
			return false;
	}
	return i == nearest->query->dimensions;
}

static double
product(const double *a, const double *b, size_t count)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < count; i++)
		sum += a[i] * b[i];
	return sum;
}

static double
measure(const struct nearest *nearest)
{
	const struct query_nearest *query = nearest->query;
	const double *a = query->vector, *b = nearest->vector;
	size_t i, count = query->dimensions;
	double sum = 0;

	switch (query->distance) {
	case DISTANCE_DOT_PRODUCT:
		return product(a, b, count);
	case DISTANCE_COSINE:
		return 1 -
		    product(a, b, count) /
		    (sqrt(product(a, a, count)) * sqrt(product(b, b, count)));
	default:
		for (i = 0; i < count; i++)
			sum += (a[i] - b[i]) * (a[i] - b[i]);
		return sqrt(sum);
	}
}

/* Is A nearer than B?  A greater product is. */
static bool
is_nearer(const struct nearest *nearest, double a, double b)
{
	return nearest->query->distance == DISTANCE_DOT_PRODUCT ? a > b : a < b;
}

static bool
is_wanted(const struct nearest *nearest, double distance)
{
	const struct query_nearest *query = nearest->query;

	if (isnan(distance))
		return false;
	return !query->has_threshold ||
	    !is_nearer(nearest, query->threshold, distance);
}

/* Put a result behind those that are as near. */
static void
put(struct nearest *nearest, struct result result)
{
	size_t most = (size_t)nearest->query->limit, at = nearest->count;

	while (at > 0 &&
	    is_nearer(
		nearest, result.distance, nearest->results[at - 1].distance))
		at--;
	if (at == most)
		return;
	if (nearest->count < most)
		nearest->count++;
	memmove(&nearest->results[at + 1], &nearest->results[at],
	    (nearest->count - at - 1) * sizeof(result));
	nearest->results[at] = result;
}

static int
look_at(void *argument, const struct store_document *document,
    struct gantry_error *error)
{
	struct nearest *nearest = argument;
	double distance;

	(void)error;
	if (!read_vector(nearest, document))
		return 0;
	distance = measure(nearest);
	if (is_wanted(nearest, distance))
		put(nearest, (struct result){ distance, document->rank });
	return 0;
}

static int
answer(struct answering *answering, const struct nearest *nearest,
    query_nearest_visit *visit, void *argument, struct gantry_error *error)
{
	struct store_document document;
	size_t i;

	for (i = 0; i < nearest->count; i++) {
		if (store_read(answering->store, nearest->results[i].rank,
			&document, error) == -1 ||
		    visit(argument, &document, nearest->results[i].distance,
			error) == -1)
			return -1;
	}
	answering->statistics.returned = (int64_t)nearest->count;
	return 0;
}

int
answer_nearest(struct answering *answering, struct query *query,
    query_nearest_visit *visit, void *argument, struct gantry_error *error)
{
	struct nearest nearest = { .query = &query->nearest };
	int result = -1;

	nearest.results =
	    calloc((size_t)query->nearest.limit + 1, sizeof(*nearest.results));
	nearest.vector =
	    calloc(query->nearest.dimensions, sizeof(*nearest.vector));
	if (nearest.results == NULL || nearest.vector == NULL)
		gantry_error_memory(error);
	else
		result =
		    answer_query(answering, query, look_at, &nearest, error);
	if (result == 0)
		result = answer(answering, &nearest, visit, argument, error);
	free(nearest.results);
	free(nearest.vector);
	return result;
}
