/*
 * Compares values as Firestore does.
 */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/json.h>

#include "data/firestore/rest/rest.h"
#include "data/firestore/rest/rest_read.h"
#include "data/firestore/spool/high_water_mark.h"

/* The smallest timestamp. */
#define FIRST_TIMESTAMP "0001-01-01T00:00:00Z"

static struct bytes
get_string(const json_t *value, const char *type)
{
	const json_t *string = json_object_get(value, type);

	return (struct bytes){ json_string_value(string),
		json_string_length(string) };
}

/* Read a double: a number, or the name of one. */
static bool
read_real(const json_t *value, double *real)
{
	const json_t *given = json_object_get(value, "doubleValue");
	const char *name = json_string_value(given);

	if (name != NULL) {
		*real = name[0] == '-' ? -INFINITY : INFINITY;
		return strcmp(name, "NaN") != 0;
	}
	*real = json_number_value(given);
	return json_is_number(given);
}

/* Read VALUE into MARK, which borrows its string. */
static enum high_water_mark_kind
read_value(struct high_water_mark *mark, const json_t *value)
{
	struct bytes text = get_string(value, "timestampValue");

	*mark = (struct high_water_mark){ .is_set = true };
	if (text.data != NULL && rest_read_timestamp(text, &mark->integer) == 0)
		return HIGH_WATER_MARK_TIMESTAMP;
	text = get_string(value, "integerValue");
	if (text.data != NULL && rest_read_integer(text, &mark->integer) == 0) {
		mark->is_integer = true;
		return HIGH_WATER_MARK_NUMBER;
	}
	if (read_real(value, &mark->real))
		return HIGH_WATER_MARK_NUMBER;
	text = get_string(value, "stringValue");
	if (text.data == NULL)
		return HIGH_WATER_MARK_KINDS;
	mark->string = (char *)text.data;
	mark->length = text.length;
	return HIGH_WATER_MARK_STRING;
}

enum high_water_mark_kind
high_water_mark_kind_of(const json_t *value)
{
	struct high_water_mark mark;

	return read_value(&mark, value);
}

/* Compare exactly: not every 64-bit integer is a double. */
static int
compare_mixed(int64_t integer, double real)
{
	int64_t whole;

	if (real >= 0x1p63)
		return -1;
	if (real < -0x1p63)
		return 1;
	whole = (int64_t)real;
	if (integer != whole)
		return integer < whole ? -1 : 1;
	return (real < (double)whole) - (real > (double)whole);
}

static int
compare_numbers(
    const struct high_water_mark *a, const struct high_water_mark *b)
{
	if (a->is_integer && b->is_integer)
		return (a->integer > b->integer) - (a->integer < b->integer);
	if (a->is_integer)
		return compare_mixed(a->integer, b->real);
	if (b->is_integer)
		return -compare_mixed(b->integer, a->real);
	return (a->real > b->real) - (a->real < b->real);
}

static int
compare_strings(
    const struct high_water_mark *a, const struct high_water_mark *b)
{
	size_t least = a->length < b->length ? a->length : b->length;
	int result = memcmp(a->string, b->string, least);

	if (result != 0)
		return result;
	return (a->length > b->length) - (a->length < b->length);
}

static int
compare(const struct high_water_mark *a, const struct high_water_mark *b,
    enum high_water_mark_kind kind)
{
	switch (kind) {
	case HIGH_WATER_MARK_NUMBER:
		return compare_numbers(a, b);
	case HIGH_WATER_MARK_STRING:
		return compare_strings(a, b);
	default:
		return (a->integer > b->integer) - (a->integer < b->integer);
	}
}

int
high_water_mark_update(struct high_water_mark *mark,
    enum high_water_mark_kind kind, const json_t *value,
    struct gantry_error *error)
{
	struct high_water_mark seen;
	char *copy;

	read_value(&seen, value);
	if (mark->is_set && compare(&seen, mark, kind) <= 0)
		return 0;
	if (kind == HIGH_WATER_MARK_STRING) {
		copy = malloc(seen.length + 1);
		if (copy == NULL)
			return gantry_error_memory(error);
		memcpy(copy, seen.string, seen.length);
		seen.string = copy;
	}
	high_water_mark_clear(mark);
	*mark = seen;
	return 0;
}

void
high_water_mark_write(struct gantry_buffer *buffer,
    const struct high_water_mark *mark, enum high_water_mark_kind kind)
{
	if (kind == HIGH_WATER_MARK_TIMESTAMP) {
		gantry_buffer_puts(buffer, "{\"timestampValue\":");
		if (!mark->is_set)
			gantry_json_text(buffer, FIRST_TIMESTAMP);
		else /* Cannot fail: it was read from a timestamp. */
			(void)rest_add_timestamp(buffer, mark->integer);
	} else if (kind == HIGH_WATER_MARK_STRING) {
		gantry_buffer_puts(buffer, "{\"stringValue\":");
		gantry_json_string(
		    buffer, mark->is_set ? mark->string : "", mark->length);
	} else if (mark->is_integer) {
		gantry_buffer_puts(buffer, "{\"integerValue\":\"");
		gantry_json_integer(buffer, mark->integer);
		gantry_buffer_putc(buffer, '"');
	} else {
		gantry_buffer_puts(buffer, "{\"doubleValue\":");
		rest_add_double(buffer, mark->is_set ? mark->real : -INFINITY);
	}
	gantry_buffer_putc(buffer, '}');
}

void
high_water_mark_clear(struct high_water_mark *mark)
{
	free(mark->string);
	*mark = (struct high_water_mark){ 0 };
}
