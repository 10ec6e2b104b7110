/*
 * What is in quotes stays as it is: it is JSON already.
 */
#include <string.h>

#include "data/firestore/rest/rest.h"
#include "data/tables/plain_value.h"

static void
add_part(struct gantry_buffer *out, struct json_part part)
{
	gantry_buffer_add(out, part.data, part.length);
}

static void
add_quoted(struct gantry_buffer *out, struct json_part text)
{
	gantry_buffer_putc(out, '"');
	add_part(out, text);
	gantry_buffer_putc(out, '"');
}

/* Leave the names of this database out of a reference. */
static struct json_part
shorten(const struct plain_style *style, struct json_part text)
{
	const struct bytes origin = style->origin;

	if (origin.length == 0 || text.length <= origin.length ||
	    memcmp(text.data, origin.data, origin.length) != 0)
		return text;
	return (struct json_part){ text.data + origin.length,
		text.length - origin.length };
}

static void
add_array(struct gantry_buffer *out, const struct plain_style *style,
    struct json_part elements)
{
	struct json_walk walk = json_walk(elements);
	struct json_part json;
	struct value value;
	bool is_first = true;

	gantry_buffer_putc(out, '[');
	while (json_walk_next(&walk, NULL, &json)) {
		if (!value_read(json, &value))
			continue;
		if (!is_first)
			gantry_buffer_putc(out, ',');
		is_first = false;
		plain_add(out, style, &value);
	}
	gantry_buffer_putc(out, ']');
}

void
plain_add_members(struct gantry_buffer *out, const struct plain_style *style,
    struct json_part fields)
{
	struct json_walk walk = json_walk(fields);
	struct json_part name, json;
	struct value value;
	bool is_first = true;

	while (json_walk_next(&walk, &name, &json)) {
		if (!value_read(json, &value))
			continue;
		if (!is_first)
			gantry_buffer_putc(out, ',');
		is_first = false;
		add_quoted(out, name);
		gantry_buffer_putc(out, ':');
		plain_add(out, style, &value);
	}
}

static void
add_map(struct gantry_buffer *out, const struct plain_style *style,
    struct json_part fields)
{
	struct json_part elements;

	if (value_is_vector(fields, &elements)) {
		add_array(out, style, elements);
		return;
	}
	gantry_buffer_putc(out, '{');
	plain_add_members(out, style, fields);
	gantry_buffer_putc(out, '}');
}

void
plain_add(struct gantry_buffer *out, const struct plain_style *style,
    const struct value *value)
{
	switch (value->kind) {
	case VALUE_NULL:
		gantry_buffer_puts(out, "null");
		break;
	case VALUE_STRING:
	case VALUE_TIMESTAMP:
	case VALUE_BYTES:
		add_quoted(out, value->text);
		break;
	case VALUE_REFERENCE:
		add_quoted(out, shorten(style, value->text));
		break;
	case VALUE_ARRAY:
		add_array(out, style, value->text);
		break;
	case VALUE_MAP:
		add_map(out, style, value->text);
		break;
	case VALUE_BOOLEAN:
	case VALUE_INTEGER:
	case VALUE_DOUBLE:
	case VALUE_POINT:
		add_part(out, value->text);
		break;
	}
}

/* Doubles that JSON cannot express are in quotes. */
static struct json_part
unquote(struct json_part text)
{
	if (text.length >= 2 && text.data[0] == '"')
		return (struct json_part){ text.data + 1, text.length - 2 };
	return text;
}

void
plain_add_text(struct gantry_buffer *out, const struct plain_style *style,
    const struct value *value)
{
	struct value shortened = *value;

	switch (value->kind) {
	case VALUE_NULL:
		break;
	case VALUE_REFERENCE:
		shortened.text = shorten(style, value->text);
		value_add_text(out, &shortened);
		break;
	case VALUE_STRING:
	case VALUE_TIMESTAMP:
	case VALUE_BYTES:
		value_add_text(out, value);
		break;
	case VALUE_DOUBLE:
		add_part(out, unquote(value->text));
		break;
	case VALUE_BOOLEAN:
	case VALUE_INTEGER:
		add_part(out, value->text);
		break;
	case VALUE_POINT:
	case VALUE_ARRAY:
	case VALUE_MAP:
		plain_add(out, style, value);
		break;
	}
}

bool
plain_add_time(struct gantry_buffer *out, int64_t microseconds)
{
	return microseconds != 0 && rest_add_timestamp(out, microseconds) == 0;
}
