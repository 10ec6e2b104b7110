/*
 * Filters, with the limits of Firestore.
 */
#include <jansson.h>
#include <string.h>

#include "data/query/keys/key.h"
#include "data/query/language/parse.h"

#define IN_MAX	   30
#define NOT_IN_MAX 10
#define DEPTH_MAX  20

/* Firestore's limit of filters and orders together. */
#define FILTERS_MAX 100

struct filter_reader {
	struct arena *arena;
	unsigned depth, filters;
};

static int read_filter(struct filter_reader *reader, const json_t *json,
    struct filter **filter, struct gantry_error *error);

static const char *const field_ops[] = { "OPERATOR_UNSPECIFIED", "LESS_THAN",
	"LESS_THAN_OR_EQUAL", "GREATER_THAN", "GREATER_THAN_OR_EQUAL", "EQUAL",
	"NOT_EQUAL", "ARRAY_CONTAINS", "IN", "ARRAY_CONTAINS_ANY", "NOT_IN",
	NULL };

static const char *const unary_ops[] = { "OPERATOR_UNSPECIFIED", "", "IS_NAN",
	"IS_NULL", "IS_NOT_NAN", "IS_NOT_NULL", NULL };

static const char *const composite_ops[] = { "OPERATOR_UNSPECIFIED", "AND",
	"OR", NULL };

static int
invalid(struct gantry_error *error, const char *text)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT, "%s", text);
}

static struct filter *
new_filter(struct filter_reader *reader, enum filter_kind kind, size_t items,
    struct gantry_error *error)
{
	struct filter *filter = arena_alloc(reader->arena, sizeof(*filter));

	if (filter == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	*filter = (struct filter){ .kind = kind };
	if (kind == FILTER_LEAF)
		filter->keys = arena_alloc(
		    reader->arena, (items + 1) * sizeof(*filter->keys));
	else
		filter->parts = arena_alloc(
		    reader->arena, (items + 1) * sizeof(*filter->parts));
	if (filter->keys == NULL && filter->parts == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	return filter;
}

/* A name is compared to references alone. */
static int
check_operand(
    const struct filter *filter, struct bytes key, struct gantry_error *error)
{
	if (filter->field.is_name && key.data[0] != KEY_REFERENCE)
		return invalid(error, "__key__ filter value must be a Key");
	return 0;
}

static bool
takes_several(enum query_op op)
{
	return op == OP_IN || op == OP_NOT_IN || op == OP_ARRAY_CONTAINS_ANY;
}

/* Check VALUES, of IN and its like. */
static int
check_values(enum query_op op, const json_t *values, struct gantry_error *error)
{
	const size_t most = op == OP_NOT_IN ? NOT_IN_MAX : IN_MAX;
	size_t count;

	if (parse_array(values, "values", &count, error) == -1)
		return -1;
	if (count == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' requires an non-empty ArrayValue.", field_ops[op]);
	if (count > most)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' supports up to %zu comparison values.", field_ops[op],
		    most);
	return 0;
}

/* Append a key, unless the filter has it: a value that is given twice counts
 * as one of the disjunctions of a query. */
static void
add_key(struct filter *filter, struct bytes key)
{
	size_t i;

	for (i = 0; i < filter->key_count; i++)
		if (bytes_compare(filter->keys[i], key) == 0)
			return;
	filter->keys[filter->key_count++] = key;
}

static int
read_operands(struct filter_reader *reader, struct filter *filter,
    const json_t *value, const json_t *values, struct gantry_error *error)
{
	size_t i,
	    count = takes_several(filter->op) ? json_array_size(values) : 1;
	struct bytes key;

	for (i = 0; i < count; i++) {
		if (takes_several(filter->op))
			value = json_array_get(values, i);
		if (parse_key(value, reader->arena, &key, error) == -1 ||
		    check_operand(filter, key, error) == -1)
			return -1;
		add_key(filter, key);
	}
	return 0;
}

static bool
is_of_arrays(enum query_op op)
{
	return op == OP_ARRAY_CONTAINS || op == OP_ARRAY_CONTAINS_ANY;
}

static int
read_field_filter(struct filter_reader *reader, const json_t *json,
    struct filter **filter, struct gantry_error *error)
{
	static const char *const names[] = { "field", "op", "value", NULL };
	const json_t *value = parse_member(json, "value", NULL), *values;
	int op;

	if (parse_object(json, "field_filter", names, error) == -1 ||
	    parse_enum(parse_member(json, "op", NULL), "op", field_ops, &op,
		error) == -1)
		return -1;
	if (op == 0)
		return invalid(error, "Unknown FieldFilter operator.");
	values = parse_member(value, "arrayValue", "array_value");
	values = parse_member(values, "values", NULL);
	if (takes_several((enum query_op)op) &&
	    check_values((enum query_op)op, values, error) == -1)
		return -1;
	*filter =
	    new_filter(reader, FILTER_LEAF, json_array_size(values), error);
	if (*filter == NULL)
		return -1;
	(*filter)->op = (enum query_op)op;
	if (parse_field(parse_member(json, "field", NULL), reader->arena,
		&(*filter)->field, error) == -1)
		return -1;
	if ((*filter)->field.is_name && is_of_arrays((*filter)->op))
		return invalid(error, "the name __key__ is reserved");
	return read_operands(reader, *filter, value, values, error);
}

static int
read_unary_filter(struct filter_reader *reader, const json_t *json,
    struct filter **filter, struct gantry_error *error)
{
	static const char *const names[] = { "field", "op", NULL };
	int op;

	if (parse_object(json, "unary_filter", names, error) == -1 ||
	    parse_enum(parse_member(json, "op", NULL), "op", unary_ops, &op,
		error) == -1)
		return -1;
	if (op < 2)
		return invalid(error, "Unknown UnaryFilter operator.");
	*filter = new_filter(reader, FILTER_LEAF, 0, error);
	if (*filter == NULL)
		return -1;
	(*filter)->op = (enum query_op)(OP_IS_NAN + op - 2);
	return parse_field(parse_member(json, "field", NULL), reader->arena,
	    &(*filter)->field, error);
}

static int
read_composite_filter(struct filter_reader *reader, const json_t *json,
    struct filter **filter, struct gantry_error *error)
{
	static const char *const names[] = { "op", "filters", NULL };
	const json_t *filters = parse_member(json, "filters", NULL);
	size_t i, count;
	int op;

	if (parse_object(json, "composite_filter", names, error) == -1 ||
	    parse_enum(parse_member(json, "op", NULL), "op", composite_ops, &op,
		error) == -1 ||
	    parse_repeated(filters, "filters", &count, error) == -1)
		return -1;
	if (op == 0)
		return invalid(error, "Unsupported CompositeFilter operator.");
	if (count == 0)
		return invalid(
		    error, "A composite filter needs at least one filter.");
	*filter =
	    new_filter(reader, op == 1 ? FILTER_AND : FILTER_OR, count, error);
	if (*filter == NULL)
		return -1;
	for (i = 0; i < count; i++)
		if (read_filter(reader, parse_element(filters, i),
			&(*filter)->parts[i], error) == -1)
			return -1;
	(*filter)->part_count = count;
	return 0;
}

/* Read the one kind that the filter JSON is of. */
static int
read_kind(struct filter_reader *reader, const json_t *json,
    struct filter **filter, struct gantry_error *error)
{
	static const char *const names[] = { "composite_filter", "field_filter",
		"unary_filter", NULL };
	const json_t *composite, *field, *unary;

	if (parse_object(json, "filter", names, error) == -1)
		return -1;
	composite = parse_member(json, "compositeFilter", "composite_filter");
	field = parse_member(json, "fieldFilter", "field_filter");
	unary = parse_member(json, "unaryFilter", "unary_filter");
	if ((composite != NULL) + (field != NULL) + (unary != NULL) != 1)
		return invalid(error, "A filter must be of one kind.");
	if (composite != NULL)
		return read_composite_filter(reader, composite, filter, error);
	return field != NULL ? read_field_filter(reader, field, filter, error)
			     : read_unary_filter(reader, unary, filter, error);
}

static int
read_filter(struct filter_reader *reader, const json_t *json,
    struct filter **filter, struct gantry_error *error)
{
	int result;

	if (reader->depth == DEPTH_MAX)
		return invalid(error, "The filter is nested too deeply.");
	if (reader->filters++ == FILTERS_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "The maximum number of filters is %d.", FILTERS_MAX);
	reader->depth++;
	result = read_kind(reader, json, filter, error);
	reader->depth--;
	return result;
}

int
parse_filter(const json_t *json, struct arena *arena, struct filter **filter,
    struct gantry_error *error)
{
	struct filter_reader reader = { .arena = arena };

	*filter = NULL;
	if (json == NULL)
		return 0;
	if (json_is_object(json) && json_object_size(json) == 0)
		return invalid(error, "Unknown Filter type.");
	return read_filter(&reader, json, filter, error);
}
