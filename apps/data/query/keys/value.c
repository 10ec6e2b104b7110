/*
 * A kind is recognised by its whole name, for the text may come from a file
 * that somebody else made.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/rest/rest_read.h"
#include "data/query/keys/value.h"

/* Longer numbers are not ours. */
#define NUMBER_MAX 64

struct kind {
	const char *name;
	enum value_kind kind;
	bool is_quoted;
};

static const struct kind kinds[] = {
	{ "stringValue", VALUE_STRING, true },
	{ "integerValue", VALUE_INTEGER, true },
	{ "mapValue", VALUE_MAP, false },
	{ "doubleValue", VALUE_DOUBLE, false },
	{ "booleanValue", VALUE_BOOLEAN, false },
	{ "timestampValue", VALUE_TIMESTAMP, true },
	{ "arrayValue", VALUE_ARRAY, false },
	{ "nullValue", VALUE_NULL, false },
	{ "referenceValue", VALUE_REFERENCE, true },
	{ "bytesValue", VALUE_BYTES, true },
	{ "geoPointValue", VALUE_POINT, false },
};

static bool
is_equal(struct json_part part, const char *text)
{
	return part.length == strlen(text) &&
	    memcmp(part.data, text, part.length) == 0;
}

/* Remove the quotes of TEXT. */
static bool
unquote(struct json_part *text)
{
	if (text->length < 2 || text->data[0] != '"' ||
	    text->data[text->length - 1] != '"')
		return false;
	text->data++;
	text->length -= 2;
	return true;
}

/* Replace {"fields":{..}} or {"values":[..]} by what it holds. */
static void
unwrap(struct json_part *text, const char *member)
{
	struct json_walk walk = json_walk(*text);
	struct json_part name, inner;

	*text = (struct json_part){ text->data, 0 };
	while (json_walk_next(&walk, &name, &inner))
		if (is_equal(name, member))
			*text = inner;
}

bool
value_read(struct json_part json, struct value *value)
{
	struct json_walk walk = json_walk(json);
	struct json_part name;
	size_t i;

	if (!json_walk_next(&walk, &name, &value->text))
		return false;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (is_equal(name, kinds[i].name))
			break;
	if (i == sizeof(kinds) / sizeof(kinds[0]))
		return false;
	value->kind = kinds[i].kind;
	if (value->kind == VALUE_MAP)
		unwrap(&value->text, "fields");
	else if (value->kind == VALUE_ARRAY)
		unwrap(&value->text, "values");
	return !kinds[i].is_quoted || unquote(&value->text);
}

void
value_add_text(struct gantry_buffer *buffer, const struct value *value)
{
	json_unescape(
	    buffer, value->text.data, value->text.data + value->text.length);
}

/* Append the text of a map or array in an object with MEMBER. */
static void
add_wrapped(
    struct gantry_buffer *buffer, const struct value *value, const char *member)
{
	gantry_buffer_putc(buffer, '{');
	if (value->text.length > 0) {
		gantry_buffer_printf(buffer, "\"%s\":", member);
		gantry_buffer_add(buffer, value->text.data, value->text.length);
	}
	gantry_buffer_putc(buffer, '}');
}

void
value_add_json(struct gantry_buffer *buffer, const struct value *value)
{
	const struct kind *kind = kinds;

	while (kind->kind != value->kind)
		kind++;
	gantry_buffer_printf(
	    buffer, "{\"%s\":%s", kind->name, kind->is_quoted ? "\"" : "");
	if (kind->kind == VALUE_MAP)
		add_wrapped(buffer, value, "fields");
	else if (kind->kind == VALUE_ARRAY)
		add_wrapped(buffer, value, "values");
	else
		gantry_buffer_add(buffer, value->text.data, value->text.length);
	gantry_buffer_puts(buffer, kind->is_quoted ? "\"}" : "}");
}

bool
value_is_named(struct json_part name, struct bytes text)
{
	struct gantry_buffer plain = { 0 };
	bool result;

	if (name.length == text.length &&
	    memcmp(name.data, text.data, name.length) == 0)
		return memchr(name.data, '\\', name.length) == NULL;
	if (name.length < text.length ||
	    memchr(name.data, '\\', name.length) == NULL)
		return false;
	json_unescape(&plain, name.data, name.data + name.length);
	result = !gantry_buffer_failed(&plain) && plain.length == text.length &&
	    memcmp(plain.data, text.data, text.length) == 0;
	gantry_buffer_clear(&plain);
	return result;
}

bool
value_find(struct json_part fields, struct bytes name, struct value *value)
{
	struct json_walk walk = json_walk(fields);
	struct json_part found, json;

	while (json_walk_next(&walk, &found, &json))
		if (value_is_named(found, name))
			return value_read(json, value);
	return false;
}

bool
value_is_vector(struct json_part fields, struct json_part *elements)
{
	static const struct bytes type = { "__type__", 8 };
	static const struct bytes values = { "value", 5 };
	struct value value;

	if (!value_find(fields, type, &value) || value.kind != VALUE_STRING ||
	    !is_equal(value.text, "__vector__") ||
	    !value_find(fields, values, &value) || value.kind != VALUE_ARRAY)
		return false;
	*elements = value.text;
	return true;
}

bool
value_to_integer(const struct value *value, int64_t *integer)
{
	struct bytes text = { value->text.data, value->text.length };

	return rest_read_integer(text, integer) == 0;
}

bool
value_to_double(const struct value *value, double *number)
{
	struct json_part text = value->text;
	char copy[NUMBER_MAX], *end;

	if (unquote(&text)) {
		*number = is_equal(text, "NaN")	  ? NAN
		    : is_equal(text, "Infinity")  ? INFINITY
		    : is_equal(text, "-Infinity") ? -INFINITY
						  : 0;
		return *number != 0;
	}
	if (text.length == 0 || text.length >= sizeof(copy))
		return false;
	memcpy(copy, text.data, text.length);
	copy[text.length] = '\0';
	*number = strtod(copy, &end);
	return *end == '\0';
}
