/*
 * Integers are added in 128 bits, which 2^63 documents cannot exceed; doubles
 * with what their rounding loses (Neumaier).
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include <gantry/json.h>

#include "data/firestore/rest/rest.h"
#include "data/query/answer/answering.h"
#include "data/query/keys/key.h"
#include "data/query/store/index_schema.h"

__extension__ typedef __int128 wide_integer;

struct total {
	wide_integer integers;
	long double doubles, lost; /* the sum, and what its rounding lost */
	int64_t count; /* of numbers */
	bool has_double;
};

struct aggregate {
	const struct query_aggregations *aggregations;
	struct total *totals;
	int64_t rows;
	bool has_doubles; /* the numbers of the index are doubles */
};

static void
add_double(struct total *total, long double number)
{
	long double sum = total->doubles + number;

	if (fabsl(total->doubles) >= fabsl(number))
		total->lost += total->doubles - sum + number;
	else
		total->lost += number - sum + total->doubles;
	total->doubles = sum;
	total->has_double = true;
}

static void
add_value(struct total *total, const struct value *value)
{
	int64_t integer;
	double number;

	if (value->kind == VALUE_INTEGER && value_to_integer(value, &integer)) {
		total->integers += integer;
		total->count++;
	} else if (value->kind == VALUE_DOUBLE &&
	    value_to_double(value, &number)) {
		add_double(total, number);
		total->count++;
	}
}

static int
add_document(void *argument, const struct store_document *document,
    struct gantry_error *error)
{
	struct aggregate *aggregate = argument;
	const struct query_aggregation *item;
	struct value value;
	size_t i;

	(void)error;
	aggregate->rows++;
	for (i = 0; i < aggregate->aggregations->count; i++) {
		item = &aggregate->aggregations->items[i];
		if (item->sum != SUM_COUNT &&
		    field_find(&item->field, document->fields, &value))
			add_value(&aggregate->totals[i], &value);
	}
	return 0;
}

/* Add the number with KEY to all sums, which are of its field. */
static int
add_key(void *argument, struct bytes key, struct gantry_error *error)
{
	struct aggregate *aggregate = argument;
	struct total *total;
	int64_t integer;
	double number;
	size_t i;

	(void)error;
	aggregate->rows++;
	if (!key_read_number(key, &number, &integer))
		return 0;
	for (i = 0; i < aggregate->aggregations->count; i++) {
		total = &aggregate->totals[i];
		total->count++;
		if (aggregate->has_doubles)
			add_double(total, number);
		else
			total->integers += integer;
	}
	return 0;
}

/*
 * Can the sums be of keys?  When they are of one field, which has integers or
 * doubles alone: the keys of 1 and 1.0 are the same.  ORDER gets its place.
 * Returns 1, 0 or -1.
 */
static int
find_order(struct aggregate *aggregate, struct store *store,
    const struct query *query, size_t *order, struct gantry_error *error)
{
	const struct query_aggregation *item, *sum = NULL;
	struct store_field field;
	size_t i;

	for (i = 0; i < aggregate->aggregations->count; i++) {
		item = &aggregate->aggregations->items[i];
		if (item->sum == SUM_COUNT)
			continue;
		if (sum != NULL && !field_is_equal(&sum->field, &item->field))
			return 0;
		sum = item;
	}
	if (sum == NULL || sum->field.is_name)
		return 0;
	if (store_find_field(store, sum->field.key, false, &field, error) == -1)
		return -1;
	aggregate->has_doubles = field.numbers == INDEX_DOUBLES;
	if (field.numbers == (INDEX_INTEGERS | INDEX_DOUBLES))
		return 0;
	for (*order = 0; *order < query->order_count; ++*order)
		if (field_is_equal(&query->orders[*order].field, &sum->field))
			return 1;
	return 0;
}

/* Add up, from keys where that can be. */
static int
add_up(struct aggregate *aggregate, struct answering *answering,
    struct query *query, struct gantry_error *error)
{
	struct query_keys keys = {
		.visit_key = add_key,
		.visit = add_document,
		.argument = aggregate,
	};
	const int result =
	    find_order(aggregate, answering->store, query, &keys.order, error);

	if (result == -1)
		return -1;
	return result == 1
	    ? answer_keys(answering, query, &keys, error)
	    : answer_query(answering, query, add_document, aggregate, error);
}

/* The integers are two doubles: what one can hold, and the rest. */
static double
total_double(const struct total *total)
{
	struct total all = *total;
	long double high = (long double)total->integers;

	add_double(&all, high);
	add_double(&all, (long double)(total->integers - (wide_integer)high));
	/* What was lost counts only for a finite sum. */
	return (double)(isfinite(all.doubles) ? all.doubles + all.lost
					      : all.doubles);
}

static void
write_double(struct gantry_buffer *json, double number)
{
	gantry_buffer_puts(json, "{\"doubleValue\":");
	rest_add_double(json, number);
	gantry_buffer_puts(json, "}");
}

static void
write_integer(struct gantry_buffer *json, int64_t integer)
{
	gantry_buffer_printf(
	    json, "{\"integerValue\":\"%" PRId64 "\"}", integer);
}

static void
write_sum(struct gantry_buffer *json, const struct total *total)
{
	if (total->has_double || total->integers > INT64_MAX ||
	    total->integers < INT64_MIN)
		write_double(json, total_double(total));
	else
		write_integer(json, (int64_t)total->integers);
}

static void
write_average(struct gantry_buffer *json, const struct total *total)
{
	if (total->count == 0)
		gantry_buffer_puts(json, "{\"nullValue\":null}");
	else
		write_double(json, total_double(total) / (double)total->count);
}

static void
write_count(struct gantry_buffer *json, const struct query_aggregation *item,
    int64_t rows)
{
	write_integer(
	    json, item->up_to >= 0 && item->up_to < rows ? item->up_to : rows);
}

static void
write_results(const struct aggregate *aggregate, struct gantry_buffer *json)
{
	const struct query_aggregation *item;
	size_t i;

	gantry_buffer_putc(json, '{');
	for (i = 0; i < aggregate->aggregations->count; i++) {
		item = &aggregate->aggregations->items[i];
		if (i > 0)
			gantry_buffer_putc(json, ',');
		gantry_json_string(json, item->alias.data, item->alias.length);
		gantry_buffer_putc(json, ':');
		if (item->sum == SUM_COUNT)
			write_count(json, item, aggregate->rows);
		else if (item->sum == SUM_SUM)
			write_sum(json, &aggregate->totals[i]);
		else
			write_average(json, &aggregate->totals[i]);
	}
	gantry_buffer_putc(json, '}');
}

/* Are there only counts?  UP_TO gets the most that they want; -1: all. */
static bool
has_only_counts(const struct query_aggregations *aggregations, int64_t *up_to)
{
	const struct query_aggregation *item;
	size_t i;

	*up_to = 0;
	for (i = 0; i < aggregations->count; i++) {
		item = &aggregations->items[i];
		if (item->sum != SUM_COUNT)
			return false;
		if (item->up_to < 0)
			*up_to = -1;
		else if (*up_to >= 0 && item->up_to > *up_to)
			*up_to = item->up_to;
	}
	return true;
}

int
answer_aggregations(struct answering *answering, struct query *query,
    const struct query_aggregations *aggregations, struct gantry_buffer *json,
    struct gantry_error *error)
{
	struct aggregate aggregate = { .aggregations = aggregations };
	int64_t up_to;
	int result;

	aggregate.totals =
	    calloc(aggregations->count + 1, sizeof(*aggregate.totals));
	if (aggregate.totals == NULL)
		return gantry_error_memory(error);
	result = has_only_counts(aggregations, &up_to)
	    ? answer_count(answering, query, up_to, &aggregate.rows, error)
	    : add_up(&aggregate, answering, query, error);
	if (result == 0)
		write_results(&aggregate, json);
	free(aggregate.totals);
	return result;
}
