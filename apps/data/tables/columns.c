/*
 * Both the fields of a document and the columns are sorted, so that the place
 * of a field is nearly always the next one.
 */
#include <stdlib.h>
#include <string.h>

#include "data/tables/columns.h"

static int
compare(const struct column *column, struct bytes name)
{
	return bytes_compare(
	    (struct bytes){ column->name, column->length }, name);
}

/* Find the first column that is not below NAME, and perhaps at START. */
static size_t
find(const struct columns *columns, struct bytes name, size_t start)
{
	size_t low = 0, high = columns->count, middle;

	if (start < high && compare(&columns->items[start], name) == 0)
		return start;
	while (low < high) {
		middle = low + (high - low) / 2;
		if (compare(&columns->items[middle], name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int
make_room(struct columns *columns, struct gantry_error *error)
{
	size_t capacity = columns->capacity * 2 + 16;
	struct column *items;

	if (columns->count == COLUMNS_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "the documents have more than %d different fields, too "
		    "many for a table",
		    COLUMNS_MAX);
	if (columns->count < columns->capacity)
		return 0;
	items = realloc(columns->items, capacity * sizeof(*items));
	if (items == NULL)
		return gantry_error_memory(error);
	columns->items = items;
	columns->capacity = capacity;
	return 0;
}

static int
insert(struct columns *columns, size_t place, struct bytes name,
    struct gantry_error *error)
{
	char *copy;

	if (make_room(columns, error) == -1)
		return -1;
	copy = malloc(name.length + 1);
	if (copy == NULL)
		return gantry_error_memory(error);
	if (name.length > 0)
		memcpy(copy, name.data, name.length);
	copy[name.length] = '\0';
	memmove(&columns->items[place + 1], &columns->items[place],
	    (columns->count - place) * sizeof(columns->items[0]));
	columns->items[place] =
	    (struct column){ .name = copy, .length = name.length };
	columns->count++;
	return 0;
}

/* Find or make the column NAME, perhaps at *PLACE.  Returns 0 or -1. */
static int
reach(struct columns *columns, struct bytes name, size_t *place,
    struct gantry_error *error)
{
	*place = find(columns, name, *place);
	if (*place < columns->count &&
	    compare(&columns->items[*place], name) == 0)
		return 0;
	return insert(columns, *place, name, error);
}

/* The deepest of the arrays and maps in VALUE, and the bit of vectors. */
static unsigned
look(const struct value *value, unsigned *kinds)
{
	struct json_walk walk = json_walk(value->text);
	unsigned deepest = 0, depth;
	struct json_part name, json, elements;
	struct value inner;

	if (value->kind != VALUE_ARRAY && value->kind != VALUE_MAP)
		return 0;
	if (value->kind == VALUE_MAP && value_is_vector(value->text, &elements))
		*kinds |= COLUMN_VECTOR;
	while (json_walk_next(
	    &walk, value->kind == VALUE_MAP ? &name : NULL, &json)) {
		if (!value_read(json, &inner))
			continue;
		depth = look(&inner, kinds);
		if (depth > deepest)
			deepest = depth;
	}
	return deepest + 1;
}

static void
note(struct column *column, const struct value *value)
{
	unsigned depth = look(value, &column->kinds);

	column->kinds |= COLUMN_KIND(value->kind);
	if (depth > column->depth)
		column->depth = depth;
}

/* Get the name that is between quotes as PART. */
static struct bytes
plain_name(struct columns *columns, struct json_part part)
{
	struct gantry_buffer *scratch = &columns->scratch;

	if (memchr(part.data, '\\', part.length) == NULL)
		return (struct bytes){ part.data, part.length };
	gantry_buffer_reset(scratch);
	json_unescape(scratch, part.data, part.data + part.length);
	return (struct bytes){ scratch->data, scratch->length };
}

int
columns_add(struct columns *columns, struct json_part fields,
    struct gantry_error *error)
{
	struct json_walk walk = json_walk(fields);
	struct json_part name, json;
	struct value value;
	size_t place = 0;

	while (json_walk_next(&walk, &name, &json)) {
		if (!value_read(json, &value))
			continue;
		if (reach(columns, plain_name(columns, name), &place, error) ==
		    -1)
			return -1;
		if (gantry_buffer_failed(&columns->scratch))
			return gantry_error_memory(error);
		note(&columns->items[place++], &value);
	}
	return 0;
}

int
columns_add_name(struct columns *columns, const char *name, size_t length,
    struct gantry_error *error)
{
	size_t place = 0;

	return reach(columns, (struct bytes){ name, length }, &place, error);
}

void
columns_clear(struct columns *columns)
{
	size_t i;

	for (i = 0; i < columns->count; i++)
		free(columns->items[i].name);
	free(columns->items);
	gantry_buffer_clear(&columns->scratch);
	*columns = (struct columns){ .items = NULL };
}
