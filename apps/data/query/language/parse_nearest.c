/*
 * The search for the nearest vectors.
 */
#include <jansson.h>
#include <math.h>

#include "data/query/language/parse.h"

#define LIMIT_MAX      1000
#define DIMENSIONS_MAX 2048

static const char *const measures[] = { "DISTANCE_MEASURE_UNSPECIFIED",
	"EUCLIDEAN", "COSINE", "DOT_PRODUCT", NULL };

static int
invalid(struct gantry_error *error, const char *text)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT, "%s", text);
}

/* Read {"doubleValue": 1.5}, or an integer. */
static int
read_number(const json_t *json, double *number, struct gantry_error *error)
{
	const json_t *value = parse_member(json, "doubleValue", "double_value");
	int64_t integer;

	if (json_is_number(value)) {
		*number = json_number_value(value);
		return 0;
	}
	value = parse_member(json, "integerValue", "integer_value");
	if (value == NULL)
		return invalid(
		    error, "find_nearest.query_vector: expected numbers");
	if (parse_integer(
		value, "find_nearest.query_vector", &integer, error) == -1)
		return -1;
	*number = (double)integer;
	return 0;
}

/* Get the array of the numbers of VECTOR. */
static const json_t *
numbers_of(const json_t *vector)
{
	const json_t *fields = parse_member(
	    parse_member(vector, "mapValue", "map_value"), "fields", NULL);
	const json_t *value = parse_member(fields, "value", NULL);

	return parse_member(
	    parse_member(value, "arrayValue", "array_value"), "values", NULL);
}

static int
read_vector(const json_t *json, struct arena *arena,
    struct query_nearest *nearest, struct gantry_error *error)
{
	const json_t *values =
	    numbers_of(parse_member(json, "queryVector", "query_vector"));
	size_t i, count;

	if (parse_array(values, "find_nearest.query_vector", &count, error) ==
	    -1)
		return -1;
	if (count == 0 || count > DIMENSIONS_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "find_nearest.query_vector: expected a vector of 1 to %d "
		    "dimensions",
		    DIMENSIONS_MAX);
	nearest->vector = arena_alloc(arena, count * sizeof(double));
	if (nearest->vector == NULL)
		return gantry_error_memory(error);
	for (i = 0; i < count; i++)
		if (read_number(json_array_get(values, i), &nearest->vector[i],
			error) == -1)
			return -1;
	nearest->dimensions = count;
	return 0;
}

static int
read_limit(const json_t *json, struct query_nearest *nearest,
    struct gantry_error *error)
{
	const json_t *limit = parse_member(json, "limit", NULL);

	if (parse_integer(
		limit, "find_nearest.limit", &nearest->limit, error) == -1)
		return -1;
	if (limit == NULL || nearest->limit < 1 || nearest->limit > LIMIT_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "find_nearest.limit: expected a number from 1 to %d",
		    LIMIT_MAX);
	return 0;
}

static int
read_threshold(const json_t *json, struct query_nearest *nearest,
    struct gantry_error *error)
{
	const json_t *threshold =
	    parse_member(json, "distanceThreshold", "distance_threshold");

	if (json_is_object(threshold))
		threshold = json_object_get(threshold, "value");
	if (threshold == NULL)
		return 0;
	nearest->has_threshold = true;
	return parse_double(threshold, "find_nearest.distance_threshold",
	    &nearest->threshold, error);
}

static int
read_result_field(const json_t *json, struct arena *arena,
    struct query_nearest *nearest, struct gantry_error *error)
{
	struct field_path_names field;
	struct bytes text;

	if (parse_text(parse_member(json, "distanceResultField",
			   "distance_result_field"),
		"find_nearest.distance_result_field", &text, error) == -1)
		return -1;
	if (text.length == 0)
		return 0;
	if (field_read(&field, arena, text, error) == -1)
		return -1;
	if (field.count != 1 || field.is_name)
		return invalid(error,
		    "find_nearest.distance_result_field: expected a simple "
		    "name");
	nearest->result_field = field.names[0];
	return 0;
}

int
parse_nearest(const json_t *json, struct arena *arena,
    struct query_nearest *nearest, struct gantry_error *error)
{
	static const char *const names[] = { "vector_field", "query_vector",
		"distance_measure", "limit", "distance_result_field",
		"distance_threshold", NULL };
	int measure;

	if (json == NULL)
		return 0;
	if (parse_object(json, "find_nearest", names, error) == -1 ||
	    parse_field(parse_member(json, "vectorField", "vector_field"),
		arena, &nearest->field, error) == -1 ||
	    read_vector(json, arena, nearest, error) == -1 ||
	    parse_enum(
		parse_member(json, "distanceMeasure", "distance_measure"),
		"find_nearest.distance_measure", measures, &measure,
		error) == -1 ||
	    read_limit(json, nearest, error) == -1 ||
	    read_threshold(json, nearest, error) == -1)
		return -1;
	if (measure == 0)
		return invalid(error,
		    "find_nearest.distance_measure: it is not specified");
	nearest->distance = (enum query_distance)measure;
	return read_result_field(json, arena, nearest, error);
}
