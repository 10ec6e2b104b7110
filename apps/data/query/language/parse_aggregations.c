/*
 * Aggregations, and the orders that they add to their query.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "data/query/language/parse.h"
#include "data/query/language/read_query.h"

#define AGGREGATIONS_MAX 5

static int
invalid(struct gantry_error *error, const char *text)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT, "%s", text);
}

static int
read_count(const json_t *json, struct query_aggregation *item,
    struct gantry_error *error)
{
	static const char *const names[] = { "up_to", NULL };
	const json_t *up_to = parse_member(json, "upTo", "up_to");

	item->sum = SUM_COUNT;
	item->up_to = -1;
	if (parse_object(json, "count", names, error) == -1)
		return -1;
	if (up_to == NULL)
		return 0;
	if (parse_integer(up_to, "count.up_to", &item->up_to, error) == -1)
		return -1;
	return item->up_to < 0
	    ? invalid(error,
		  "The `up_to` value in a COUNT aggregation must be greater "
		  "than or equal to zero.")
	    : 0;
}

static int
read_sum(struct query *query, const json_t *json, const char *what,
    struct query_aggregation *item, struct gantry_error *error)
{
	static const char *const names[] = { "field", NULL };

	if (parse_object(json, what, names, error) == -1)
		return -1;
	if (parse_field(parse_member(json, "field", NULL), &query->arena,
		&item->field, error) == -1)
		return -1;
	return item->field.is_name
	    ? invalid(error,
		  "Aggregations are not supported for the property: __key__")
	    : 0;
}

/*
 * Give the aggregation its alias; those without one are "field_1", "field_2"
 * and so on.
 */
static int
set_alias(struct query *query, struct query_aggregations *aggregations,
    struct bytes alias, struct gantry_error *error)
{
	struct query_aggregation *item =
	    &aggregations->items[aggregations->count];
	char number[32];
	size_t i;

	if (field_is_reserved(alias))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "The property.name %s is reserved.",
		    bytes_show(alias).text);
	if (alias.length == 0) {
		snprintf(number, sizeof(number), "field_%zu",
		    ++aggregations->unnamed);
		alias = (struct bytes){ number, strlen(number) };
	}
	item->alias.length = alias.length;
	item->alias.data =
	    arena_strndup(&query->arena, alias.data, alias.length);
	if (item->alias.data == NULL)
		return gantry_error_memory(error);
	for (i = 0; i < aggregations->count; i++)
		if (bytes_compare(aggregations->items[i].alias, alias) == 0)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "Aggregation aliases contain duplicate alias: "
			    "%.*s.",
			    (int)alias.length, alias.data);
	return 0;
}

static int
read_item(struct query *query, const json_t *json,
    struct query_aggregations *aggregations, struct gantry_error *error)
{
	static const char *const names[] = { "alias", "count", "sum", "avg",
		NULL };
	const json_t *count = parse_member(json, "count", NULL);
	const json_t *sum = parse_member(json, "sum", NULL);
	const json_t *average = parse_member(json, "avg", NULL);
	struct query_aggregation *item =
	    &aggregations->items[aggregations->count];
	struct bytes alias;
	int result;

	if (parse_object(json, "aggregation", names, error) == -1)
		return -1;
	if ((count != NULL) + (sum != NULL) + (average != NULL) != 1)
		return invalid(
		    error, "An aggregation is a count, a sum or an avg.");
	*item = (struct query_aggregation){
		.sum = sum != NULL ? SUM_SUM : SUM_AVERAGE,
	};
	if (count != NULL)
		result = read_count(count, item, error);
	else if (sum != NULL)
		result = read_sum(query, sum, "sum", item, error);
	else
		result = read_sum(query, average, "avg", item, error);
	if (result == -1 ||
	    parse_text(parse_member(json, "alias", NULL), "alias", &alias,
		error) == -1 ||
	    set_alias(query, aggregations, alias, error) == -1)
		return -1;
	aggregations->count++;
	return 0;
}

int
query_read_aggregations(struct query *query, const json_t *json,
    struct query_aggregations *aggregations, struct gantry_error *error)
{
	size_t i, count;

	*aggregations = (struct query_aggregations){ .count = 0 };
	if (parse_repeated(json, "aggregations", &count, error) == -1)
		return -1;
	if (count == 0)
		return invalid(error, "Aggregations can not be empty.");
	if (count > AGGREGATIONS_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "The maximum number of aggregations is %d.",
		    AGGREGATIONS_MAX);
	aggregations->items =
	    arena_alloc(&query->arena, count * sizeof(*aggregations->items));
	if (aggregations->items == NULL)
		return gantry_error_memory(error);
	for (i = 0; i < count; i++)
		if (read_item(query, parse_element(json, i), aggregations,
			error) == -1)
			return -1;
	return query_order_by_sums(query, aggregations, error);
}
