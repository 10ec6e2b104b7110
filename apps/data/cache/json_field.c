/*
 * Finds a field in the JSON of a document without building anything, because
 * millions of documents are searched for a field or two.  Our own readers wrote
 * the JSON, so it is not checked; an unknown value is not a scalar.  Of any
 * other text, nothing beyond its NUL is read.
 */
#include <stdlib.h>
#include <string.h>

#include "data/cache/json_field.h"
#include "data/cache/json_scan.h"

/* Read the string from AT, after its quote, to END, its closing quote. */
static void
read_text(struct field *field, const char *at, const char *end,
    struct gantry_buffer *scratch)
{
	field->type = FIELD_TEXT;
	field->text = at;
	field->text_length = (size_t)(end - at);
	if (memchr(at, '\\', field->text_length) == NULL)
		return;
	gantry_buffer_reset(scratch);
	json_unescape(scratch, at, end);
	field->text = scratch->data;
	field->text_length = scratch->length;
}

static bool
starts_with(const char *at, const char *prefix)
{
	return strncmp(at, prefix, strlen(prefix)) == 0;
}

/* Read the value object that begins at AT: {"stringValue":"x"}. */
static struct field
read_value(const char *at, const char *end, struct gantry_buffer *scratch)
{
	struct field field = { .type = FIELD_OTHER };
	const char *value = strchr(at, ':'), *quote;

	if (value == NULL || ++value >= end)
		return field;
	if (starts_with(at, "{\"stringValue\":\"")) {
		quote = json_skip_string(value, end) - 1;
		if (quote > value && *quote == '"')
			read_text(&field, value + 1, quote, scratch);
	} else if (starts_with(at, "{\"integerValue\":\"")) {
		field.type = FIELD_INTEGER;
		field.integer = strtoll(value + 1, NULL, 10);
	} else if (starts_with(at, "{\"booleanValue\":")) {
		field.type = FIELD_INTEGER;
		field.integer = *value == 't';
	} else if (starts_with(at, "{\"doubleValue\":") && *value != '"') {
		field.type = FIELD_DOUBLE;
		field.real = strtod(value, NULL);
	}
	return field;
}

struct field
json_field_find(const char *json, size_t length, const char *name,
    struct gantry_buffer *scratch)
{
	const char *at = json + 1, *end = json + length, *key;
	size_t name_length = strlen(name);

	while (at < end && *at == '"') {
		key = at + 1;
		at = json_skip_string(at, end);
		if (at == end)
			break;
		if ((size_t)(at - key) == name_length + 1 &&
		    memcmp(key, name, name_length) == 0)
			return read_value(at + 1, end, scratch);
		at = json_skip_value(at + 1, end);
		at += at < end && *at == ',';
	}
	return (struct field){ .type = FIELD_OTHER };
}
